import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { instrumentId } from '../../kernel/units.ts';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../../market/instruments.ts';
import type { Tick } from '../../market/tick.ts';
import type { FeedReject } from '../feed.ts';
import { MAX_LINE_BYTES } from './line-blocks.ts';
import { type TickFileOptions, readTickFile } from './tick-file.ts';

const instruments = instrumentTable(BUILT_IN_INSTRUMENTS);
const HEADER = 'timestamp,symbol,bid,ask\n';
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tick-file-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface ReadFile {
  readonly ticks: readonly Tick[];
  readonly lines: readonly number[];
  readonly rejects: readonly FeedReject[];
}

async function read(content: string | Buffer, options: Partial<TickFileOptions> = {}): Promise<ReadFile> {
  const path = join(folder, 'ticks.csv');
  await writeFile(path, content);
  const ticks: Tick[] = [];
  const lines: number[] = [];
  const rejects: FeedReject[] = [];
  for await (const batch of readTickFile(path, { instruments, ...options })) {
    ticks.push(...batch.ticks);
    lines.push(...batch.lines);
    rejects.push(...batch.rejects);
  }
  return { ticks, lines, rejects };
}

const expected: Tick = {
  instrument: instrumentId('EURUSD'),
  bid: 1.38817,
  ask: 1.38884,
  at: Date.parse('2014-05-04T21:00:00.462Z'),
} as Tick;

describe('readTickFile', () => {
  test.each([
    ['the plain layout', `${HEADER}2014-05-04T21:00:00.462Z,EURUSD,1.38817,1.38884\n`],
    ['a last line without a line feed', `${HEADER}2014-05-04T21:00:00.462Z,EURUSD,1.38817,1.38884`],
    ['CRLF and other column names', 'Ask;Bid;Pair;Time\r\n1.38884;1.38817;EUR/USD;1399237200462\r\n'],
    ['TrueFX, which has no header', 'EUR/USD,20140504 21:00:00.462,1.38817,1.38884\n'],
    ['the plain layout without its header', '2014-05-04T21:00:00.462Z,EURUSD,1.38817,1.38884\n'],
  ])('reads %s', async (_, content) => {
    const { ticks, rejects } = await read(content);
    expect(ticks).toEqual([expected]);
    expect(rejects).toEqual([]);
  });

  test('reads gzip, UTF-8 with a mark and UTF-16 by their first bytes', async () => {
    const content = `${HEADER}2014-05-04T21:00:00.462Z,EURUSD,1.38817,1.38884\n`;
    const utf16 = Buffer.from(`\ufeff${content}`, 'utf16le');
    for (const bytes of [gzipSync(content), Buffer.from(`\ufeff${content}`), utf16]) {
      expect((await read(bytes)).ticks).toEqual([expected]);
    }
  });

  test('reads HistData ticks in their fixed Eastern time for a named instrument', async () => {
    const { ticks } = await read('20140504 160000462,1.38817,1.38884,0\n', {
      instrument: instrumentId('EURUSD'),
      offsetMs: -5 * 3_600_000,
    });
    expect(ticks).toEqual([expected]);
  });

  test('reports each broken line with its number and text, and reads the rest', async () => {
    const good = '2014-05-04T21:00:00.462Z,EURUSD,1.38817,1.38884';
    const broken = [
      '2014-05-04T21:00:00.462Z,EURUSD,1.38817',
      '2014-05-04T21:00:00.462Z,EURUSD,1.38817,',
      '2014-02-31T21:00:00.462Z,EURUSD,1.38817,1.38884',
      '2014-05-04T21:00:00.462Z,EURUSD,abc,1.38884',
      '\u0000\u0001garbage',
    ];
    const { ticks, lines, rejects } = await read(`${HEADER}${[good, ...broken, '', good].join('\n')}\n`);
    expect(ticks).toEqual([expected, expected]);
    expect(lines).toEqual([2, 9]);
    expect(rejects).toEqual(broken.map((text, index) => ({ reason: 'bad-line', text, line: index + 3 })));
  });

  test('leaves crossed and zero quotes to the quote filter', async () => {
    const { ticks } = await read(`${HEADER}1399237200462,EURUSD,1.4,1.3\n1399237200462,EURUSD,0,-1.5\n`);
    expect(ticks.map(({ bid, ask }) => [bid, ask])).toEqual([[1.4, 1.3], [0, -1.5]]); // prettier-ignore
  });

  test('names an unknown instrument', async () => {
    const { ticks, rejects } = await read(`${HEADER}1399237200462,DOGEUSD,1,2\n`);
    expect(ticks).toEqual([]);
    expect(rejects).toEqual([{ reason: 'unknown-instrument', text: '1399237200462,DOGEUSD,1,2', line: 2 }]);
  });

  test('cuts a line that never ends and goes on after it', async () => {
    const good = '1399237200462,EURUSD,1.38817,1.38884\n';
    const { ticks, rejects } = await read(`${HEADER}${good}${'x'.repeat(MAX_LINE_BYTES * 40)}\n${good}`);
    expect(ticks).toEqual([expected, expected]);
    expect(rejects).toHaveLength(1);
    expect(rejects[0]?.text).toHaveLength(200);
  });

  test('keeps what is readable of a gzip file that broke off, and says so', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `${1399237200462 + i},EURUSD,1.388${i % 90},1.39`);
    const whole = gzipSync(HEADER + rows.join('\n'));
    const { ticks, rejects } = await read(whole.subarray(0, whole.length - 2_000));
    expect(ticks.length).toBeGreaterThan(1_000);
    expect(rejects.at(-1)?.text).toMatch(/^the rest of the file is unreadable/);
  });

  test('goes on after a line that was handled before', async () => {
    const rows = Array.from({ length: 10 }, (_, i) => `${1399237200000 + i},EURUSD,1.38,1.39`);
    const { lines } = await read(HEADER + rows.join('\n'), { afterLine: 8 });
    expect(lines).toEqual([9, 10, 11]);
  });

  test('refuses a file without the columns and quotes its first line', async () => {
    await expect(read('date,open,high\n2014,1,2\n')).rejects.toThrow('"date,open,high"');
  });

  test('names a file that is not there', async () => {
    const batches = readTickFile(join(folder, 'absent.csv'), { instruments });
    await expect(batches.next()).rejects.toThrow(/ENOENT.*absent\.csv/);
  });
});
