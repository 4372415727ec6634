/** Formulas for reading: oscillators and measures of volume and spread that came later; see indicators.ts. */
import type { Candle } from '../../src/market/candle.ts';
import {
  average,
  deviations,
  differences,
  ema,
  emaStage,
  mean,
  prices,
  ranges,
  trueRanges,
  wilder,
  windows,
  zip,
  type Formula,
  type Params,
  type Series,
} from './series.ts';

export const LATER_OSCILLATOR_FORMULAS: Record<string, Formula> = {
  cfo: (candles, [n, source]) => {
    const series = prices(candles, source);
    const forecasts = windows(series, Number(n), (window) => {
      const [middle, center] = [average(window), (window.length - 1) / 2];
      const slope =
        window.reduce((sum, x, i) => sum + (i - center) * (x - middle), 0) /
        window.reduce((sum, _, i) => sum + (i - center) ** 2, 0);
      return middle + slope * (window.length - center);
    });
    return [series.map((x, i) => 100 - (100 * (forecasts[i - 1] ?? NaN)) / x)];
  },
  cog: (candles, [n, source]) => [
    windows(prices(candles, source), Number(n), (window) => {
      const turned = window.toReversed();
      return -turned.reduce((sum, x, i) => sum + (i + 1) * x, 0) / turned.reduce((sum, x) => sum + x, 0);
    }),
  ],
  demarker: (candles, [n]) => {
    const up = differences(prices(candles, 'high')).map((change) => Math.max(change, 0));
    const down = differences(prices(candles, 'low')).map((change) => Math.max(-change, 0));
    return [zip(mean(up, Number(n)), mean(down, Number(n)), (u, d) => (u + d === 0 ? 0.5 : u / (u + d)))];
  },
  dosc: (candles, [n, once, twice, signal, source, seed]) => {
    const changes = differences(prices(candles, source));
    const gain = changes.map((change) => Math.max(change, 0));
    const up = wilder(gain, Number(n));
    const all = wilder(changes.map(Math.abs), Number(n));
    const rsi = zip(up, all, (u, a) => (a === 0 ? 50 : (100 * u) / a));
    const smooth = emaStage(emaStage(rsi, Number(once), seed), Number(twice), seed);
    return [zip(smooth, mean(smooth, Number(signal)), (x, s) => x - s)];
  },
  disparity: (candles, [n, source]) => {
    const series = prices(candles, source);
    return [zip(series, mean(series, Number(n)), (x, m) => 100 * (x / m - 1))];
  },
  dm: (candles, [n, seed]) => {
    const up = differences(prices(candles, 'high'));
    const down = differences(prices(candles, 'low')).map((change) => -change);
    const first = seed === 'talib' ? Math.max(Number(n) - 1, 1) : Number(n);
    const summed = (along: Series, against: Series) => {
      let sum = 0;
      return candles.map((_, i) => {
        const moved = along[i]! > against[i]! && along[i]! > 0 ? along[i]! : 0;
        sum = i <= first ? sum + moved : sum - sum / Number(n) + moved;
        return i < first ? NaN : sum;
      });
    };
    return [summed(up, down), summed(down, up)];
  },
  elderray: (candles, [n, seed]) => {
    const middle = ema(prices(candles, 'close'), Number(n), seed === 'first' ? 1 : Number(n));
    return [
      zip(prices(candles, 'high'), middle, (x, m) => x - m),
      zip(prices(candles, 'low'), middle, (x, m) => x - m),
    ];
  },
  ibs: (candles) => [
    candles.map(({ high, low, close }) => (high === low ? 0.5 : (close - low) / (high - low))),
  ],
  imi: (candles, [n]) => [
    windows(
      candles.map(({ open, close }) => close - open),
      Number(n),
      (bodies) => {
        const all = bodies.reduce((sum, body) => sum + Math.abs(body), 0);
        return all === 0 ? 50 : (100 * bodies.reduce((sum, body) => sum + Math.max(body, 0), 0)) / all;
      },
    ),
  ],
  kdj: (candles, [n, kSmoothing, dSmoothing]) => {
    const raw = places(candles, Number(n)).map((place) => 100 * place);
    const towards = (series: Series, share: number) => {
      let value = 50;
      return series.map((x) => (Number.isNaN(x) ? NaN : (value = (x + (share - 1) * value) / share)));
    };
    const k = towards(raw, Number(kSmoothing));
    const d = towards(k, Number(dSmoothing));
    return [k, d, zip(k, d, (x, y) => 3 * x - 2 * y)];
  },
  kst: (candles, params) => {
    const series = prices(candles, params[9]);
    const parts = [0, 1, 2, 3].map((k) => {
      const back = Number(params[k]);
      const changes = series.map((x, i) => 100 * (x / (series[i - back] ?? NaN) - 1));
      return mean(changes, Number(params[k + 4]));
    });
    const line = series.map((_, i) => parts.reduce((sum, part, k) => sum + (k + 1) * part[i]!, 0));
    return [line, mean(line, Number(params[8]))];
  },
  pgo: (candles, [n]) => {
    const closes = prices(candles, 'close');
    const range = ema(trueRanges(candles), Number(n), Number(n));
    const apart = zip(closes, mean(closes, Number(n)), (x, m) => x - m);
    return [zip(apart, range, (a, r) => (r === 0 ? 0 : a / r))];
  },
  pmo: (candles, [once, twice, signal, source, seed]) => {
    const series = prices(candles, source);
    const changes = series.map((x, i) => 100 * (x / (series[i - 1] ?? NaN) - 1));
    // Of weight 2 / n: the EMA of n − 1.
    const smooth = (values: Series, n: number) => {
      const start = values.findIndex((x) => !Number.isNaN(x));
      const whole = ema(values, n - 1, seed === 'first' ? 1 : n);
      return whole.map((x, i) => (i < start + n - 1 ? NaN : x));
    };
    const first = smooth(changes, Number(once)).map((x) => 10 * x);
    const line = smooth(first, Number(twice));
    return [line, emaStage(line, Number(signal), seed)];
  },
  premier: (candles, [n, smoothing, seed]) => {
    const x = places(candles, Number(n)).map((place) => 10 * place - 5);
    const smooth = emaStage(emaStage(x, Number(smoothing), seed), Number(smoothing), seed);
    return [smooth.map((value) => (Math.exp(value) - 1) / (Math.exp(value) + 1))];
  },
  psl: (candles, [n, source]) => [
    windows(
      differences(prices(candles, source)),
      Number(n),
      (changes) => (100 * changes.filter((change) => change > 0).length) / changes.length,
    ),
  ],
  qstick: (candles, [n]) => [
    mean(
      candles.map(({ open, close }) => close - open),
      Number(n),
    ),
  ],
  rvi: (candles, [n, smoothing, source, kind]) => {
    const series = prices(candles, source);
    const changes = differences(series);
    // Equal prices deviate by nothing: the last bits of their mean would count once the deviations before have faded.
    const spread = deviations(series, Number(n), 'population').map((x) => (x < 1e-12 ? 0 : x));
    const smooth = (values: Series) =>
      kind === 'wilder'
        ? wilder(values, Number(smoothing))
        : ema(values, Number(smoothing), Number(smoothing));
    const up = smooth(zip(spread, changes, (x, change) => (change > 0 ? x : 0 * x)));
    const falls = (change: number) => (kind === 'wilder' ? change < 0 : change <= 0);
    const down = smooth(zip(spread, changes, (x, change) => (falls(change) ? x : 0 * x)));
    return [
      zip(up, down, (u, d) => u / (u + d)).map((share, i) =>
        up[i]! + down[i]! <= 1e-9 * series[i]! ? 50 : 100 * share,
      ),
    ];
  },
  rogers_satchell: (candles, [n, annual]) => {
    const variance = candles.map(({ open, high, low, close }) => {
      const [h, l, c] = [high, low, close].map((price) => Math.log(price) - Math.log(open)) as [
        number,
        number,
        number,
      ];
      return h * (h - c) + l * (l - c);
    });
    return [mean(variance, Number(n)).map((x) => 100 * Math.sqrt(Math.max(x, 0) * Number(annual)))];
  },
  smi: (candles, [n, once, twice, signal, seed]) => {
    const smooth = (series: Series) => emaStage(emaStage(series, Number(once), seed), Number(twice), seed);
    const middle = ranges(candles, Number(n), (high, low) => (high + low) / 2);
    const apart = smooth(zip(prices(candles, 'close'), middle, (x, m) => x - m));
    const range = smooth(ranges(candles, Number(n), (high, low) => high - low));
    const line = zip(apart, range, (a, r) => (r === 0 ? 0 : (200 * a) / r));
    return [line, emaStage(line, Number(signal), seed)];
  },
  stc: (candles, [cycle, fast, slow, weight, source, seed]) => {
    const series = prices(candles, source);
    const line = zip(
      emaStage(series, Number(fast), seed),
      emaStage(series, Number(slow), seed),
      (f, s) => f - s,
    );
    const stochastic = (values: Series, whole: Series) => {
      const place = windows(values, Number(cycle), (window, i) => {
        const [low, high] = [Math.min(...window), Math.max(...window)];
        return high - low <= 1e-9 * whole[i]! ? 50 : (100 * (values[i]! - low)) / (high - low);
      });
      let smooth = NaN;
      return place.map((x) => {
        smooth = Number.isNaN(smooth) ? x : Number(weight) * x + (1 - Number(weight)) * smooth;
        return smooth;
      });
    };
    const hundred = series.map(() => 100);
    return [stochastic(stochastic(line, series), hundred)];
  },
  ulcer: (candles, [n, source]) => {
    const series = prices(candles, source);
    const depths = windows(series, Number(n), (window, i) => 100 * (series[i]! / Math.max(...window) - 1));
    return [
      mean(
        depths.map((depth) => depth ** 2),
        Number(n),
      ).map(Math.sqrt),
    ];
  },
  vhf: (candles, [n, source]) => {
    const series = prices(candles, source);
    const range = windows(series, Number(n), (window) => Math.max(...window) - Math.min(...window));
    const path = windows(differences(series), Number(n), (window) =>
      window.reduce((sum, change) => sum + Math.abs(change), 0),
    );
    return [zip(range, path, (r, p) => (p === 0 ? 0 : r / p))];
  },
  adosc: (candles, [fast, slow, seed]) => {
    let sum = 0;
    const line = candles.map(({ high, low, close, volume }) => {
      if (high > low) sum += (volume * (2 * close - high - low)) / (high - low);
      return sum;
    });
    const [f, s] = [fast, slow].map((n) => emaStage(line, Number(n), seed));
    return [zip(f!, s!, (a, b) => a - b)];
  },
  kvo: (candles, params) => {
    const force = params[3] === 'trend' ? trendForces(candles) : signedVolumes(candles);
    const smooth = (series: Series, k: number) => emaStage(series, Number(params[k]), params[4]);
    const line = zip(smooth(force, 0), smooth(force, 1), (f, s) => f - s);
    return [line, smooth(line, 2)];
  },
  pvi: (candles) => [volumeIndex(candles, (now, before) => now > before)],
  nvi: (candles) => [volumeIndex(candles, (now, before) => now < before)],
  pvo: (candles, params) => volumeOscillator(candles, params),
  vroc: (candles, [n]) => [
    candles.map(({ volume }, i) => 100 * (volume / (candles[i - Number(n)]?.volume ?? NaN) - 1)),
  ],
};

