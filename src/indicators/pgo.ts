/** Pretty good oscillator. Warm after n + 1 candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { ExponentialMean } from './parts/exponential-mean.ts';
import { RollingMean } from './parts/rolling-mean.ts';
import { TrueRange } from './parts/true-range.ts';

export const pgo: IndicatorDefinition = {
  name: 'pgo',
  title: { en: 'Pretty good oscillator', ja: 'プリティ・グッド・オシレーター' },
  parameters: [period('period', 14)],
  outputs: [{ name: 'pgo', dimension: 'number' }],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0) + 1,
  convention:
    '(close − SMA(n)) / EMA(n) of the true range, from the second candle on: how many usual ranges the close is from its average. 0 while nothing moves.',
  source: 'M. Johnson; TradingView scripts, Pretty Good Oscillator',
  create: (params) => new Pgo(numberAt(params, 0)),
};

class Pgo extends Composite {
  readonly #mean: RollingMean;
  readonly #range = new TrueRange('unknown');
  readonly #meanRange: ExponentialMean;

  constructor(length: number) {
    super();
    this.#mean = new RollingMean(length);
    this.#meanRange = ExponentialMean.ema(length);
  }

  push(candle: Candle): void {
    const apart = candle.close - this.#mean.push(candle.close);
    this.outputs[0] = inRanges(apart, this.#meanRange.push(this.#range.push(candle)));
  }

  peek(candle: Candle, into: Float64Array): void {
    const apart = candle.close - this.#mean.peek(candle.close);
    into[0] = inRanges(apart, this.#meanRange.peek(this.#range.peek(candle)));
  }

  protected parts() {
    return [this.#mean, this.#range, this.#meanRange];
  }
}

function inRanges(apart: number, range: number): number {
  return range === 0 ? 0 * apart : apart / range;
}
