import { expect, test } from 'vitest';
import type { IndicatorAnswer } from '../../../src/api/contract/market.ts';
import { lineOf, rowAt, seriesOf, type IndicatorRow } from './indicator-line.ts';

const answer = (fields: Partial<IndicatorAnswer>): IndicatorAnswer => ({
  instrument: 'EURUSD',
  timeframe: 'M5',
  indicator: 'bb(20, 2)',
  outputs: ['middle', 'upper', 'lower', 'percentb'],
  dimensions: ['price', 'price', 'price', 'number'],
  overlay: true,
  values: [{ at: '2026-01-14T09:00:00.000Z', values: [1, 2, 0, null] }],
  ...fields,
});
const rows = (...values: (number | null)[]): IndicatorRow[] =>
  values.map((value, i) => ({ at: i * 10, values: [value] }));
const values = (opens: number[], of: IndicatorRow[]) =>
  lineOf(opens, of, 0).map(({ candle, value, ends }) => [candle, value, ends]);

test('over the candles prices alone are drawn, with the digits of the instrument', () => {
  const { overlay, outputs, rows: read } = seriesOf(answer({}), 5);
  expect(overlay).toBe(true);
  expect(outputs).toEqual([
    { index: 0, name: 'middle', digits: 5 },
    { index: 1, name: 'upper', digits: 5 },
    { index: 2, name: 'lower', digits: 5 },
  ]);
  expect(read).toEqual([{ at: Date.UTC(2026, 0, 14, 9), values: [1, 2, 0, null] }]);
});

test('in a pane of its own everything is drawn; a difference of prices has a digit more than they', () => {
  const dimensions = ['distance', 'oscillator', 'volume', 'percent'];
  const { overlay, outputs } = seriesOf(answer({ overlay: false, dimensions }), 3);
  expect(overlay).toBe(false);
  expect(outputs.map(({ digits }) => digits)).toEqual([4, 2, 0, 4]);
});

test('before it is warm there is no line, nor at the candle that still forms', () => {
  expect(values([0, 10, 20, 30, 40], rows(null, null, 7, 8))).toEqual([
    [2, 7, false],
    [3, 8, false],
  ]);
});

test('where values are missing the line ends, and goes on behind them', () => {
  expect(values([0, 10, 20, 30], rows(5, null, 7, 8))).toEqual([
    [0, 5, true],
    [2, 7, false],
    [3, 8, false],
  ]);
});

test('a value of a candle that the chart does not have gets no place', () => {
  expect(values([10, 30], rows(1, 2, 3, 4, 5))).toEqual([
    [0, 2, false],
    [1, 4, false],
  ]);
  expect(values([], rows(1, 2))).toEqual([]);
  expect(values([0, 10], [])).toEqual([]);
});

test('under the pointer stand the values of that candle, elsewhere the newest', () => {
  const all = rows(1, 2, 3);
  expect(rowAt(all, 10)?.values).toEqual([2]);
  expect(rowAt(all, 30)).toBeNull();
  expect(rowAt(all, null)?.values).toEqual([3]);
  expect(rowAt([], null)).toBeNull();
});
