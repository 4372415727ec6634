/** Center of gravity. Warm after n candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { RollingMean } from './parts/rolling-mean.ts';
import { WeightedMean } from './parts/weighted-mean.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const cog: IndicatorDefinition = {
  name: 'cog',
  title: { en: 'Center of gravity', ja: 'センター・オブ・グラビティ' },
  parameters: [period('period', 10), sourceParameter()],
  outputs: [{ name: 'cog', dimension: 'number' }],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0),
  convention:
    '−Σ (i + 1) · price / Σ price over n prices, i from 0 at the newest: −(n + 1) / 2 when flat, higher while rising, as on TradingView.',
  source: 'J. Ehlers, The CG Oscillator, Stocks & Commodities 20:5, 2002; TradingView ta.cog',
  create: (params) => new Cog(numberAt(params, 0), sourceAt(params, 1)),
};

class Cog extends Composite {
  readonly #length: number;
  readonly #source: Source;
  readonly #mean: RollingMean;
  readonly #weighted: WeightedMean;

  constructor(length: number, source: Source) {
    super();
    this.#length = length;
    this.#source = source;
    this.#mean = new RollingMean(length);
    this.#weighted = new WeightedMean(length);
  }

  push(candle: Candle): void {
    const price = readSource(candle, this.#source);
    this.outputs[0] = this.#center(this.#weighted.push(price), this.#mean.push(price));
  }

  peek(candle: Candle, into: Float64Array): void {
    const price = readSource(candle, this.#source);
    into[0] = this.#center(this.#weighted.peek(price), this.#mean.peek(price));
  }

  protected parts() {
    return [this.#mean, this.#weighted];
  }

  /** The weighted mean counts from the oldest, the center from the newest: Σ (n + 1 − place) · price. */
  #center(weighted: number, mean: number): number {
    return mean === 0 ? NaN : (this.#length + 1) * (weighted / mean / 2 - 1);
  }
}
