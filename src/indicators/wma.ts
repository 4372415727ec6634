/** Linearly weighted moving average. Warm after n candles. O(1) a candle; no drift (parts/weighted-mean.ts). */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { WeightedMean } from './parts/weighted-mean.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const wma: IndicatorDefinition = {
  name: 'wma',
  title: { en: 'Weighted moving average', ja: '加重移動平均' },
  parameters: [period('period', 20), sourceParameter()],
  outputs: [{ name: 'wma', dimension: 'price' }],
  overlay: true,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0),
  convention: 'Weights n for the newest price down to 1 for the oldest; all sources agree.',
  source: 'TradingView ta.wma; MetaTrader iMA, MODE_LWMA',
  create: (params) => new Wma(numberAt(params, 0), sourceAt(params, 1)),
};

class Wma extends Composite {
  readonly #source: Source;
  readonly #mean: WeightedMean;

  constructor(length: number, source: Source) {
    super();
    this.#source = source;
    this.#mean = new WeightedMean(length);
  }

  push(candle: Candle): void {
    this.outputs[0] = this.#mean.push(readSource(candle, this.#source));
  }

  peek(candle: Candle, into: Float64Array): void {
    into[0] = this.#mean.peek(readSource(candle, this.#source));
  }

  protected parts() {
    return [this.#mean];
  }
}
