/** What every store of recorded prices keeps. */
import { expect, test } from 'vitest';
import { epochMs, price } from '../../src/kernel/units.ts';
import type { Database } from '../../src/storage/database.ts';
import { createStores } from '../../src/storage/create-stores.ts';
import {
  at,
  collect,
  EURUSD,
  M1,
  sampleBatch,
  sampleCandle,
  sampleTick,
  T0,
  USDJPY,
} from '../support/samples.ts';

export function marketHistoryLaws(database: () => Database): void {
  const history = () => createStores(database()).history;
  const END = at(30 * 86_400_000);

  test('candles come back to the last digit, oldest first, the newest ones of the limit', async () => {
    const candles = [0, 1, 2, 3].map((minute) => sampleCandle(minute, 1.1 + minute * 0.1));
    expect(await history().addCandles(candles.toReversed(), 'import')).toBe(4);
    const all = await history().candles(M1, { limit: 10 });
    expect(all).toEqual(candles.map(({ candle }) => candle));
    const some = await history().candles(M1, { limit: 2, before: at(3 * 60_000) });
    expect(some.map(({ at }) => at)).toEqual([at(60_000), at(120_000)]);
    expect(await history().candles({ ...M1, basis: 'ask' }, { limit: 10 })).toEqual([]);
  });

  test('candles that are there already stay as they are', async () => {
    await history().addCandles([sampleCandle(0, 1.2)], 'backfill');
    expect(await history().addCandles([sampleCandle(0, 1.3), sampleCandle(1, 1.3)], 'import')).toBe(1);
    const closes = (await history().candles(M1, { limit: 10 })).map(({ close }) => close);
    expect(closes).toEqual([1.2, 1.3]);
  });

  test('candles of a half-open range come in pages without overlap', async () => {
    const candles = Array.from({ length: 6_001 }, (_, minute) => sampleCandle(minute));
    await history().addCandles(candles, 'import');
    const pages = await collect(history().candlesBetween(M1, at(60_000), at(6_000 * 60_000)));
    expect(pages.length).toBeGreaterThan(1);
    const opens = pages.flat().map((candle) => (candle.at - T0) / 60_000);
    expect(opens).toEqual(Array.from({ length: 5_999 }, (_, i) => i + 1));
  });

  test('ticks of several instruments come in the order of time, those of one instant in the order of their source', async () => {
    const flips = [1.1, 1.2, 1.1, 1.3].map((bid) => sampleTick(5, { bid: price(bid) }));
    const yen = [1, 5, 9].map((offset) => sampleTick(offset, { instrument: USDJPY }));
    await history().addTicks([...flips, sampleTick(7)]);
    await history().addTicks(yen);
    const ticks = (await collect(history().ticksBetween([USDJPY, EURUSD], T0, END))).flat();
    expect(ticks.map((tick) => tick.at - T0)).toEqual([1, 5, 5, 5, 5, 5, 7, 9]);
    const euro = ticks.filter(({ instrument }) => instrument === EURUSD);
    expect(euro).toEqual([...flips, sampleTick(7)]);
  });

  test('importing the same file again adds nothing', async () => {
    const ticks = Array.from({ length: 5_000 }, (_, i) => sampleTick(Math.floor(i / 3) * 40_000));
    expect(await history().addTicks(ticks)).toBe(5_000);
    expect(await history().addTicks(ticks)).toBe(0);
  });

  test('a range of ticks is half-open and read in pages', async () => {
    const ticks = Array.from({ length: 12_000 }, (_, i) => sampleTick(i));
    await history().addTicks(ticks);
    const pages = await collect(history().ticksBetween([EURUSD], at(1), at(11_999)));
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.flat().map((tick) => tick.at - T0)).toEqual(Array.from({ length: 11_998 }, (_, i) => i + 1));
    expect(await collect(history().ticksBetween([USDJPY], T0, END))).toEqual([]);
    expect(await collect(history().ticksBetween([], T0, END))).toEqual([]);
  });

  test('the last quote of each instrument is the newest, recorded ones before imported ones of the same instant', async () => {
    const { journal } = createStores(database());
    expect(await history().lastQuotes()).toEqual([]);
    await history().addTicks([sampleTick(10, { bid: price(1.1) }), sampleTick(3, { instrument: USDJPY })]);
    const recorded = { seq: 1, tick: sampleTick(10), simulated: false };
    await journal.commit(sampleBatch({ ticks: [recorded] }));
    expect(await history().lastQuotes()).toEqual([sampleTick(10), sampleTick(3, { instrument: USDJPY })]);
  });

  test('instants before 1970 and far ahead are kept', async () => {
    const instants = [epochMs(-1), epochMs(0), epochMs(32_503_679_999_999)];
    await history().addTicks(instants.map((at) => sampleTick(0, { at })));
    const ticks = await collect(history().ticksBetween([EURUSD], epochMs(-10), epochMs(32_503_680_000_000)));
    expect(ticks.flat().map(({ at }) => at)).toEqual(instants);
  });
}
