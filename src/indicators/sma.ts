/** Simple moving average. Warm after n candles. O(1) a candle; no drift (parts/rolling-mean.ts). */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { RollingMean } from './parts/rolling-mean.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const sma: IndicatorDefinition = {
  name: 'sma',
  title: { en: 'Simple moving average', ja: '単純移動平均' },
  parameters: [period('period', 20), sourceParameter()],
  outputs: [{ name: 'sma', dimension: 'price' }],
  overlay: true,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0),
  convention: 'The mean of the last n prices; all sources agree.',
  source: 'TradingView ta.sma; MetaTrader iMA, MODE_SMA',
  create: (params) => new Sma(numberAt(params, 0), sourceAt(params, 1)),
};

class Sma extends Composite {
  readonly #source: Source;
  readonly #mean: RollingMean;

  constructor(length: number, source: Source) {
    super();
    this.#source = source;
    this.#mean = new RollingMean(length);
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
