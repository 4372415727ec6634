/** Formulas for reading: adaptive averages, filters, stops and swings; see indicators.ts. */
import {
  deviations,
  differences,
  emaStage,
  highLowRanges,
  mean,
  prices,
  weightedMean,
  wilder,
  windows,
  zip,
  type Formula,
  type Series,
} from './series.ts';

export const ADAPTIVE_AND_SWING_FORMULAS: Record<string, Formula> = {
  accbands: (candles, [n, width]) => {
    const reach = candles.map(({ high, low }) => (Number(width) * (high - low)) / (high + low));
    return [
      mean(prices(candles, 'close'), Number(n)),
      mean(
        zip(prices(candles, 'high'), reach, (high, r) => high + high * r),
        Number(n),
      ),
      mean(
        zip(prices(candles, 'low'), reach, (low, r) => low - low * r),
        Number(n),
      ),
    ];
  },
  mcginley: (candles, [n, factor, source, seed]) => {
    const series = prices(candles, source);
    const start = seed === 'first' ? 1 : Number(n);
    const seeds = mean(series, start);
    return [
      scan(series, (price, value, i) => {
        if (i < start) return seeds[i]!;
        return value + (price - value) / Math.max(Number(factor) * Number(n) * (price / value) ** 4, 1);
      }),
    ];
  },
  vidya: (candles, [n, smoothing, long, source, measure]) => {
    const series = prices(candles, source);
    const changes = differences(series);
    const net = windows(changes, Number(n), (window) => Math.abs(window.reduce((sum, x) => sum + x, 0)));
    const path = windows(changes, Number(n), (window) => window.reduce((sum, x) => sum + Math.abs(x), 0));
    const [part, whole] =
      measure === 'deviation'
        ? [deviations(series, Number(n), 'population'), deviations(series, Number(long), 'population')]
        : [net, path];
    const weights = series.map((price, i) => {
      const [p, w] = [part[i]!, whole[i]!];
      return w <= 1e-9 * price ? 0 * p : Math.min(((p / w) * 2) / (Number(smoothing) + 1), 1);
    });
    return [
      scan(series, (price, value, i) => {
        const before = Number.isNaN(value) ? (series[i - 1] ?? NaN) : value;
        return weights[i]! * price + (1 - weights[i]!) * before;
      }),
    ];
  },
  supersmoother: (candles, [n, source]) => {
    const series = prices(candles, source);
    const a = Math.exp((-Math.SQRT2 * Math.PI) / Number(n));
    const [last, older] = [2 * a * Math.cos((Math.SQRT2 * Math.PI) / Number(n)), -(a ** 2)];
    const values: number[] = [];
    series.forEach((price, i) => {
      const middle = (price + series[i - 1]!) / 2;
      values.push(
        i < 2 ? price : (1 - last - older) * middle + last * values[i - 1]! + older * values[i - 2]!,
      );
    });
    return [values.map((value, i) => (i < Number(n) - 1 ? NaN : value))];
  },
  laguerre_rsi: (candles, [gamma, source]) => {
    const g = Number(gamma);
    let stages = [0, 0, 0, 0];
    const strength = prices(candles, source).map((price) => {
      const next = [(1 - g) * price + g * stages[0]!];
      for (const k of [1, 2, 3]) next.push(stages[k - 1]! + g * (stages[k]! - next[k - 1]!));
      stages = next;
      const steps = [0, 1, 2].map((k) => stages[k]! - stages[k + 1]!);
      const up = steps.reduce((sum, step) => sum + Math.max(step, 0), 0);
      const all = steps.reduce((sum, step) => sum + Math.abs(step), 0);
      return all <= 1e-9 * price ? 0.5 : up / all;
    });
    return [strength.map((value, i) => (i < 3 ? NaN : value))];
  },
  mama: (candles, [fast, slow, source]) => {
    const series = prices(candles, source);
    const { phases } = hilbert(series, 12);
    const weights = phases.map((phase, i) =>
      Math.max(Number(fast) / Math.max((phases[i - 1] ?? 0) - phase, 1), Number(slow)),
    );
    const follow = (values: Series, share: number) => {
      let before = NaN;
      return values.map((value, i) => {
        if (i < 12) return NaN;
        if (Number.isNaN(before)) before = value;
        return (before = share * weights[i]! * value + (1 - share * weights[i]!) * before);
      });
    };
    const mama = follow(series, 1);
    const fama = follow(mama, 0.5);
    return [mama, fama].map((values) => values.map((value, i) => (i < 32 ? NaN : value)));
  },
  httrendline: (candles, [source]) => {
    const series = prices(candles, source);
    const { periods } = hilbert(series, 37);
    let smooth = 0;
    const means = series.map((_, i) => {
      if (i < 37) return 0;
      smooth = 0.33 * periods[i]! + 0.67 * smooth;
      const count = Math.max(Math.floor(smooth + 0.5), 1);
      return mean(series.slice(i - count + 1, i + 1), count).at(-1)!;
    });
    return [means.map((_, i) => (i < 63 ? NaN : weightedMean(means.slice(i - 3, i + 1))))];
  },
  vstop: (candles, [n, width, source, trail]) => {
    const series = prices(candles, source);
    const reaches = wilder(highLowRanges(candles), Number(n)).map((range) => range * Number(width));
    const directions: number[] = [];
    let [direction, stop, from] = [1, NaN, -1];
    const stops = series.map((price, i) => {
      const reach = reaches[i]!;
      if (Number.isNaN(reach)) return (directions.push(NaN), NaN);
      if (from === -1) from = i;
      const since = trail === 'extreme' ? series.slice(from, i + 1) : [price];
      const fresh = direction === 1 ? Math.max(...since) - reach : Math.min(...since) + reach;
      if (Number.isNaN(stop)) stop = fresh;
      stop = direction === 1 ? Math.max(stop, fresh) : Math.min(stop, fresh);
      if (direction * (stop - price) > 1e-9 * price) {
        direction = -direction;
        stop = price - direction * reach;
        from = i;
      }
      directions.push(direction);
      return stop;
    });
    return [stops, directions];
  },
  gannhilo: (candles, [high, low, between]) => {
    const highs = mean(prices(candles, 'high'), Number(high));
    const lows = mean(prices(candles, 'low'), Number(low));
    let direction = 1;
    const directions = candles.map(({ close }, i) => {
      if (Number.isNaN(highs[i]! + lows[i]!)) return NaN;
      if (close - (highs[i - 1] ?? NaN) > 1e-9 * close) direction = 1;
      else if ((lows[i - 1] ?? NaN) - close > 1e-9 * close) direction = -1;
      return direction;
    });
    const values = scan(directions, (side, before, i) => {
      const { close } = candles[i]!;
      const [above, below] = [close - (highs[i - 1] ?? NaN), (lows[i - 1] ?? NaN) - close];
      if (between === 'frozen' && !(above > 1e-9 * close) && !(below > 1e-9 * close) && !Number.isNaN(before))
        return before;
      return side === 1 ? lows[i]! : side === -1 ? highs[i]! : NaN;
    });
    return [values, directions];
  },
  fractal: (candles, [left, right]) => {
    const [l, r] = [Number(left), Number(right)];
    const isSwing = (series: Series, i: number) =>
      i >= l &&
      series.slice(i - l, i).every((x) => x < series[i]!) &&
      series.slice(i + 1, i + r + 1).every((x) => x <= series[i]!);
    const swings = (series: Series) => {
      const found = series.map((_, i) => isSwing(series, i - r));
      const values = scan(series, (_, before, i) => {
        if (i < l + r) return NaN;
        if (found[i]) return series[i - r]!;
        return Number.isNaN(before) ? Math.max(...series.slice(0, i + 1)) : before;
      });
      return { found, values };
    };
    const high = swings(prices(candles, 'high'));
    const low = swings(prices(candles, 'low').map((x) => -x));
    const turn = (i: number) =>
      high.found[i] && low.found[i] ? 2 : high.found[i] ? 1 : low.found[i] ? -1 : 0;
    return [high.values, low.values.map((x) => -x), candles.map((_, i) => (i < l + r ? NaN : turn(i)))];
  },
  qqe: (candles, [n, smoothing, factor, source, seed]) => {
    const changes = differences(prices(candles, source));
    const [up, all] = [changes.map((change) => Math.max(change, 0)), changes.map(Math.abs)].map((series) =>
      wilder(series, Number(n)),
    );
    const rsi = zip(up!, all!, (u, a) => (a === 0 ? 50 : (100 * u) / a));
    const line = emaStage(rsi, Number(smoothing), seed);
    const moved = differences(line).map(Math.abs);
    const reach = emaStage(emaStage(moved, 2 * Number(n) - 1, seed), 2 * Number(n) - 1, seed);
    const [lowers, uppers, sides]: [number[], number[], number[]] = [[], [], []];
    line.forEach((now, i) => {
      const [before, r] = [line[i - 1]!, Number(factor) * reach[i]!];
      const at = (series: Series, k: number) => series[i - k] ?? NaN;
      const stays = (level: number, side: number) =>
        side * before > side * level && side * now > side * level;
      const [lower, upper] = [at(lowers, 1), at(uppers, 1)];
      lowers.push(stays(lower, 1) ? Math.max(lower, now - r) : now - r);
      uppers.push(stays(upper, -1) ? Math.min(upper, now + r) : now + r);
      const crosses = (level: number, levelBefore: number) =>
        (now - level > 1e-9 && before - levelBefore <= 1e-9) ||
        (level - now > 1e-9 && levelBefore - before <= 1e-9);
      const side = at(sides, 1);
      if (Number.isNaN(r)) sides.push(NaN);
      else if (crosses(upper, at(uppers, 2))) sides.push(1);
      else if (crosses(lower, at(lowers, 2))) sides.push(-1);
      else sides.push(Number.isNaN(side) ? 1 : side);
    });
    return [
      line.map((x, i) => x + 0 * reach[i]!),
      sides.map((side, i) => (side === 1 ? lowers[i]! : side === -1 ? uppers[i]! : NaN)),
      sides,
    ];
  },
};

