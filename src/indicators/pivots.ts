/** Pivot points: the levels that a closed candle gives for the one after it. Warm after one candle. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { choice } from './parameters.ts';
import { Composite } from './parts/composite.ts';

const OUTPUTS = ['pp', 'r1', 'r2', 'r3', 'r4', 's1', 's2', 's3', 's4'] as const;

export const pivots: IndicatorDefinition = {
  name: 'pivots',
  title: { en: 'Pivot points', ja: 'ピボットポイント' },
  parameters: [choice('kind', ['classic', 'fibonacci', 'camarilla', 'woodie', 'demark'])],
  outputs: OUTPUTS.map((name) => ({ name, dimension: 'price' })),
  overlay: true,
  needsVolume: false,
  warmUp: () => 1,
  convention:
    'Of the last closed candle, for the one under way: pivots@D1 is made of yesterday. With H, L, C, range R = H − L and pp = (H + L + C) / 3: ' +
    'classic r1 = 2pp − L, r2 = pp + R, r3 = 2pp + H − 2L, r4 = 3pp + H − 3L; fibonacci pp + 0.382, 0.618 and 1 · R; ' +
    'camarilla C + 1.1R / 12, 6, 4, 2; woodie pp = (H + L + 2C) / 4, r1 and r2 as classic, r3 = H + 2(pp − L), r4 = r3 + R; ' +
    'demark pp = X / 4, r1 = X / 2 − L, X = 2H + L + C after a rising candle, H + 2L + C after a falling one, else H + L + 2C. s mirrors r.',
  source:
    'TradingView, Pivot Points Standard (classic is its Traditional; its woodie takes the open of the new candle for C); N. Scott, camarilla, 1989; T. DeMark, The New Science of Technical Analysis, 1994',
  absent: ([kind]) =>
    kind === 'fibonacci' ? ['r4', 's4'] : kind === 'demark' ? ['r2', 'r3', 'r4', 's2', 's3', 's4'] : [],
  create: (params) => new Pivots(LEVELS[String(params[0])]!),
};

type Levels = (candle: Candle, into: Float64Array) => void;

class Pivots extends Composite {
  readonly #levels: Levels;

  constructor(levels: Levels) {
    super(OUTPUTS.length);
    this.#levels = levels;
  }

  push(candle: Candle): void {
    this.peek(candle, this.outputs);
  }

  peek(candle: Candle, into: Float64Array): void {
    into.fill(NaN);
    if (Number.isFinite(candle.open + candle.high + candle.low + candle.close)) this.#levels(candle, into);
  }

  protected parts() {
    return [];
  }
}

const LEVELS: Readonly<Record<string, Levels>> = {
  classic({ high, low, close }, into) {
    const pivot = (high + low + close) / 3;
    const range = high - low;
    resist(into, [2 * pivot - low, pivot + range, 2 * pivot + high - 2 * low, 3 * pivot + high - 3 * low]);
    support(into, [2 * pivot - high, pivot - range, 2 * pivot + low - 2 * high, 3 * pivot + low - 3 * high]);
    into[0] = pivot;
  },

  fibonacci({ high, low, close }, into) {
    const pivot = (high + low + close) / 3;
    const range = high - low;
    resist(into, [pivot + 0.382 * range, pivot + 0.618 * range, pivot + range]);
    support(into, [pivot - 0.382 * range, pivot - 0.618 * range, pivot - range]);
    into[0] = pivot;
  },

  camarilla({ high, low, close }, into) {
    const reach = 1.1 * (high - low);
    resist(into, [close + reach / 12, close + reach / 6, close + reach / 4, close + reach / 2]);
    support(into, [close - reach / 12, close - reach / 6, close - reach / 4, close - reach / 2]);
    into[0] = (high + low + close) / 3;
  },

  woodie({ high, low, close }, into) {
    const pivot = (high + low + 2 * close) / 4;
    const range = high - low;
    const third = [high + 2 * (pivot - low), low - 2 * (high - pivot)] as const;
    resist(into, [2 * pivot - low, pivot + range, third[0], third[0] + range]);
    support(into, [2 * pivot - high, pivot - range, third[1], third[1] - range]);
    into[0] = pivot;
  },

  demark({ open, high, low, close }, into) {
    const favoured = close > open ? high : close < open ? low : close;
    const x = high + low + close + favoured;
    resist(into, [x / 2 - low]);
    support(into, [x / 2 - high]);
    into[0] = x / 4;
  },
};

/** Not the hot path: a candle of a day or a week closes, or is peeked at. */
function resist(into: Float64Array, levels: readonly number[]): void {
  into.set(levels, 1);
}

function support(into: Float64Array, levels: readonly number[]): void {
  into.set(levels, 5);
}
