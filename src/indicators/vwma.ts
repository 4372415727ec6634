/** Volume-weighted moving average. Warm after n candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { Indicator, IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { RollingMean } from './parts/rolling-mean.ts';
import { restoreFrom, snapshotOf } from './parts/part.ts';
import { volumeOf } from './parts/volume.ts';
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

class Vwma implements Indicator {
  readonly outputs = new Float64Array(1).fill(NaN);
  readonly #source: Source;
  readonly #weighted: RollingMean;
  readonly #volume: RollingMean;

  constructor(length: number, source: Source) {
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

  snapshot(): readonly number[] {
    return snapshotOf(this.outputs, this.#parts());
  }

  restore(state: readonly number[]): void {
    restoreFrom(state, this.outputs, this.#parts());
  }

  #parts() {
    return [this.#weighted, this.#volume];
  }
}
