import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { TestServer } from '../../test/support/api-server.ts';
import { testServer } from '../../test/support/api-server.ts';

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

function server(overrides: Parameters<typeof testServer>[0] = {}): TestServer {
  const made = testServer(overrides);
  open.push(() => made.app.close());
  return made;
}

describe('the page', () => {
  function builtPage(): string {
    const root = mkdtempSync(join(tmpdir(), 'fxalert-page-'));
    open.push(() => rmSync(root, { recursive: true }));
    mkdirSync(join(root, 'assets'));
    writeFileSync(join(root, 'index.html'), '<!doctype html><title>fxalert</title>');
    writeFileSync(join(root, 'assets', 'main-a1b2.js'), 'export {};');
    return root;
  }
  const html = { accept: 'text/html,*/*' };

  it('is served without a key, hashed assets for a year, the rest asked for each time', async () => {
    const { app } = server({ pageRoot: builtPage() });
    const headers = { host: 'localhost' };
    const page = await app.inject({ url: '/', headers });
    expect([page.statusCode, page.headers['cache-control']]).toEqual([200, 'no-cache']);
    const asset = await app.inject({ url: '/assets/main-a1b2.js', headers });
    expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  it.each([
    [{ range: 'bytes=99999-' }, 200],
    [{ range: 'bytes=a-b' }, 200],
    [{ 'if-match': '"other"' }, 400],
    [{ 'if-unmodified-since': 'Mon, 01 Jan 1990 00:00:00 GMT' }, 400],
  ])('is no fault of the server to whom sends %j', async (sent, status) => {
    const { app, logLines } = server({ pageRoot: builtPage() });
    const answer = await app.inject({ url: '/index.html', headers: { host: 'localhost', ...sent } });
    expect(answer.statusCode).toBe(status);
    expect(logLines.join('')).not.toContain('"error"');
  });

  it('answers its own addresses and leaves the API and missing assets their 404', async () => {
    const { app } = server({ pageRoot: builtPage() });
    const get = (url: string) => app.inject({ url, headers: { host: 'localhost', ...html } });
    expect((await get('/alerts/12')).body).toContain('<title>fxalert');
    for (const url of ['/api/v1/nowhere', '/assets/gone.js', '/health/nowhere', '/docs/nowhere'])
      expect([url, (await get(url)).statusCode]).toEqual([url, 404]);
    expect(
      (await app.inject({ method: 'POST', url: '/alerts/12', headers: { host: 'localhost' } })).statusCode,
    ).toBe(404);
  });

  it('does not leave its folder', async () => {
    const { app } = server({ pageRoot: builtPage() });
    for (const url of [
      '/../package.json',
      '/%2e%2e/package.json',
      '/assets/..%2f..%2fpackage.json',
      '/%2e%2e%5cx',
    ])
      expect((await app.inject({ url, headers: { host: 'localhost' } })).statusCode).toBeGreaterThanOrEqual(
        400,
      );
  });

  it('that is not built says what to do', async () => {
    const { app } = server({ pageRoot: '/nonexistent' });
    for (const url of ['/', '/alerts/12']) {
      const answer = await app.inject({ url, headers: { host: 'localhost', ...html } });
      expect(answer.statusCode).toBe(503);
      expect(answer.body).toContain('npm run build');
    }
  });
});
