/** The second half of the catalog's formulas, for reading; see indicators.ts. */
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

export const MORE_FORMULAS: Record<string, Formula> = {
  smma: (candles, [n, source]) => [wilder(prices(candles, source), Number(n))],
  dema: (candles, [n, source, seed]) => {
    const [once, twice] = emaStages(prices(candles, source), Number(n), seed);
    return [zip(once, twice, (a, b) => 2 * a - b)];
  },
  tema: (candles, [n, source, seed]) => {
    const [once, twice, thrice] = emaStages(prices(candles, source), Number(n), seed);
    return [once.map((x, i) => 3 * x - 3 * twice[i]! + thrice[i]!)];
  },
  trix: (candles, [n, source, seed]) => {
    const [, , thrice] = emaStages(prices(candles, source), Number(n), seed);
    return [thrice.map((x, i) => 100 * (x / (thrice[i - 1] ?? NaN) - 1))];
  },
  hma: (candles, [n, source]) => {
    const series = prices(candles, source);
    const full = windows(series, Number(n), weightedMean);
    const half = windows(series, Math.floor(Number(n) / 2), weightedMean);
    const sharp = zip(half, full, (h, f) => 2 * h - f);
    return [windows(sharp, Math.floor(Math.sqrt(Number(n))), weightedMean)];
  },
  kama: (candles, [n, fast, slow, source]) => {
    const series = prices(candles, source);
    const changes = differences(series).map(Math.abs);
    const [fastest, slowest] = [2 / (Number(fast) + 1), 2 / (Number(slow) + 1)];
    const result = series.map(() => NaN);
    let value = series[Number(n) - 1]!;
    for (let i = Number(n); i < series.length; i++) {
      const noise = changes.slice(i - Number(n) + 1, i + 1).reduce((sum, x) => sum + x, 0);
      const efficiency = noise === 0 ? 0 : Math.abs(series[i]! - series[i - Number(n)]!) / noise;
      value += (efficiency * (fastest - slowest) + slowest) ** 2 * (series[i]! - value);
      result[i] = value;
    }
    return [result];
  },
  vwma: (candles, [n, source]) => {
    const series = prices(candles, source);
    const volumes = candles.map((c) => c.volume);
    return [
      windows(series, Number(n), (window, last) => {
        const weights = volumes.slice(last - Number(n) + 1, last + 1);
        const total = weights.reduce((sum, volume) => sum + volume, 0);
        return window.reduce((sum, x, i) => sum + x * weights[i]!, 0) / total;
      }),
    ];
  },
  linreg: (candles, [n, source]) => {
    const lines = leastSquares(prices(candles, source), Number(n));
    const end = Number(n) - 1;
    return [
      lines.map(({ start, slope }) => start + slope * end),
      lines.map(({ slope }) => slope),
      lines.map(({ start, slope }) => start + slope * (end + 1)),
      lines.map(({ start }) => start),
      lines.map(({ r2 }) => r2),
    ];
  },
  ppo: (candles, [fast, slow, signal, source, seed, signalMean]) => {
    const series = prices(candles, source);
    const seedLength = (n: number) => (seed === 'first' ? 1 : n);
    const held = seed === 'aligned' ? Number(slow) - Number(fast) : 0;
    const late = series.map((x, i) => (i < held ? NaN : x));
    const fastEma = ema(late, Number(fast), seedLength(Number(fast)));
    const slowEma = ema(series, Number(slow), seedLength(Number(slow)));
    const line = zip(fastEma, slowEma, (f, s) => 100 * (f / s - 1)).map((x, i) =>
      i < Number(slow) - 1 ? NaN : x,
    );
    const signalLine =
      signalMean === 'sma'
        ? mean(line, Number(signal))
        : ema(line, Number(signal), seedLength(Number(signal)));
    return [line, signalLine, zip(line, signalLine, (l, s) => l - s)];
  },
  stochrsi: (candles, [n, kPeriod, slowing, dPeriod, source]) => {
    const changes = differences(prices(candles, source));
    const gain = wilder(
      changes.map((change) => Math.max(change, 0)),
      Number(n),
    );
    const loss = wilder(
      changes.map((change) => Math.max(-change, 0)),
      Number(n),
    );
    const rsi = zip(gain, loss, (g, l) => (g + l === 0 ? 50 : (100 * g) / (g + l)));
    const raw = windows(rsi, Number(kPeriod), (window, last) => {
      const [low, high] = [Math.min(...window), Math.max(...window)];
      return high - low <= 1e-9 ? 50 : (100 * (rsi[last]! - low)) / (high - low);
    });
    const k = mean(raw, Number(slowing));
    return [k, mean(k, Number(dPeriod))];
  },
  williamsr: (candles, [n]) => [
    ranges(candles, Number(n), (high, low, last) =>
      high === low ? -50 : (-100 * (high - candles[last]!.close)) / (high - low),
    ),
  ],
  cmo: (candles, [n, source, kind]) => {
    const smooth = kind === 'simple' ? mean : wilder;
    const changes = differences(prices(candles, source));
    const net = smooth(changes, Number(n));
    const all = smooth(changes.map(Math.abs), Number(n));
    return [zip(net, all, (part, whole) => (whole === 0 ? 0 : (100 * part) / whole))];
  },
  momentum: (candles, [n, source]) => {
    const series = prices(candles, source);
    return [series.map((x, i) => x - (series[i - Number(n)] ?? NaN))];
  },
  ao: (candles, [fast, slow, source]) => {
    const series = prices(candles, source);
    return [zip(mean(series, Number(fast)), mean(series, Number(slow)), (f, s) => f - s)];
  },
  mfi: (candles, [n]) => {
    const typical = prices(candles, 'hlc3');
    const changes = differences(typical);
    const flow = (sign: number) =>
      changes.map((change, i) =>
        Number.isNaN(change) ? NaN : sign * change > 0 ? typical[i]! * candles[i]!.volume : 0,
      );
    const share = (up: number, down: number) => (up + down === 0 ? 50 : (100 * up) / (up + down));
    return [zip(mean(flow(1), Number(n)), mean(flow(-1), Number(n)), share)];
  },
  keltner: (candles, [n, width, atrPeriod, source]) => {
    const middle = ema(prices(candles, source), Number(n), Number(n));
    const atr = wilder(highLowRanges(candles), Number(atrPeriod));
    return [
      middle,
      zip(middle, atr, (m, a) => m + Number(width) * a),
      zip(middle, atr, (m, a) => m - Number(width) * a),
    ];
  },
  natr: (candles, [n, kind]) => {
    const range = kind === 'wilder' ? highLowRanges(candles) : trueRanges(candles);
    const atr = kind === 'sma' ? mean(range, Number(n)) : wilder(range, Number(n));
    return [atr.map((value, i) => (100 * value) / candles[i]!.close)];
  },
  tr: (candles) => [trueRanges(candles)],
  chop: (candles, [n]) => {
    const highs = candles.map((c, i) => Math.max(c.high, candles[i - 1]?.close ?? NaN));
    const lows = candles.map((c, i) => Math.min(c.low, candles[i - 1]?.close ?? NaN));
    const high = windows(highs, Number(n), (window) => Math.max(...window));
    const low = windows(lows, Number(n), (window) => Math.min(...window));
    const sum = mean(trueRanges(candles), Number(n)).map((x) => x * Number(n));
    return [
      sum.map((s, i) =>
        high[i] === low[i] ? 100 : (100 * Math.log(s / (high[i]! - low[i]!))) / Math.log(Number(n)),
      ),
    ];
  },
  aroon: (candles, [n]) => {
    const since = (series: Series) =>
      windows(series, Number(n) + 1, (window) => Number(n) - window.lastIndexOf(Math.max(...window)));
    const share = (age: number) => (100 * (Number(n) - age)) / Number(n);
    const up = since(candles.map((c) => c.high)).map(share);
    const down = since(candles.map((c) => -c.low)).map(share);
    return [up, down, zip(up, down, (u, d) => u - d)];
  },
  vortex: (candles, [n]) => {
    const range = mean(trueRanges(candles), Number(n));
    const line = (moves: Series) => zip(mean(moves, Number(n)), range, (m, r) => (r === 0 ? 0 : m / r));
    return [
      line(candles.map((c, i) => Math.abs(c.high - (candles[i - 1]?.low ?? NaN)))),
      line(candles.map((c, i) => Math.abs(c.low - (candles[i - 1]?.high ?? NaN)))),
    ];
  },
  ichimoku: (candles, [tenkan, kijun, senkou, shift]) => {
    const middle = (n: number) => ranges(candles, n, (high, low) => (high + low) / 2);
    const [fast, base] = [middle(Number(tenkan)), middle(Number(kijun))];
    const shifted = (series: Series) => series.map((_, i) => series[i - Number(shift)] ?? NaN);
    return [fast, base, shifted(zip(fast, base, (f, b) => (f + b) / 2)), shifted(middle(Number(senkou)))];
  },
  supertrend: (candles, [n, width]) => {
    const atr = wilder(highLowRanges(candles), Number(n));
    const value = candles.map(() => NaN);
    const direction = candles.map(() => NaN);
    let upper = Infinity;
    let lower = -Infinity;
    let rising = false;
    for (let i = Number(n) - 1; i < candles.length; i++) {
      const center = (candles[i]!.high + candles[i]!.low) / 2;
      const before = i < Number(n) ? NaN : candles[i - 1]!.close;
      const reach = Number(width) * atr[i]!;
      upper = before > upper ? center + reach : Math.min(center + reach, upper);
      lower = before < lower ? center - reach : Math.max(center - reach, lower);
      if (i >= Number(n)) rising = rising ? candles[i]!.close >= lower : candles[i]!.close > upper;
      value[i] = rising ? lower : upper;
      direction[i] = rising ? 1 : -1;
    }
    return [value, direction];
  },
  psar: (candles, [step, max]) => {
    const value = candles.map(() => NaN);
    const direction = candles.map(() => NaN);
    const [first, second] = candles;
    if (first === undefined || second === undefined) return [value, direction];
    let rising = !(first.low - second.low > Math.max(0, second.high - first.high));
    let stop = rising ? first.low : first.high;
    let extreme = rising ? second.high : second.low;
    let acceleration = Number(step);
    for (let i = 1; i < candles.length; i++) {
      const { high, low } = candles[i]!;
      const before = candles[Math.max(i - 1, 1)]!;
      const aboveBoth = (x: number) => Math.max(x, before.high, high);
      const belowBoth = (x: number) => Math.min(x, before.low, low);
      const turns = rising ? low <= stop : high >= stop;
      if (turns) {
        rising = !rising;
        stop = rising ? belowBoth(extreme) : aboveBoth(extreme);
        extreme = rising ? high : low;
        acceleration = Number(step);
      } else if (rising ? high > extreme : low < extreme) {
        extreme = rising ? high : low;
        acceleration = Math.min(acceleration + Number(step), Number(max));
      }
      value[i] = stop;
      direction[i] = rising ? 1 : -1;
      const next = stop + acceleration * (extreme - stop);
      stop = rising ? belowBoth(next) : aboveBoth(next);
    }
    return [value, direction];
  },
};

/** EMA, EMA of EMA, EMA of that; seeded by means, or each by the first value that the stage before shows. */
function emaStages(
  series: Series,
  n: number,
  seed: number | string | undefined,
): [number[], number[], number[]] {
  const stage = (input: Series) => emaStage(input, n, seed);
  const once = stage(series);
  const twice = stage(once);
  return [once, twice, stage(twice)];
}

function leastSquares(series: Series, n: number): { start: number; slope: number; r2: number }[] {
  const center = (n - 1) / 2;
  const spread = (n * (n * n - 1)) / 12;
  const products = windows(series, n, (window) => {
    const level = average(window);
    return window.reduce((sum, x, i) => sum + (i - center) * (x - level), 0);
  });
  const level = mean(series, n);
  const variances = deviations(series, n, 'population').map((deviation) => deviation ** 2);
  return series.map((_, i) => {
    const slope = products[i]! / spread;
    const isFlat = Math.sqrt(variances[i]!) <= 1e-9 * level[i]!;
    const r2 = isFlat ? 0 : products[i]! ** 2 / (spread * n * variances[i]!);
    return { start: level[i]! - slope * center, slope, r2 };
  });
}
