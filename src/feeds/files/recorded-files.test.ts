/** Real recorded files, where they are at hand: what they hold is known from their own description. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../../market/instruments.ts';
import { readCandleFile } from './candle-file.ts';
import { readTickFile } from './tick-file.ts';

const shared = process.env['FXALERT_SHARED'] ?? join(import.meta.dirname, '../../../../shared');
const data = join(shared, 'data');
const absent = !existsSync(data);
if (absent) console.warn(`recorded files are absent at ${data}: their tests are left out`);
const instruments = instrumentTable(BUILT_IN_INSTRUMENTS);

describe.skipIf(absent)('recorded files', { timeout: 60_000 }, () => {
  test.each([
    [
      'EURUSD_ticks_2014-05-04_05-09_oanda',
      248_039,
      0,
      '2014-05-04T21:00:00.462Z',
      '2014-05-09T20:59:58.835Z',
    ],
    [
      'EURUSD_ticks_2014-05-04_05-09_fxcm',
      527_942,
      53_302,
      '2014-05-04T19:00:51.815Z',
      '2014-05-09T20:59:11.407Z',
    ],
    ['XAUUSD_ticks_2014-05-08_oanda', 199_123, 0, '2014-05-08T00:00:00.042Z', '2014-05-08T23:59:59.341Z'],
  ])('%s has its rows, crossed quotes and ends', async (name, rows, crossed, first, last) => {
    let count = 0;
    let crossedCount = 0;
    const stamps: number[] = [];
    for await (const { ticks, rejects } of readTickFile(join(data, 'ticks', `${name}.csv.gz`), {
      instruments,
    })) {
      expect(rejects).toEqual([]);
      count += ticks.length;
      for (const { bid, ask } of ticks) if (ask < bid) crossedCount++;
      if (ticks.length > 0) stamps.push(ticks[0]!.at, ticks.at(-1)!.at);
    }
    expect([count, crossedCount]).toEqual([rows, crossed]);
    expect(new Date(stamps[0]!).toISOString()).toBe(first);
    expect(new Date(stamps.at(-1)!).toISOString()).toBe(last);
  });

  test.each([
    ['USDJPY_M1_2013-02_fxcm_bid', 28_761],
    ['EURUSD_H1_2013_2017_fxcm_ask', 31_124],
    ['EURUSD_H4_2013-01-01_2017-12-29_ejtrader', 7_765],
    ['EURUSD_D1_2012-12-04_2017-12-29_ejtrader', 1_317],
  ])('%s has its candles', async (name, rows) => {
    let count = 0;
    for await (const batch of readCandleFile(join(data, 'candles', `${name}.csv.gz`), { instruments })) {
      expect(batch.rejects).toEqual([]);
      count += batch.candles.length;
      for (const { candle } of batch.candles) expect(candle.closesAt).toBeGreaterThan(candle.at);
    }
    expect(count).toBe(rows);
  });
});
