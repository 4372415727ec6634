/** What the oracles are written with: whole arrays in, whole arrays out, every window summed anew. NaN is "not known". */
import type { Candle } from '../../src/market/candle.ts';

export type Series = readonly number[];
export type Params = readonly (number | string)[];
/** One series per output, in the order of the catalog. */
export type Formula = (candles: readonly Candle[], params: Params) => number[][];

const PRICES: Record<string, (c: Candle) => number> = {
  open: (c) => c.open,
  high: (c) => c.high,
  low: (c) => c.low,
  close: (c) => c.close,
  hl2: (c) => (c.high + c.low) / 2,
  hlc3: (c) => (c.high + c.low + c.close) / 3,
  ohlc4: (c) => (c.open + c.high + c.low + c.close) / 4,
  hlcc4: (c) => (c.high + c.low + 2 * c.close) / 4,
};

export function prices(candles: readonly Candle[], source: number | string | undefined): number[] {
  const read = PRICES[String(source)];
  if (read === undefined) throw new Error(`no price ${String(source)}`);
  return candles.map(read);
}

/** f over each full window of n known values, with the index of its last; NaN elsewhere. */
export function windows(series: Series, n: number, f: (window: Series, last: number) => number): number[] {
  return series.map((_, i) => {
    const window = series.slice(Math.max(0, i - n + 1), i + 1);
    return window.length < n || window.some(Number.isNaN) ? NaN : f(window, i);
  });
}

export function average(window: Series): number {
  return window.reduce((sum, x) => sum + x, 0) / window.length;
}

export function mean(series: Series, n: number): number[] {
  return windows(series, n, average);
}

export function weightedMean(window: Series): number {
  const weights = window.map((_, i) => i + 1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return window.reduce((sum, x, i) => sum + x * weights[i]!, 0) / total;
}

export function deviations(series: Series, n: number, kind: number | string | undefined): number[] {
  return windows(series, n, (window) => {
    const center = average(window);
    const squares = window.reduce((sum, x) => sum + (x - center) ** 2, 0);
    return Math.sqrt(squares / (kind === 'sample' ? n - 1 : n));
  });
}

/** Exponential mean of the known values, seeded by the mean of the first `seedLength` of them. */
export function ema(series: Series, n: number, seedLength: number): number[] {
  return recursive(series, seedLength, 2 / (n + 1));
}

/** A stage of several EMAs: seeded by the mean of n, or by the first value it is shown and then kept back until n are in. */
export function emaStage(series: Series, n: number, seed: number | string | undefined): number[] {
  if (seed !== 'first') return ema(series, n, n);
  const start = series.findIndex((x) => !Number.isNaN(x));
  return recursive(series, 1, 2 / (n + 1)).map((x, i) => (i < start + n - 1 ? NaN : x));
}

export function wilder(series: Series, n: number): number[] {
  return recursive(series, n, 1 / n);
}

/** The seed's sum has one value too few, and the last value of the seed is smoothed in (TA-Lib). */
export function wilderShort(series: Series, n: number): number[] {
  const start = series.findIndex((x) => !Number.isNaN(x));
  const result = series.map(() => NaN);
  let value = series.slice(start, start + n - 1).reduce((sum, x) => sum + x, 0) / n;
  for (let i = start + n - 1; i < series.length; i++) result[i] = value = value + (series[i]! - value) / n;
  return result;
}

function recursive(series: Series, seedLength: number, weight: number): number[] {
  const start = series.findIndex((x) => !Number.isNaN(x));
  const result = series.map(() => NaN);
  if (start === -1 || start + seedLength > series.length) return result;
  let value = average(series.slice(start, start + seedLength));
  result[start + seedLength - 1] = value;
  for (let i = start + seedLength; i < series.length; i++)
    result[i] = value = weight * series[i]! + (1 - weight) * value;
  return result;
}

export function differences(series: Series): number[] {
  return series.map((x, i) => (i === 0 ? NaN : x - series[i - 1]!));
}

export function trueRanges(candles: readonly Candle[]): number[] {
  return candles.map(({ high, low }, i) => {
    const close = candles[i - 1]?.close ?? NaN;
    return Math.max(high - low, Math.abs(high - close), Math.abs(low - close));
  });
}

export function zip(a: Series, b: Series, f: (a: number, b: number) => number): number[] {
  return a.map((x, i) => f(x, b[i]!));
}

/** f of the highest high and the lowest low of each window. */
export function ranges(
  candles: readonly Candle[],
  n: number,
  f: (high: number, low: number, last: number) => number,
): number[] {
  return windows(
    candles.map((_, i) => i),
    n,
    (window, last) => {
      const inside = window.map((i) => candles[i]!);
      return f(Math.max(...inside.map((c) => c.high)), Math.min(...inside.map((c) => c.low)), last);
    },
  );
}

/** True ranges whose first is high − low. */
export function highLowRanges(candles: readonly Candle[]): number[] {
  return trueRanges(candles).map((range, i) => (i === 0 ? candles[0]!.high - candles[0]!.low : range));
}
