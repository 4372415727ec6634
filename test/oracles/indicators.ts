/**
 * The formulas of the catalog once more, for reading: whole arrays in, whole arrays out, every window summed anew.
 * Shares nothing with src/indicators. NaN is "not known". Slow on purpose.
 */
import type { Candle } from '../../src/market/candle.ts';
import { ADAPTIVE_AND_SWING_FORMULAS } from './adaptive-and-swings.ts';
import { AVERAGE_AND_OSCILLATOR_FORMULAS } from './averages-and-oscillators.ts';
import { LATER_OSCILLATOR_FORMULAS } from './later-oscillators.ts';
import { MORE_FORMULAS } from './more-indicators.ts';
import { PATTERN_FORMULAS } from './patterns.ts';
import {
  average,
  deviations,
  differences,
  ema,
  mean,
  prices,
  trueRanges,
  weightedMean,
  wilder,
  wilderShort,
  windows,
  zip,
  type Formula,
  type Params,
  type Series,
} from './series.ts';
import { VOLUME_AND_LEVEL_FORMULAS } from './volume-and-levels.ts';

/** One series per output, in the order of the catalog. */
export function oracle(name: string, params: Params, candles: readonly Candle[]): number[][] {
  const formula = FORMULAS[name];
  if (formula === undefined) throw new Error(`no oracle for ${name}`);
  return formula(candles, params);
}

