import { expect, test } from 'vitest';
import { marksOf } from './firing-markers.ts';

const opens = [100, 200, 300];

test('firings of one candle share a mark that opens the newest', () => {
  const firings = [
    { at: 250, event: 'b' },
    { at: 210, event: 'a' },
    { at: 120, event: 'first' },
  ];
  expect(marksOf(opens, firings)).toEqual([
    { candle: 0, count: 1, event: 'first' },
    { candle: 1, count: 2, event: 'b' },
  ]);
});

test('a firing older than the chart has no mark, one after the last open belongs to the last candle', () => {
  expect(marksOf(opens, [{ at: 50, event: null }])).toEqual([]);
  expect(marksOf(opens, [{ at: 9_999, event: null }])).toEqual([{ candle: 2, count: 1, event: null }]);
});
