/** Disparity: how far the price is from its average, in percent. Warm after n candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { percentChange } from './parts/percent-change.ts';
import { RollingMean } from './parts/rolling-mean.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const disparity: IndicatorDefinition = {
  name: 'disparity',
  title: { en: 'Disparity index', ja: '移動平均乖離率' },
  parameters: [period('period', 25), sourceParameter()],
  outputs: [{ name: 'disparity', dimension: 'percent' }],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0),
  convention: '100 · (price − SMA(n)) / SMA(n): 0 at the average. Japanese charts show the same number.',
  source: 'S. Nison, Beyond Candlesticks, 1994',
  create: (params) => new Disparity(numberAt(params, 0), sourceAt(params, 1)),
};

class Disparity extends Composite {
  readonly #source: Source;
  readonly #mean: RollingMean;

  constructor(length: number, source: Source) {
    super();
    this.#source = source;
    this.#mean = new RollingMean(length);
  }

  push(candle: Candle): void {
    const price = readSource(candle, this.#source);
    this.outputs[0] = percentChange(this.#mean.push(price), price);
  }

  peek(candle: Candle, into: Float64Array): void {
    const price = readSource(candle, this.#source);
    into[0] = percentChange(this.#mean.peek(price), price);
  }

  protected parts() {
    return [this.#mean];
  }
}
