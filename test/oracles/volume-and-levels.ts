/** Formulas for reading: volume, levels and legs; see indicators.ts. */
import type { Candle } from '../../src/market/candle.ts';
import { fxDayOf, fxMonthOf, fxWeekOf } from '../../src/market/fx-time.ts';
import { differences, ema, mean, prices, windows, type Formula } from './series.ts';

export const VOLUME_AND_LEVEL_FORMULAS: Record<string, Formula> = {
  obv: (candles) => [
    runningSum(candles.map((c, i) => Math.sign(c.close - (candles[i - 1]?.close ?? c.close)) * c.volume)),
  ],
  ad: (candles) => [runningSum(candles.map(flow))],
  cmf: (candles, [n]) => [
    windows(
      candles.map((_, i) => i),
      Number(n),
      (window) => {
        const volume = window.reduce((sum, i) => sum + candles[i]!.volume, 0);
        return window.reduce((sum, i) => sum + flow(candles[i]!), 0) / volume;
      },
    ),
  ],
  force: (candles, [n, seed]) => {
    const changes = differences(prices(candles, 'close'));
    const raw = changes.map((change, i) => change * candles[i]!.volume);
    return [ema(raw, Number(n), seed === 'first' ? 1 : Number(n))];
  },
  eom: (candles, [n, divisor]) => {
    const changes = differences(prices(candles, 'hl2'));
    const ease = candles.map(
      ({ high, low, volume }, i) => (Number(divisor) * changes[i]! * (high - low)) / volume,
    );
    return [mean(ease, Number(n))];
  },
  vwap: (candles, [anchor, source]) => {
    const periodOf = anchor === 'week' ? fxWeekOf : anchor === 'month' ? fxMonthOf : fxDayOf;
    const series = prices(candles, source);
    return [
      candles.map((c, i) => {
        const start = candles.findIndex(({ at }) => at >= periodOf(c.at).at);
        const [window, volumes] = [series, candles.map(({ volume }) => volume)].map((all) =>
          all.slice(Math.min(start, i), i + 1),
        );
        const volume = volumes!.reduce((sum, v) => sum + v, 0);
        return window!.reduce((sum, price, k) => sum + price * volumes![k]!, 0) / volume;
      }),
    ];
  },
  heikin_ashi: (candles) => {
    const rows: { open: number; close: number; high: number; low: number }[] = [];
    for (const { open, high, low, close } of candles) {
      const [before] = rows.slice(-1);
      const start = before === undefined ? (open + close) / 2 : (before.open + before.close) / 2;
      const end = (open + high + low + close) / 4;
      rows.push({
        open: start,
        close: end,
        high: Math.max(high, start, end),
        low: Math.min(low, start, end),
      });
    }
    return [
      rows.map((r) => r.close),
      rows.map((r) => r.open),
      rows.map((r) => r.high),
      rows.map((r) => r.low),
    ];
  },
  zigzag: (candles, [percent, price]) => {
    const highs = prices(candles, price === 'close' ? 'close' : 'high');
    const lows = prices(candles, price === 'close' ? 'close' : 'low');
    const [up, down] = [1 + Number(percent) / 100, 1 - Number(percent) / 100];
    const rows: [value: number, direction: number, pivot: number][] = [];
    /** Where the leg begins, to look for its farthest price from there on. */
    let from = 0;
    let direction = 0;
    let pivot = candles[0]!.close;
    candles.forEach(({ close }, i) => {
      const highest = Math.max(...highs.slice(from, i));
      const lowest = Math.min(...lows.slice(from, i));
      const turnsUp = direction <= 0 && highs[i]! >= lowest * up && !(direction < 0 && lows[i]! < lowest);
      const turnsDown =
        direction >= 0 && lows[i]! <= highest * down && !(direction > 0 && highs[i]! > highest);
      if (i > 0 && (turnsUp || turnsDown)) {
        direction = turnsUp ? 1 : -1;
        pivot = turnsUp ? lowest : highest;
        from = i;
      }
      const leg = [Math.min(...lows.slice(from, i + 1)), close, Math.max(...highs.slice(from, i + 1))];
      rows.push([leg[direction + 1]!, direction, pivot]);
    });
    return [rows.map(([value]) => value), rows.map(([, side]) => side), rows.map(([, , turn]) => turn)];
  },
  pivots: (candles, [kind]) => {
    const rows = candles.map((c) => LEVELS[String(kind)]!(c));
    return ['pp', 'r1', 'r2', 'r3', 'r4', 's1', 's2', 's3', 's4'].map((name) =>
      rows.map((row) => row[name] ?? NaN),
    );
  },
};

const LEVELS: Record<string, (candle: Candle) => Record<string, number>> = {
  classic: ({ high: h, low: l, close: c }) => {
    const pp = (h + l + c) / 3;
    return {
      ...{ pp, r1: pp + (pp - l), r2: pp + (h - l), r3: h + 2 * (pp - l), r4: h + 2 * (pp - l) + (pp - l) },
      ...{ s1: pp - (h - pp), s2: pp - (h - l), s3: l - 2 * (h - pp), s4: l - 2 * (h - pp) - (h - pp) },
    };
  },
  fibonacci: ({ high: h, low: l, close: c }) => {
    const pp = (h + l + c) / 3;
    const at = (share: number) => pp + share * (h - l);
    return { pp, r1: at(0.382), r2: at(0.618), r3: at(1), s1: at(-0.382), s2: at(-0.618), s3: at(-1) };
  },
  camarilla: ({ high: h, low: l, close: c }) => {
    const at = (divisor: number) => c + (1.1 * (h - l)) / divisor;
    return {
      ...{ pp: (h + l + c) / 3, r1: at(12), r2: at(6), r3: at(4), r4: at(2) },
      ...{ s1: at(-12), s2: at(-6), s3: at(-4), s4: at(-2) },
    };
  },
  woodie: ({ high: h, low: l, close: c }) => {
    const pp = (h + l + c + c) / 4;
    const [r3, s3] = [h + 2 * (pp - l), l - 2 * (h - pp)];
    return {
      ...{ pp, r1: 2 * pp - l, r2: pp + h - l, r3, r4: r3 + h - l },
      ...{ s1: 2 * pp - h, s2: pp - h + l, s3, s4: s3 - h + l },
    };
  },
  demark: ({ open: o, high: h, low: l, close: c }) => {
    const x = c < o ? h + 2 * l + c : c > o ? 2 * h + l + c : h + l + 2 * c;
    return { pp: x / 4, r1: x / 2 - l, s1: x / 2 - h };
  },
};

function flow({ high, low, close, volume }: Candle): number {
  return high === low ? 0 : ((close - low - (high - close)) / (high - low)) * volume;
}

function runningSum(series: readonly number[]): number[] {
  return series.map((_, i) => series.slice(0, i + 1).reduce((sum, x) => sum + x, 0));
}
