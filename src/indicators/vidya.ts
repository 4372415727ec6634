/** Variable index dynamic average. Warm after n + 1 candles, after `long` with the measure `deviation`. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { DeviationShare, TrendShare, type Liveliness } from './parts/liveliness.ts';
import type { StateReader } from './parts/part.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const vidya: IndicatorDefinition = {
  name: 'vidya',
  title: { en: 'Variable index dynamic average', ja: 'VIDYA（可変指数動的平均）' },
  parameters: [
    period('period', 9, 2),
    period('smoothing', 12),
    period('long', 30, 2),
    sourceParameter(),
    choice('measure', ['cmo', 'deviation']),
  ],
  outputs: [{ name: 'vidya', dimension: 'price' }],
  overlay: true,
  needsVolume: false,
  warmUp: (params) => (params[4] === 'deviation' ? numberAt(params, 2) : numberAt(params, 0) + 1),
  convention:
    'An exponential mean of weight 2 / (smoothing + 1) · |CMO(n)| / 100, as MetaTrader’s; `deviation` is Chande’s first one, 2 / (smoothing + 1) · ' +
    'deviation over n / deviation over `long`, at most 1 (his 0.2 is a smoothing of 9). Seeded by the price before the first value.',
  source: 'T. Chande, Stocks & Commodities 10:3, 1992; MetaTrader iVIDyA; Tulip vidya',
  validate: (params) =>
    params[4] === 'cmo' || numberAt(params, 0) < numberAt(params, 2)
      ? null
      : { lesser: 'period', greater: 'long', mayBeEqual: false },
  create: (params) =>
    new Vidya(
      2 / (numberAt(params, 1) + 1),
      params[4] === 'deviation'
        ? new DeviationShare(numberAt(params, 0), numberAt(params, 2))
        : new TrendShare(numberAt(params, 0)),
      sourceAt(params, 3),
    ),
};

class Vidya extends Composite {
  readonly #weight: number;
  readonly #liveliness: Liveliness;
  readonly #source: Source;
  #isSeeded = false;
  /** Until it is seeded, the last price. */
  #value = NaN;

  constructor(weight: number, liveliness: Liveliness, source: Source) {
    super();
    this.#weight = weight;
    this.#liveliness = liveliness;
    this.#source = source;
  }

  push(candle: Candle): void {
    const price = readSource(candle, this.#source);
    const value = this.#next(price, this.#liveliness.push(price));
    this.outputs[0] = value;
    if (value === value) {
      this.#value = value;
      this.#isSeeded = true;
    } else if (!this.#isSeeded && Number.isFinite(price)) this.#value = price;
  }

  peek(candle: Candle, into: Float64Array): void {
    const price = readSource(candle, this.#source);
    into[0] = this.#next(price, this.#liveliness.peek(price));
  }

  save(state: number[]): void {
    state.push(Number(this.#isSeeded), this.#value);
  }

  load(state: StateReader): void {
    this.#isSeeded = state.number() === 1;
    this.#value = state.number();
  }

  protected parts() {
    return [this, this.#liveliness];
  }

  #next(price: number, liveliness: number): number {
    const value = this.#value + Math.min(this.#weight * liveliness, 1) * (price - this.#value);
    return Number.isFinite(value) ? value : NaN;
  }
}
