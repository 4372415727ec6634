import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { instrumentId } from '../../kernel/units.ts';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../../market/instruments.ts';
import type { FeedReject } from '../feed.ts';
import { type CandleFileOptions, type FileCandle, readCandleFile } from './candle-file.ts';

const instruments = instrumentTable(BUILT_IN_INSTRUMENTS);
const HEADER = 'timestamp,symbol,timeframe,open,high,low,close,volume\n';
const at = (text: string): number => Date.parse(text);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'candle-file-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(content: string | Buffer, options: Partial<CandleFileOptions> = {}) {
  const path = join(folder, 'candles.csv');
  await writeFile(path, content);
  const candles: FileCandle[] = [];
  const rejects: FeedReject[] = [];
  for await (const batch of readCandleFile(path, { instruments, ...options })) {
    candles.push(...batch.candles);
    rejects.push(...batch.rejects);
  }
  return { candles, rejects };
}

describe('readCandleFile', () => {
  test('reads an intraday candle on its own grid', async () => {
    const { candles } = await read(`${HEADER}2013-02-01T00:00:00.000Z,USDJPY,M15,91.7,91.8,91.6,91.65,12\n`);
    expect(candles).toMatchObject([
      {
        instrument: 'USDJPY',
        stamp: at('2013-02-01T00:00:00Z'),
        candle: {
          at: at('2013-02-01T00:00:00Z'),
          closesAt: at('2013-02-01T00:15:00Z'),
          open: 91.7,
          high: 91.8,
          low: 91.6,
          close: 91.65,
          volume: 12,
        },
      },
    ]);
  });

  test('gives a day its FX day and keeps the stamp of the file', async () => {
    const { candles } = await read(`${HEADER}2017-12-29T00:00:00.000Z,EURUSD,D1,1.1,1.3,1.0,1.2,5\n`);
    expect(candles[0]?.stamp).toBe(at('2017-12-29T00:00:00Z'));
    expect(candles[0]?.candle.at).toBe(at('2017-12-28T22:00:00Z'));
    expect(candles[0]?.candle.closesAt).toBe(at('2017-12-29T22:00:00Z'));
  });

  test('takes a missing volume for 0', async () => {
    const { candles } = await read('time,open,high,low,close\n1359676800,1.1,1.3,1.0,1.2\n', {
      instrument: instrumentId('EURUSD'),
      timeframe: 'H1',
    });
    expect(candles[0]?.candle.volume).toBe(0);
  });

  const named = { instrument: instrumentId('USDJPY'), timeframe: 'M1' };
  test.each([
    ['MetaTrader 4', '2026.01.02,03:04,156.412,156.5,156.4,156.45,842\n'],
    [
      'MetaTrader 5',
      '<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>\r\n' +
        '2026.01.02\t03:04:00\t156.412\t156.5\t156.4\t156.45\t842\t0\t21\r\n',
    ],
    ['HistData', '20260102 030400;156.412;156.5;156.4;156.45;842\n'],
  ])('reads a %s export', async (_, content) => {
    const { candles, rejects } = await read(content, named);
    expect(rejects).toEqual([]);
    expect(candles[0]).toMatchObject({
      stamp: at('2026-01-02T03:04:00Z'),
      candle: { open: 156.412, high: 156.5, low: 156.4, close: 156.45, volume: 842 },
    });
  });

  test('reports candles that contradict themselves, with their line', async () => {
    const rows = [
      '2013-02-01T00:00:00Z,USDJPY,M1,91.7,91.6,91.5,91.55,1',
      '2013-02-01T00:01:00Z,USDJPY,M1,91.7,91.8,91.75,91.7,1',
      '2013-02-01T00:02:00Z,USDJPY,X9,91.7,91.8,91.6,91.7,1',
      '2013-02-01T00:03:00Z,USDJPY,M1,91.7,,91.6,91.7,1',
      '2013-02-01T00:04:00Z,NOSUCH,M1,91.7,91.8,91.6,91.7,1',
    ];
    const { candles, rejects } = await read(HEADER + rows.join('\n'));
    expect(candles).toEqual([]);
    expect(rejects.map(({ line, text }) => [line, text])).toEqual(rows.map((text, i) => [i + 2, text]));
    expect(rejects.at(-1)?.reason).toBe('unknown-instrument');
  });

  test('asks for what the file does not say', async () => {
    await expect(read('time,open,high,low,close\n')).rejects.toThrow('which instrument');
    await expect(read('time,open,high,close\n')).rejects.toThrow('no low in "time,open,high,close"');
  });
});
