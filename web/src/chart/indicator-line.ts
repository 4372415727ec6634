/** The values of an indicator as lines over the candles of a chart: which outputs are drawn, how many digits, and where a line breaks. */
import type { IndicatorAnswer } from '../../../src/api/contract/market.ts';
import { candleIndexAt } from './chart-time.ts';

export type IndicatorRow = Pick<IndicatorAnswer['values'][number], 'values'> & { readonly at: number };

export interface DrawnOutput {
  /** Index into the values of a row. */
  readonly index: number;
  readonly name: string;
  readonly digits: number;
}

export interface IndicatorSeries {
  readonly indicator: string;
  /** Over the candles, or in a pane of its own. */
  readonly overlay: boolean;
  readonly outputs: readonly DrawnOutput[];
  /** Ascending, one a candle. */
  readonly rows: readonly IndicatorRow[];
}

interface LinePoint {
  /** Index of its candle. */
  readonly candle: number;
  readonly value: number;
  /** The next candle has no value: the line ends here, and goes on from where values are known again. */
  readonly ends: boolean;
}

/** Over the candles only what is a price is drawn: of Bollinger bands the bands, not their width. */
export function seriesOf(answer: IndicatorAnswer, priceDigits: number): IndicatorSeries {
  const all = answer.outputs.map((name, index) => {
    const dimension = answer.dimensions[index] ?? 'number';
    return { index, name, dimension, digits: digitsOf(dimension, priceDigits) };
  });
  const prices = all.filter(({ dimension }) => dimension === 'price');
  const overlay = answer.overlay && prices.length > 0;
  return {
    indicator: answer.indicator,
    overlay,
    outputs: (overlay ? prices : all).map(({ index, name, digits }) => ({ index, name, digits })),
    rows: answer.values.map(({ at, values }) => ({ at: Date.parse(at), values })),
  };
}

/** What is known at the candles that opened at `opens`; a row of no candle of the chart has no place on it. */
export function lineOf(
  opens: readonly number[],
  rows: readonly IndicatorRow[],
  output: number,
): readonly LinePoint[] {
  const points: LinePoint[] = [];
  let candle = Math.max(0, candleIndexAt(opens, rows[0]?.at ?? Infinity));
  for (const [i, { at, values }] of rows.entries()) {
    while ((opens[candle] ?? Infinity) < at) candle++;
    const value = values[output] ?? null;
    if (opens[candle] !== at || value === null) continue;
    const next = rows[i + 1];
    points.push({ candle, value, ends: next !== undefined && (next.values[output] ?? null) === null });
  }
  return points;
}

/** The row of the candle that opened at `at`; the newest when null. */
export function rowAt(rows: readonly IndicatorRow[], at: number | null): IndicatorRow | null {
  return at === null ? (rows.at(-1) ?? null) : (rows.findLast((row) => row.at === at) ?? null);
}

/** Digits after the point: differences of prices one more than prices have. */
function digitsOf(dimension: string, priceDigits: number): number {
  switch (dimension) {
    case 'price':
      return priceDigits;
    case 'distance':
      return priceDigits + 1;
    case 'oscillator':
      return 2;
    case 'volume':
      return 0;
    default:
      return 4;
  }
}
