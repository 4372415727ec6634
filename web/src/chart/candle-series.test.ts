import { expect, test } from 'vitest';
import type { CandleView } from '../../../src/api/contract/market.ts';
import { afterQuote, fromHistory } from './candle-series.ts';

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
