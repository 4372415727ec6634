/** Ehlers’ super smoother. Warm after n candles, which the first two prices have mostly left by then. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import type { StateReader } from './parts/part.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const supersmoother: IndicatorDefinition = {
  name: 'supersmoother',
  title: { en: 'Super smoother', ja: 'スーパー・スムーザー' },
  parameters: [period('period', 10, 2), sourceParameter()],
  outputs: [{ name: 'supersmoother', dimension: 'price' }],
  overlay: true,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0),
  convention:
    'c₁ · (price + last price) / 2 + c₂ · last value + c₃ · the one before: a = exp(−√2 π / n), c₂ = 2a · cos(√2 π / n), c₃ = −a², c₁ = 1 − c₂ − c₃. The ' +
    'first two values are the prices.',
  source: 'J. Ehlers, Predictive and Successful Indicators, Stocks & Commodities 32:1, 2014',
  create: (params) => new Supersmoother(numberAt(params, 0), sourceAt(params, 1)),
};

class Supersmoother extends Composite {
  readonly #source: Source;
  readonly #ofLast: number;
  readonly #ofOlder: number;
  readonly #ofPrice: number;
  #missing: number;
  #price = NaN;
  #last = NaN;
  #older = NaN;

  constructor(length: number, source: Source) {
    super();
    const angle = (Math.SQRT2 * Math.PI) / length;
    const decay = Math.exp(-angle);
    this.#source = source;
    this.#ofLast = 2 * decay * Math.cos(angle);
    this.#ofOlder = -decay * decay;
    this.#ofPrice = (1 - this.#ofLast - this.#ofOlder) / 2;
    this.#missing = length;
  }

  push(candle: Candle): void {
    const price = readSource(candle, this.#source);
    this.outputs[0] = NaN;
    if (!Number.isFinite(price)) return;
    const value = this.#next(price);
    this.#older = this.#last;
    this.#last = value;
    this.#price = price;
    this.#missing = Math.max(this.#missing - 1, 0);
    if (this.#missing === 0) this.outputs[0] = value;
  }

  peek(candle: Candle, into: Float64Array): void {
    const price = readSource(candle, this.#source);
    into[0] = Number.isFinite(price) && this.#missing <= 1 ? this.#next(price) : NaN;
  }

  save(state: number[]): void {
    state.push(this.#missing, this.#price, this.#last, this.#older);
  }

  load(state: StateReader): void {
    this.#missing = state.number();
    this.#price = state.number();
    this.#last = state.number();
    this.#older = state.number();
  }

  protected parts() {
    return [this];
  }

  #next(price: number): number {
    if (Number.isNaN(this.#older)) return price;
    return this.#ofPrice * (price + this.#price) + this.#ofLast * this.#last + this.#ofOlder * this.#older;
  }
}
