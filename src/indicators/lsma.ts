/** Least squares moving average: where the regression line ends. Warm after n candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { RollingMean } from './parts/rolling-mean.ts';
import { WeightedMean } from './parts/weighted-mean.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const lsma: IndicatorDefinition = {
  name: 'lsma',
  title: { en: 'Least squares moving average', ja: '最小二乗移動平均' },
  parameters: [period('period', 25, 2), sourceParameter()],
  outputs: [{ name: 'lsma', dimension: 'price' }],
  overlay: true,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0),
  convention:
    'The end of the line of least squares through the last n prices, 3 · WMA − 2 · SMA; linreg(n) has its slope and forecast too.',
  source: 'TradingView ta.linreg(source, n, 0)',
  create: (params) => new Lsma(numberAt(params, 0), sourceAt(params, 1)),
};

class Lsma extends Composite {
  readonly #source: Source;
  readonly #mean: RollingMean;
  readonly #weighted: WeightedMean;

  constructor(length: number, source: Source) {
    super();
    this.#source = source;
    this.#mean = new RollingMean(length);
    this.#weighted = new WeightedMean(length);
  }

  push(candle: Candle): void {
    const price = readSource(candle, this.#source);
    this.outputs[0] = 3 * this.#weighted.push(price) - 2 * this.#mean.push(price);
  }

  peek(candle: Candle, into: Float64Array): void {
    const price = readSource(candle, this.#source);
    into[0] = 3 * this.#weighted.peek(price) - 2 * this.#mean.peek(price);
  }

  protected parts() {
    return [this.#mean, this.#weighted];
  }
}