/** f of each value and of what it gave for the one before, NaN at first. */
function scan(series: Series, f: (x: number, before: number, i: number) => number): number[] {
  let before = NaN;
  return series.map((x, i) => (before = f(x, before, i)));
}

/** Ehlers’ homodyne discriminator from candle `from` on: dominant period and phase in degrees at each candle, 0 before. */
function hilbert(series: Series, from: number): { periods: number[]; phases: number[] } {
  const zeros = () => series.map(() => 0);
  const [smooth, detrended, q1, i2, q2, re, im, periods, phases] = Array.from({ length: 9 }, zeros) as [
    number[],
    number[],
    number[],
    number[],
    number[],
    number[],
    number[],
    number[],
    number[],
  ];
  const back = (values: Series, i: number) => values[i] ?? 0;
  for (let i = from; i < series.length; i++) {
    const gain = 0.075 * back(periods, i - 1) + 0.54;
    const transform = (values: Series, at: number) =>
      gain *
      (0.0962 * (back(values, at) - back(values, at - 6)) +
        0.5769 * (back(values, at - 2) - back(values, at - 4)));
    smooth[i] = weightedMean(series.slice(i - 3, i + 1));
    detrended[i] = transform(smooth, i);
    q1[i] = transform(detrended, i);
    const inPhase = back(detrended, i - 3);
    i2[i] = 0.2 * (inPhase - transform(q1, i)) + 0.8 * back(i2, i - 1);
    q2[i] = 0.2 * (q1[i]! + transform(detrended, i - 3)) + 0.8 * back(q2, i - 1);
    const turn = [
      i2[i]! * back(i2, i - 1) + q2[i]! * back(q2, i - 1),
      i2[i]! * back(q2, i - 1) - q2[i]! * back(i2, i - 1),
    ];
    re[i] = 0.2 * turn[0]! + 0.8 * back(re, i - 1);
    im[i] = 0.2 * turn[1]! + 0.8 * back(im, i - 1);
    const before = back(periods, i - 1);
    let period = re[i]! * im[i]! === 0 ? before : 360 / degrees(Math.atan(im[i]! / re[i]!));
    period = Math.min(period, 1.5 * before);
    period = Math.max(period, 0.67 * before);
    periods[i] = 0.2 * Math.min(Math.max(period, 6), 50) + 0.8 * before;
    phases[i] = inPhase === 0 ? 0 : degrees(Math.atan(q1[i]! / inPhase));
  }
  return { periods, phases };
}

function degrees(radians: number): number {
  return (radians * 180) / Math.PI;
}
