/** Zero-lag exponential moving average. Warm after n + ⌊(n − 1)/2⌋ candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { Delay } from './parts/delay.ts';
import { ExponentialMean } from './parts/exponential-mean.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const zlema: IndicatorDefinition = {
  name: 'zlema',
  title: { en: 'Zero-lag exponential moving average', ja: 'ゼロラグ指数平滑移動平均' },
  parameters: [period('period', 20, 3), sourceParameter(), choice('seed', ['sma', 'first'])],
  outputs: [{ name: 'zlema', dimension: 'price' }],
  overlay: true,
  needsVolume: false,
  warmUp: (params) => lagOf(numberAt(params, 0)) + (params[2] === 'first' ? 1 : numberAt(params, 0)),
  convention:
    'EMA(n) of 2 · price − price ⌊(n − 1)/2⌋ candles ago, seeded by the SMA of its first n values; `first` seeds by the first of them.',
  source: 'J. Ehlers, R. Way, Zero Lag (Well, Almost), Stocks & Commodities 28:12, 2010',
  create: (params) => new Zlema(numberAt(params, 0), sourceAt(params, 1), params[2] === 'first'),
};

class Zlema extends Composite {
  readonly #source: Source;
  readonly #lagged: Delay;
  readonly #mean: ExponentialMean;

  constructor(length: number, source: Source, seedByFirst: boolean) {
    super();
    this.#source = source;
    this.#lagged = new Delay(lagOf(length));
    this.#mean = ExponentialMean.ema(length, { length: seedByFirst ? 1 : length });
  }

  push(candle: Candle): void {
    const price = readSource(candle, this.#source);
    this.outputs[0] = this.#mean.push(2 * price - this.#lagged.push(price));
  }

  peek(candle: Candle, into: Float64Array): void {
    into[0] = this.#mean.peek(2 * readSource(candle, this.#source) - this.#lagged.peek());
  }

  protected parts() {
    return [this.#lagged, this.#mean];
  }
}

function lagOf(length: number): number {
  return Math.floor((length - 1) / 2);
}
