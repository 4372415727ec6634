import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findingText } from './finding.ts';
import { folderAndDisk, memory, nodeVersion, portFree, runningProduct } from './machine-checks.ts';

const GB = 1024 ** 3;

describe('the machine', () => {
  it('has a line of Node that is maintained', () => {
    expect(nodeVersion('20.19.0')).toMatchObject({ result: 'warn', help: 'install Node 24' });
    expect(nodeVersion('24.1.0')).toMatchObject({ result: 'ok', seen: 'Node 24.1.0' });
  });

  it('is warned of when its memory runs short', () => {
    expect(memory(0.2 * GB, 4 * GB)).toMatchObject({ result: 'warn', seen: '0.2 GB of 4.0 GB free' });
    expect(memory(2 * GB, 4 * GB)).toMatchObject({ result: 'ok' });
  });

  it('fails with a folder that cannot be written, and with too little disk', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fxalert-doctor-'));
    try {
      writeFileSync(join(folder, 'file'), '');
      const inTheWay = await folderAndDisk(join(folder, 'file', 'data'));
      expect(inTheWay).toMatchObject({ result: 'fail', seen: expect.stringContaining('ENOTDIR') as string });
      expect(await folderAndDisk(folder, 1e18)).toMatchObject({
        result: 'fail',
        help: expect.stringMatching(/df -h/) as string,
      });
      expect((await folderAndDisk(folder, 1)).result).not.toBe('fail');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the address', () => {
  it('is free, taken by another, or answers as a product that is not well', async () => {
    const server = createServer((_, response) => response.writeHead(503).end('{"status":"not-ready"}'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(await portFree({ HOST: '127.0.0.1', PORT: port })).toMatchObject({
      result: 'fail',
      seen: `127.0.0.1:${port} cannot be had: EADDRINUSE`,
    });
    expect(await runningProduct('127.0.0.1', port)).toMatchObject({
      result: 'fail',
      seen: expect.stringMatching(/with 503: \{"status":"not-ready"\}/) as string,
    });
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
    expect(await runningProduct('127.0.0.1', port)).toBeNull();
    expect(await portFree({ HOST: '127.0.0.1', PORT: port })).toMatchObject({ result: 'ok' });
  });
});

describe('a finding', () => {
  it('is read as what was seen, why it matters, what helps', () => {
    const finding = nodeVersion('18.0.0');
    expect(findingText(finding)).toBe(
      'WARN   node: Node 18.0.0\n         this line of Node is past its end of life and gets no security fixes\n         → install Node 24',
    );
  });
});
