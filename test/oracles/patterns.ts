/** Candle patterns once more, for reading: every measure from the candles themselves, at the index asked for. */
import type { Candle } from '../../src/market/candle.ts';
import { average, type Formula } from './series.ts';

type Recogniser = (at: (back: number) => Measured, params: readonly (number | string)[]) => number;

/** Candles before the one of the pattern that its measures take, and whether it is there. */
const PATTERNS: Record<string, readonly [lookBack: number, recognise: Recogniser]> = {
  doji: [10, (at) => (at(0).body > 0.1 * at(0).range10 + at(0).ε ? 0 : 1)],
  hammer: [
    11,
    (at) => {
      const { body, low, upper, lower, range10, body10, ε } = at(0);
      const small = body < body10 - ε && lower > body + ε && upper < 0.1 * range10 - ε;
      return small && low + lower <= at(1).low + 0.2 * at(1).range5 + ε ? 1 : 0;
    },
  ],
  inverted_hammer: [
    11,
    (at, [market]) => {
      const { body, bottom, top, upper, lower, range10, body10, ε } = at(0);
      const small = body < body10 - ε && upper > body + ε && lower < 0.1 * range10 - ε;
      const low = bottom <= at(1).low + 0.2 * at(1).range5 + ε;
      return small && (market === 'gapped' ? top < at(1).bottom : low) ? 1 : 0;
    },
  ],
  engulfing: [
    1,
    (at) => {
      const covers =
        at(0).top >= at(1).top && at(0).bottom <= at(1).bottom && at(0).body > at(1).body + at(0).ε;
      return covers && at(0).color !== at(1).color ? at(0).color : 0;
    },
  ],
  harami: [
    11,
    (at) => {
      const covers =
        at(1).top >= at(0).top && at(1).bottom <= at(0).bottom && at(1).body > at(0).body + at(0).ε;
      return covers && at(1).long && !at(0).long ? -at(1).color : 0;
    },
  ],
  piercing: [
    11,
    (at, [market]) => {
      const colors = at(1).color === -1 && at(0).color === 1 && at(1).long && at(0).long;
      const opens = market === 'gapped' ? at(0).open < at(1).low : at(0).open <= at(1).close;
      const within = at(0).close < at(1).open && at(0).close > (at(1).open + at(1).close) / 2 + at(0).ε;
      return colors && opens && within ? 1 : 0;
    },
  ],
  dark_cloud: [
    11,
    (at, [market]) => {
      const colors = at(1).color === 1 && at(0).color === -1 && at(1).long;
      const opens = market === 'gapped' ? at(0).open > at(1).high : at(0).open >= at(1).close;
      const within = at(0).close > at(1).open && at(0).close < (at(1).open + at(1).close) / 2 - at(0).ε;
      return colors && opens && within ? -1 : 0;
    },
  ],
  morning_star: [12, (at, [market]) => star(at, market, 1)],
  evening_star: [12, (at, [market]) => star(at, market, -1)],
  three_soldiers: [
    12,
    (at) => {
      const three = [at(2), at(1), at(0)];
      const shape = three.every((c) => c.color === 1 && c.upper < 0.1 * c.range10 - c.ε);
      const steps = [0, 1].every((back) => {
        const [now, before] = [at(back), at(back + 1)];
        const opens = now.open > before.open && now.open <= before.close + 0.2 * before.range5 + now.ε;
        return opens && now.close > before.close && now.body > before.body - 0.6 * before.range5 + now.ε;
      });
      return shape && steps && at(0).long ? 1 : 0;
    },
  ],
  three_crows: [
    13,
    (at, [market]) => {
      const three = [at(2), at(1), at(0)];
      const shape = three.every((c) => c.color === -1 && c.lower < 0.1 * c.range10 - c.ε);
      const steps = [0, 1].every((back) => {
        const [now, before] = [at(back), at(back + 1)];
        const inside =
          market === 'gapped'
            ? now.open > before.close
            : now.open >= before.close - 0.2 * before.range5 - now.ε;
        return inside && now.open < before.open && now.close < before.close;
      });
      return shape && steps && at(3).color === 1 && at(3).high > at(2).close ? -1 : 0;
    },
  ],
  pin_bar: [
    0,
    (at, [tail]) => {
      const { high, low, lower, upper, ε } = at(0);
      if (high === low) return 0;
      const least = Number(tail) * (high - low) - ε;
      return lower >= least ? 1 : upper >= least ? -1 : 0;
    },
  ],
  inside_bar: [1, (at) => (at(0).high < at(1).high && at(0).low > at(1).low ? 1 : 0)],
  marubozu: [
    10,
    (at) => {
      const { upper, lower, range10, color, long, ε } = at(0);
      return long && Math.max(upper, lower) < 0.1 * range10 - ε ? color : 0;
    },
  ],
  tweezer: [
    5,
    (at) => {
      const { color, high, low, range5, ε } = at(0);
      const apart = color === 1 ? Math.abs(low - at(1).low) : Math.abs(high - at(1).high);
      return color !== at(1).color && apart <= 0.05 * range5 + ε ? color : 0;
    },
  ],
};

export const PATTERN_FORMULAS: Record<string, Formula> = Object.fromEntries(
  Object.entries(PATTERNS).map(([name, [lookBack, recognise]]): [string, Formula] => [
    name,
    (candles, params) => [
      candles.map((_, i) => (i < lookBack ? NaN : recognise((back) => measured(candles, i - back), params))),
    ],
  ]),
);

/** A star is a morning star, or one in the mirror. */
function star(at: (back: number) => Measured, market: number | string | undefined, side: 1 | -1): number {
  const [now, middle, first] = [at(0), at(1), at(2)];
  const sizes = first.long && !middle.long && now.long;
  const colors = first.color === -side && now.color === side;
  const farthest =
    side === 1 ? middle.low <= Math.min(first.low, now.low) : middle.high >= Math.max(first.high, now.high);
  const apart = side === 1 ? middle.top < first.bottom : middle.bottom > first.top;
  const closes = side * (now.close - (first.close + side * 0.3 * first.body)) > now.ε;
  return sizes && colors && closes && (market === 'gapped' ? apart : farthest) ? side : 0;
}

type Measured = ReturnType<typeof measured>;

function measured(candles: readonly Candle[], i: number) {
  const { open, high, low, close } = candles[i]!;
  const before = (n: number, f: (c: Candle) => number) =>
    average(candles.slice(Math.max(0, i - n), i).map(f));
  const body = (c: Candle) => Math.abs(c.close - c.open);
  const range = (c: Candle) => c.high - c.low;
  const [top, bottom] = [Math.max(open, close), Math.min(open, close)];
  const ε = 1e-9 * close;
  const body10 = before(10, body);
  return {
    ...{ open, high, low, close, top, bottom, ε, body10 },
    color: close >= open ? 1 : -1,
    body: top - bottom,
    long: top - bottom > body10 + ε,
    upper: high - top,
    lower: bottom - low,
    range10: before(10, range),
    range5: before(5, range),
  };
}