const FORMULAS: Record<string, Formula> = {
  ...MORE_FORMULAS,
  ...AVERAGE_AND_OSCILLATOR_FORMULAS,
  ...LATER_OSCILLATOR_FORMULAS,
  ...ADAPTIVE_AND_SWING_FORMULAS,
  ...VOLUME_AND_LEVEL_FORMULAS,
  ...PATTERN_FORMULAS,
  sma: (candles, [n, source]) => [mean(prices(candles, source), Number(n))],
  ema: (candles, [n, source, seed]) => [
    ema(prices(candles, source), Number(n), seed === 'first' ? 1 : Number(n)),
  ],
  wma: (candles, [n, source]) => [windows(prices(candles, source), Number(n), weightedMean)],
  rsi: (candles, [n, source, kind]) => {
    const changes = differences(prices(candles, source));
    const smooth = kind === 'cutler' ? mean : wilder;
    const gain = smooth(
      changes.map((change) => Math.max(change, 0)),
      Number(n),
    );
    const loss = smooth(
      changes.map((change) => Math.max(-change, 0)),
      Number(n),
    );
    return [zip(gain, loss, (g, l) => (g === 0 && l === 0 ? 50 : 100 - 100 / (1 + g / l)))];
  },
  macd: (candles, [fast, slow, signal, source, seed, signalMean]) => {
    const series = prices(candles, source);
    const seedLength = (n: number) => (seed === 'first' ? 1 : n);
    const held = seed === 'aligned' ? Number(slow) - Number(fast) : 0;
    const fastEma = ema(
      series.map((x, i) => (i < held ? NaN : x)),
      Number(fast),
      seedLength(Number(fast)),
    );
    const slowEma = ema(series, Number(slow), seedLength(Number(slow)));
    const line = zip(fastEma, slowEma, (f, s) => f - s).map((x, i) => (i < Number(slow) - 1 ? NaN : x));
    const signalLine =
      signalMean === 'sma'
        ? mean(line, Number(signal))
        : ema(line, Number(signal), seedLength(Number(signal)));
    return [line, signalLine, zip(line, signalLine, (l, s) => l - s)];
  },
  bb: (candles, [n, width, source, kind]) => {
    const series = prices(candles, source);
    const middle = mean(series, Number(n));
    const reach = deviations(series, Number(n), kind).map((deviation) => deviation * Number(width));
    const upper = zip(middle, reach, (m, r) => m + r);
    const lower = zip(middle, reach, (m, r) => m - r);
    const percentb = series.map((x, i) =>
      reach[i]! <= 1e-9 * Number(width) * x ? 0.5 : (x - lower[i]!) / (upper[i]! - lower[i]!),
    );
    return [middle, upper, lower, percentb, middle.map((m, i) => (100 * (upper[i]! - lower[i]!)) / m)];
  },
  atr: (candles, [n, kind]) => {
    const ranges = trueRanges(candles);
    if (kind === 'wilder') ranges[0] = candles[0]!.high - candles[0]!.low;
    return [kind === 'sma' ? mean(ranges, Number(n)) : wilder(ranges, Number(n))];
  },
  adxr: (candles, [n, kind]) => {
    const [adx] = oracle('adx', [n!, kind!], candles);
    return [adx!.map((x, i) => (x + (adx![i - Number(n) + 1] ?? NaN)) / 2)];
  },
  adx: (candles, [n, kind]) => {
    const smooth = kind === 'talib' ? wilderShort : wilder;
    const ups = differences(candles.map((c) => c.high));
    const downs = differences(candles.map((c) => -c.low));
    const range = smooth(trueRanges(candles), Number(n));
    const index = (along: Series, against: Series) => {
      const moved = smooth(
        zip(along, against, (a, b) => (Number.isNaN(a) ? NaN : a > b && a > 0 ? a : 0)),
        Number(n),
      );
      return zip(moved, range, (m, r) => (r === 0 ? 0 : (100 * m) / r));
    };
    const plus = index(ups, downs);
    const minus = index(downs, ups);
    const dx = zip(plus, minus, (p, m) => (p + m === 0 ? 0 : (100 * Math.abs(p - m)) / (p + m)));
    return [wilder(dx, Number(n)), plus, minus, dx];
  },
  stoch: (candles, [kPeriod, slowing, dPeriod, kind]) => {
    const high = windows(
      candles.map((c) => c.high),
      Number(kPeriod),
      (window) => Math.max(...window),
    );
    const low = windows(
      candles.map((c) => c.low),
      Number(kPeriod),
      (window) => Math.min(...window),
    );
    const above = candles.map((c, i) => c.close - low[i]!);
    const range = zip(high, low, (h, l) => h - l);
    const share = (a: number, r: number) => (r === 0 ? 50 : (100 * a) / r);
    const k =
      kind === 'ratio'
        ? zip(mean(above, Number(slowing)), mean(range, Number(slowing)), share)
        : mean(zip(above, range, share), Number(slowing));
    return [k, mean(k, Number(dPeriod))];
  },
  cci: (candles, [n, source]) => {
    const series = prices(candles, source);
    return [
      windows(series, Number(n), (window, i) => {
        const center = average(window);
        const deviation = average(window.map((x) => Math.abs(x - center)));
        return deviation <= 1e-9 * series[i]! ? 0 : (series[i]! - center) / (0.015 * deviation);
      }),
    ];
  },
  roc: (candles, [n, source]) => {
    const series = prices(candles, source);
    return [series.map((x, i) => (i < Number(n) ? NaN : 100 * (x / series[i - Number(n)]! - 1)))];
  },
  highest: (candles, [n, source]) => [
    windows(prices(candles, source), Number(n), (window) => Math.max(...window)),
  ],
  lowest: (candles, [n, source]) => [
    windows(prices(candles, source), Number(n), (window) => Math.min(...window)),
  ],
  stdev: (candles, [n, source, kind]) => [deviations(prices(candles, source), Number(n), kind)],
  donchian: (candles, [n, window]) => {
    const upper = windows(
      candles.map((c) => c.high),
      Number(n),
      (highs) => Math.max(...highs),
    );
    const lower = windows(
      candles.map((c) => c.low),
      Number(n),
      (lows) => Math.min(...lows),
    );
    const middle = zip(upper, lower, (u, l) => (u + l) / 2);
    const channel = [middle, upper, lower];
    return window === 'excluding' ? channel.map((series) => [NaN, ...series.slice(0, -1)]) : channel;
  },
};
