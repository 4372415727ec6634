/** Smoothed moving average, Wilder’s mean (rma). Warm after n candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { ExponentialMean } from './parts/exponential-mean.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const smma: IndicatorDefinition = {
  name: 'smma',
  title: { en: 'Smoothed moving average', ja: '平滑移動平均' },
  parameters: [period('period', 14), sourceParameter()],
  outputs: [{ name: 'smma', dimension: 'price' }],
  overlay: true,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0),
  convention: 'Weight 1/n, seeded by the SMA of the first n prices; TradingView calls it RMA.',
  source: 'J. W. Wilder, 1978; TradingView ta.rma; MetaTrader iMA, MODE_SMMA',
  create: (params) => new Smma(numberAt(params, 0), sourceAt(params, 1)),
};

class Smma extends Composite {
  readonly #source: Source;
  readonly #mean: ExponentialMean;

  constructor(length: number, source: Source) {
    super();
    this.#source = source;
    this.#mean = ExponentialMean.wilder(length);
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