/** Where the close is between the lowest and the highest of n candles, 0 to 1. */
function places(candles: readonly Candle[], n: number): number[] {
  return ranges(candles, n, (high, low, i) =>
    high === low ? 0.5 : (candles[i]!.close - low) / (high - low),
  );
}

function sumsOf(candles: readonly Candle[]): number[] {
  return candles.map(({ high, low, close }) => high + low + close);
}

function signedVolumes(candles: readonly Candle[]): number[] {
  return differences(sumsOf(candles)).map(
    (change, i) => candles[i]!.volume * (change < 0 ? -1 : 1) + 0 * change,
  );
}

function trendForces(candles: readonly Candle[]): number[] {
  const changes = differences(sumsOf(candles));
  const height = (i: number) => candles[i]!.high - candles[i]!.low;
  let [direction, path] = [0, height(0)];
  return changes.map((change, i) => {
    if (i === 0) return NaN;
    const turned = change === 0 ? direction : Math.sign(change);
    path = (turned === direction ? path : height(i - 1)) + height(i);
    direction = turned;
    const strength = path === 0 ? 0 : Math.abs((2 * height(i)) / path - 1);
    return 100 * candles[i]!.volume * strength * (direction < 0 ? -1 : 1);
  });
}

function volumeIndex(candles: readonly Candle[], counts: (now: number, before: number) => boolean): number[] {
  let index = 1_000;
  return candles.map(({ close, volume }, i) => {
    const before = candles[i - 1];
    if (before !== undefined && counts(volume, before.volume))
      index *= 1 + (close - before.close) / before.close;
    return index;
  });
}

function volumeOscillator(candles: readonly Candle[], [fast, slow, signal, seed]: Params): number[][] {
  const volumes = candles.map(({ volume }) => volume);
  const slowMean = emaStage(volumes, Number(slow), seed);
  const line = zip(emaStage(volumes, Number(fast), seed), slowMean, (f, s) => 100 * (f / s - 1));
  const signalLine = emaStage(line, Number(signal), seed);
  return [line, signalLine, zip(line, signalLine, (l, s) => l - s)];
}
