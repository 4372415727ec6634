/** McGinley dynamic. Warm after n candles, or after one with the seed `first`. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import type { StateReader } from './parts/part.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const mcginley: IndicatorDefinition = {
  name: 'mcginley',
  title: { en: 'McGinley dynamic', ja: 'マクギンリー・ダイナミック' },
  parameters: [
    period('period', 14),
    { kind: 'number', name: 'factor', default: 1, min: 0.1, max: 10 },
    sourceParameter(),
    choice('seed', ['sma', 'first']),
  ],
  outputs: [{ name: 'mcginley', dimension: 'price' }],
  overlay: true,
  needsVolume: false,
  warmUp: (params) => (params[3] === 'first' ? 1 : numberAt(params, 0)),
  convention:
    'value + (price − value) / (factor · n · (price / value)⁴): slower above it, faster below. The divisor is never less than 1, so that it does not ' +
    'go past the price. A factor of 1 is TradingView’s, 0.6 McGinley’s and Stock.Indicators’. Seeded by the SMA; `first` by the first price.',
  source: 'J. McGinley, McGinley Dynamic, 1997; TradingView, McGinley Dynamic',
  create: (params) =>
    new Mcginley({
      steps: numberAt(params, 0) * numberAt(params, 1),
      seedLength: params[3] === 'first' ? 1 : numberAt(params, 0),
      source: sourceAt(params, 2),
    }),
};

interface McginleyOptions {
  /** Steps to the price while it is near. */
  readonly steps: number;
  readonly seedLength: number;
  readonly source: Source;
}

class Mcginley extends Composite {
  readonly #source: Source;
  readonly #steps: number;
  readonly #seedLength: number;
  #missing: number;
  /** Until the seed is complete, the sum of its prices. */
  #value = 0;

  constructor({ steps, seedLength, source }: McginleyOptions) {
    super();
    this.#source = source;
    this.#steps = steps;
    this.#seedLength = seedLength;
    this.#missing = seedLength;
  }

  push(candle: Candle): void {
    const value = this.#next(readSource(candle, this.#source));
    const isKnown = value === value;
    if (isKnown) {
      this.#value = value;
      this.#missing = Math.max(this.#missing - 1, 0);
    }
    this.outputs[0] = this.#missing === 0 && isKnown ? value : NaN;
  }

  peek(candle: Candle, into: Float64Array): void {
    into[0] = this.#missing <= 1 ? this.#next(readSource(candle, this.#source)) : NaN;
  }

  save(state: number[]): void {
    state.push(this.#missing, this.#value);
  }

  load(state: StateReader): void {
    this.#missing = state.number();
    this.#value = state.number();
  }

  protected parts() {
    return [this];
  }

  /** NaN at what is no price. */
  #next(price: number): number {
    if (!Number.isFinite(price) || price <= 0) return NaN;
    if (this.#missing > 1) return this.#value + price;
    if (this.#missing === 1) return (this.#value + price) / this.#seedLength;
    const ratio = price / this.#value;
    const square = ratio * ratio;
    return this.#value + (price - this.#value) / Math.max(this.#steps * square * square, 1);
  }
}
