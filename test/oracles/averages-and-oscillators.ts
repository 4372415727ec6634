/** Formulas for reading: later averages, oscillators and measures of spread; see indicators.ts. */
import {
  average,
  deviations,
  differences,
  ema,
  emaStage,
  highLowRanges,
  mean,
  prices,
  ranges,
  trueRanges,
  weightedMean,
  wilder,
  windows,
  zip,
  type Formula,
  type Series,
} from './series.ts';

export const AVERAGE_AND_OSCILLATOR_FORMULAS: Record<string, Formula> = {
  zlema: (candles, [n, source, seed]) => {
    const series = prices(candles, source);
    const lag = Math.floor((Number(n) - 1) / 2);
    const led = series.map((x, i) => 2 * x - (series[i - lag] ?? NaN));
    return [ema(led, Number(n), seed === 'first' ? 1 : Number(n))];
  },
  lsma: (candles, [n, source]) => {
    const series = prices(candles, source);
    const weighted = windows(series, Number(n), weightedMean);
    return [zip(weighted, mean(series, Number(n)), (w, m) => 3 * w - 2 * m)];
  },
  trima: (candles, [n, source]) => {
    const weights = Array.from({ length: Number(n) }, (_, i) => Math.min(i + 1, Number(n) - i));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return [
      windows(
        prices(candles, source),
        Number(n),
        (window) => window.reduce((sum, x, i) => sum + weights[i]! * x, 0) / total,
      ),
    ];
  },
  t3: (candles, [n, factor, source]) => {
    const stages = [prices(candles, source)];
    for (let i = 1; i <= 6; i++) stages.push(ema(stages[i - 1]!, Number(n), Number(n)));
    // (1 + v − v·z)³ · z³, where z is one EMA more.
    const v = Number(factor);
    const weights = [(1 + v) ** 3, -3 * (1 + v) ** 2 * v, 3 * (1 + v) * v ** 2, -(v ** 3)];
    return [candles.map((_, i) => weights.reduce((sum, weight, k) => sum + weight * stages[k + 3]![i]!, 0))];
  },
  bop: (candles, [n]) => [
    mean(
      candles.map((c) => (c.high === c.low ? 0 : (c.close - c.open) / (c.high - c.low))),
      Number(n),
    ),
  ],
  alma: (candles, [n, offset, sigma, source]) => {
    const center = Number(offset) * (Number(n) - 1);
    const weight = (i: number) => Math.exp(-(((i - center) * Number(sigma)) ** 2) / (2 * Number(n) ** 2));
    return [
      windows(prices(candles, source), Number(n), (window) => {
        const total = window.reduce((sum, _, i) => sum + weight(i), 0);
        return window.reduce((sum, x, i) => sum + x * weight(i), 0) / total;
      }),
    ];
  },
  tsi: (candles, [long, short, signal, source]) => {
    const changes = differences(prices(candles, source));
    const twice = (series: Series) =>
      ema(ema(series, Number(long), Number(long)), Number(short), Number(short));
    const line = zip(twice(changes), twice(changes.map(Math.abs)), (net, all) =>
      all === 0 ? 0 : (100 * net) / all,
    );
    return [line, ema(line, Number(signal), Number(signal))];
  },
  ultimate: (candles, lengths) => {
    const bought = candles.map((c, i) => c.close - Math.min(c.low, candles[i - 1]?.close ?? NaN));
    const [fast, middle, slow] = lengths.map((n) =>
      zip(mean(bought, Number(n)), mean(trueRanges(candles), Number(n)), (b, r) => (r === 0 ? 0.5 : b / r)),
    );
    return [fast!.map((x, i) => (100 * (4 * x + 2 * middle![i]! + slow![i]!)) / 7)];
  },
  dpo: (candles, [n, source, placing]) => {
    const series = prices(candles, source);
    const middle = mean(series, Number(n));
    const back = Math.floor(Number(n) / 2) + 1;
    return placing === 'centered'
      ? [series.map((_, i) => (series[i - back] ?? NaN) - middle[i]!)]
      : [series.map((x, i) => x - (middle[i - back] ?? NaN))];
  },
  connorsrsi: (candles, [n, streak, rank, source]) => {
    const series = prices(candles, source);
    const changes = series.map((x, i) => (x - (series[i - 1] ?? NaN)) / (series[i - 1] ?? NaN));
    const streaks: number[] = [];
    changes.forEach((change, i) => {
      const before = streaks[i - 1] ?? NaN;
      if (Number.isNaN(change)) streaks.push(NaN);
      else if (change === 0) streaks.push(0);
      else
        streaks.push(
          Math.sign(change) === Math.sign(before) ? before + Math.sign(change) : Math.sign(change),
        );
    });
    const ranks = windows(changes, Number(rank) + 1, (window) => {
      const [last] = window.slice(-1);
      return (100 * window.slice(0, -1).filter((change) => change <= last!).length) / Number(rank);
    });
    const parts = [relativeStrength(series, Number(n)), relativeStrength(streaks, Number(streak)), ranks];
    return [series.map((_, i) => (parts[0]![i]! + parts[1]![i]! + parts[2]![i]!) / 3)];
  },
  fisher: (candles, [n]) => {
    const middles = prices(candles, 'hl2');
    const places = windows(middles, Number(n), (window, last) => {
      const [low, high] = [Math.min(...window), Math.max(...window)];
      return high - low <= 1e-9 * middles[last]! ? 0.5 : (middles[last]! - low) / (high - low);
    });
    const fisher = middles.map(() => NaN);
    let x = 0;
    places.forEach((place, i) => {
      if (Number.isNaN(place)) return;
      x = 0.66 * (place - 0.5) + 0.67 * x;
      if (Math.abs(x) > 0.99) x = 0.999 * Math.sign(x);
      const before = fisher[i - 1] ?? NaN;
      fisher[i] = Math.atanh(x) + 0.5 * (Number.isNaN(before) ? 0 : before);
    });
    return [fisher, fisher.map((_, i) => fisher[i - 1] ?? NaN)];
  },
  percentrank: (candles, [n, source]) => [
    windows(prices(candles, source), Number(n) + 1, (window) => {
      const [last] = window.slice(-1);
      return (100 * window.slice(0, -1).filter((x) => x <= last!).length) / Number(n);
    }),
  ],
  zscore: (candles, [n, source, kind]) => {
    const series = prices(candles, source);
    const spread = deviations(series, Number(n), kind);
    const middle = mean(series, Number(n));
    return [series.map((x, i) => (spread[i]! <= 1e-9 * x ? 0 : (x - middle[i]!) / spread[i]!))];
  },
  hv: (candles, [n, annual, source, kind]) => {
    const series = prices(candles, source);
    const changes = series.map((x, i) => Math.log(x / (series[i - 1] ?? NaN)));
    return [deviations(changes, Number(n), kind).map((x) => 100 * x * Math.sqrt(Number(annual)))];
  },
  mass: (candles, [n, smoothing, seed]) => {
    const smooth = (series: Series) => emaStage(series, Number(smoothing), seed);
    const once = smooth(candles.map((c) => c.high - c.low));
    const ratio = zip(once, smooth(once), (a, b) => (b === 0 ? 1 : a / b));
    return [windows(ratio, Number(n), (window) => average(window) * Number(n))];
  },
  chandelier: (candles, [n, width]) => {
    const atr = wilder(highLowRanges(candles), Number(n));
    return [
      ranges(candles, Number(n), (high, _, last) => high - Number(width) * atr[last]!),
      ranges(candles, Number(n), (_, low, last) => low + Number(width) * atr[last]!),
    ];
  },
};

function relativeStrength(series: Series, n: number): number[] {
  const changes = differences(series);
  const gain = wilder(
    changes.map((change) => Math.max(change, 0)),
    n,
  );
  const loss = wilder(
    changes.map((change) => Math.max(-change, 0)),
    n,
  );
  return zip(gain, loss, (g, l) => (g + l === 0 ? 50 : (100 * g) / (g + l)));
}
