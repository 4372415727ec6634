/** Exponential moving average, weight 2/(n + 1). Warm after n candles, or after one with the seed `first`. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { ExponentialMean } from './parts/exponential-mean.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const ema: IndicatorDefinition = {
  name: 'ema',
  title: { en: 'Exponential moving average', ja: '指数平滑移動平均' },
  parameters: [period('period', 20), sourceParameter(), choice('seed', ['sma', 'first'])],
  outputs: [{ name: 'ema', dimension: 'price' }],
  overlay: true,
  needsVolume: false,
  warmUp: (params) => (params[2] === 'first' ? 1 : numberAt(params, 0)),
  convention:
    'Seeded by the SMA of the first n prices, as TradingView and TA-Lib do; `first` seeds by the first price, as MetaTrader 5 and Tulip do.',
  source: 'TradingView ta.ema; MetaTrader iMA, MODE_EMA',
  create: (params) => new Ema(numberAt(params, 0), sourceAt(params, 1), params[2] === 'first'),
};

class Ema extends Composite {
  readonly #source: Source;
  readonly #mean: ExponentialMean;

  constructor(length: number, source: Source, seedByFirst: boolean) {
    super();
    this.#source = source;
    this.#mean = ExponentialMean.ema(length, { length: seedByFirst ? 1 : length });
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
