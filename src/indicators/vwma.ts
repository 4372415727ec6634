/** Volume-weighted moving average. Warm after n candles. O(1) a candle. */
import { type Candle, volumeOf } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { RollingMean } from './parts/rolling-mean.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const vwma: IndicatorDefinition = {
  name: 'vwma',
  title: { en: 'Volume-weighted moving average', ja: '出来高加重移動平均' },
  parameters: [period('period', 20), sourceParameter()],
  outputs: [{ name: 'vwma', dimension: 'price' }],
  overlay: true,
  needsVolume: true,
  warmUp: (params) => numberAt(params, 0),
  convention: 'Sum of price · volume over the sum of volume, of n candles.',
  source: 'TradingView ta.vwma',
  create: (params) => new Vwma(numberAt(params, 0), sourceAt(params, 1)),
};

class Vwma extends Composite {
  readonly #source: Source;
  readonly #weighted: RollingMean;
  readonly #volume: RollingMean;

  constructor(length: number, source: Source) {
    super();
    this.#source = source;
    this.#weighted = new RollingMean(length);
    this.#volume = new RollingMean(length);
  }

  push(candle: Candle): void {
    const price = readSource(candle, this.#source);
    const volume = volumeOf(candle);
    this.outputs[0] = this.#weighted.push(price * volume) / this.#volume.push(volume);
  }

  peek(candle: Candle, into: Float64Array): void {
    const price = readSource(candle, this.#source);
    const volume = volumeOf(candle);
    into[0] = this.#weighted.peek(price * volume) / this.#volume.peek(volume);
  }

  protected parts() {
    return [this.#weighted, this.#volume];
  }
}
