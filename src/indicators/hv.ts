/** Historical volatility. Warm after n + 1 candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { LastValue } from './parts/last-value.ts';
import { RollingMoments } from './parts/rolling-moments.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const hv: IndicatorDefinition = {
  name: 'hv',
  title: { en: 'Historical volatility', ja: 'ヒストリカル・ボラティリティ' },
  parameters: [
    period('period', 10, 2),
    { kind: 'number', name: 'annual', default: 365, min: 1, max: 1_000_000 },
    sourceParameter(),
    choice('deviation', ['population', 'sample']),
  ],
  outputs: [{ name: 'hv', dimension: 'percent' }],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0) + 1,
  convention:
    'Percent a year: 100 · deviation of the last n logarithmic changes · √annual. annual is the number of candles in a year; 365 is TradingView’s ' +
    'on every timeframe up to a day, an FX year has about 260 days, 6,240 hours. Population; `sample` divides by n − 1.',
  source: 'TradingView, Historical Volatility; J. Hull, Options, Futures, and Other Derivatives',
  create: (params) =>
    new Hv({
      length: numberAt(params, 0),
      annual: numberAt(params, 1),
      source: sourceAt(params, 2),
      ofSample: params[3] === 'sample',
    }),
};

class Hv extends Composite {
  readonly #source: Source;
  readonly #factor: number;
  readonly #price = new LastValue();
  readonly #moments: RollingMoments;

  constructor(options: { length: number; annual: number; source: Source; ofSample: boolean }) {
    super();
    const { length, annual, source, ofSample } = options;
    this.#source = source;
    this.#factor = 100 * Math.sqrt(ofSample ? (annual * length) / (length - 1) : annual);
    this.#moments = new RollingMoments(length);
  }

  push(candle: Candle): void {
    const price = readSource(candle, this.#source);
    this.#moments.push(Math.log(price / this.#price.push(price)));
    this.outputs[0] = this.#factor * Math.sqrt(this.#moments.variance);
  }

  peek(candle: Candle, into: Float64Array): void {
    this.#moments.peek(Math.log(readSource(candle, this.#source) / this.#price.peek()));
    into[0] = this.#factor * Math.sqrt(this.#moments.variance);
  }

  protected parts() {
    return [this.#price, this.#moments];
  }
}
