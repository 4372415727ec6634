import { expect, test } from 'vitest';
import type { CandleView } from '../../../src/api/contract/market.ts';
import { afterQuote, fromHistory, fromView, MOST_CANDLES, withNewest, withOlder } from './candle-series.ts';

const at = (minute: number): number => Date.UTC(2026, 0, 14, 9, minute);
const view = (minute: number, close = 150): CandleView => ({
  at: new Date(at(minute)).toISOString(),
  open: 150,
  high: 151,
  low: 149,
  close,
  volume: 1,
});
const candle = { at: at(0), open: 150, high: 150.2, low: 149.9, close: 150.1 };

test('the forming candle follows the history, once', () => {
  expect(fromHistory([view(0), view(5)], view(10)).map((one) => one.at)).toEqual([at(0), at(5), at(10)]);
  expect(fromHistory([view(0), view(5)], view(5)).map((one) => one.at)).toEqual([at(0), at(5)]);
  expect(fromHistory([], null)).toEqual([]);
});

test('an older page stands before what is known, and never in it', () => {
  const known = [view(10), view(15)].map(fromView);
  expect(withOlder(known, [view(0), view(5), view(10, 1)]).map((one) => one.at)).toEqual(
    [0, 5, 10, 15].map(at),
  );
  expect(withOlder(known, [view(10, 1)])).toEqual(known);
});

test('a newer answer replaces its own time and keeps what is older, and what quotes opened since', () => {
  const known = [view(0), view(5), view(10, 1), view(15, 1), view(20, 1)].map(fromView);
  const joined = withNewest(known, [view(5, 2), view(10, 2), view(15, 2)].map(fromView));
  expect(joined?.map((one) => [one.at, one.close])).toEqual([
    [at(0), 150],
    [at(5), 2],
    [at(10), 2],
    [at(15), 2],
    [at(20), 1],
  ]);
});

test('an answer that does not go on from what is known stands alone', () => {
  const known = [view(0), view(5)].map(fromView);
  expect(withNewest(known, [view(20), view(25)].map(fromView))).toBeNull();
  // A quote that came before the answer does not close the gap.
  expect(withNewest([...known, fromView(view(30))], [view(20), view(25)].map(fromView))).toBeNull();
  expect(withNewest(known, [])).toBeNull();
});

test('what is older goes where the chart would hold too much', () => {
  const many = Array.from({ length: MOST_CANDLES }, (_, i) => fromView(view(i * 5)));
  const joined = withNewest(
    many,
    [MOST_CANDLES - 1, MOST_CANDLES].map((i) => fromView(view(i * 5))),
  );
  expect(joined).toHaveLength(MOST_CANDLES);
  expect(joined?.[0]?.at).toBe(at(5));
});

test('a quote widens the candle it falls into', () => {
  expect(afterQuote(candle, 'M5', { at: at(4), price: 150.5 })).toEqual({
    ...candle,
    high: 150.5,
    close: 150.5,
  });
  expect(afterQuote(candle, 'M5', { at: at(4), price: 149 })).toEqual({ ...candle, low: 149, close: 149 });
});

test('a quote at the end of the candle opens the next', () => {
  expect(afterQuote(candle, 'M5', { at: at(5), price: 150.3 })).toEqual({
    at: at(5),
    open: 150.3,
    high: 150.3,
    low: 150.3,
    close: 150.3,
  });
});

test('the day candle rolls at 17:00 New York', () => {
  const day = { ...candle, at: Date.UTC(2026, 0, 13, 22) };
  expect(afterQuote(day, 'D1', { at: Date.UTC(2026, 0, 14, 21, 59), price: 150 })?.at).toBe(day.at);
  expect(afterQuote(day, 'D1', { at: Date.UTC(2026, 0, 14, 22), price: 150 })?.at).toBe(
    Date.UTC(2026, 0, 14, 22),
  );
});

test('a quote older than the candle changes nothing', () => {
  expect(afterQuote(candle, 'M5', { at: at(-1), price: 1 })).toBeNull();
});
