/** Hull moving average. Warm after n + floor(√n) − 1 candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { WeightedMean } from './parts/weighted-mean.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const hma: IndicatorDefinition = {
  name: 'hma',
  title: { en: 'Hull moving average', ja: 'ハル移動平均' },
  parameters: [period('period', 20, 2), sourceParameter()],
  outputs: [{ name: 'hma', dimension: 'price' }],
  overlay: true,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0) + Math.floor(Math.sqrt(numberAt(params, 0))) - 1,
  convention: 'WMA over floor(√n) of 2·WMA(floor(n/2)) − WMA(n).',
  source: 'A. Hull, 2005; TradingView ta.hma',
  create: (params) => new Hma(numberAt(params, 0), sourceAt(params, 1)),
};

class Hma extends Composite {
  readonly #source: Source;
  readonly #half: WeightedMean;
  readonly #full: WeightedMean;
  readonly #smooth: WeightedMean;

  constructor(length: number, source: Source) {
    super();
    this.#source = source;
    this.#half = new WeightedMean(Math.floor(length / 2));
    this.#full = new WeightedMean(length);
    this.#smooth = new WeightedMean(Math.floor(Math.sqrt(length)));
  }

  push(candle: Candle): void {
    const price = readSource(candle, this.#source);
    this.outputs[0] = this.#smooth.push(2 * this.#half.push(price) - this.#full.push(price));
  }

  peek(candle: Candle, into: Float64Array): void {
    const price = readSource(candle, this.#source);
    into[0] = this.#smooth.peek(2 * this.#half.peek(price) - this.#full.peek(price));
  }

  protected parts() {
    return [this.#half, this.#full, this.#smooth];
  }
}
