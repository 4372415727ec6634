/** KDJ, the stochastic of East Asian charts. Warm after n candles. O(1) amortised a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import type { StateReader } from './parts/part.ts';
import { RollingExtreme } from './parts/rolling-extreme.ts';

export const kdj: IndicatorDefinition = {
  name: 'kdj',
  title: { en: 'KDJ', ja: 'KDJ' },
  parameters: [period('period', 9), period('k-smoothing', 3), period('d-smoothing', 3)],
  outputs: [
    { name: 'k', dimension: 'oscillator' },
    { name: 'd', dimension: 'oscillator' },
    { name: 'j', dimension: 'oscillator' },
  ],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0),
  convention:
    'raw = 100 · (close − lowest) / (highest − lowest), 50 without a range; k moves by a third (1 / k-smoothing) towards raw and d towards k, both ' +
    'from 50; j = 3k − 2d, which goes below 0 and above 100.',
  source: 'G. Lane’s stochastic with Wilder’s mean, as charts in China and Japan show it',
  create: (params) => new Kdj(numberAt(params, 0), numberAt(params, 1), numberAt(params, 2)),
};

class Kdj extends Composite {
  readonly #kSmoothing: number;
  readonly #dSmoothing: number;
  readonly #highest: RollingExtreme;
  readonly #lowest: RollingExtreme;
  #k = 50;
  #d = 50;

  constructor(length: number, kSmoothing: number, dSmoothing: number) {
    super(3);
    this.#kSmoothing = kSmoothing;
    this.#dSmoothing = dSmoothing;
    this.#highest = new RollingExtreme(length, 'highest');
    this.#lowest = new RollingExtreme(length, 'lowest');
  }

  push({ high, low, close }: Candle): void {
    this.#conclude(rawOf(close, this.#highest.push(high), this.#lowest.push(low)), this.outputs);
    const [k, d] = this.outputs;
    if (Number.isNaN(k)) return;
    this.#k = k!;
    this.#d = d!;
  }

  peek({ high, low, close }: Candle, into: Float64Array): void {
    this.#conclude(rawOf(close, this.#highest.peek(high), this.#lowest.peek(low)), into);
  }

  save(state: number[]): void {
    state.push(this.#k, this.#d);
  }

  load(state: StateReader): void {
    this.#k = state.number();
    this.#d = state.number();
  }

  protected parts() {
    return [this, this.#highest, this.#lowest];
  }

  #conclude(raw: number, into: Float64Array): void {
    const k = this.#k + (raw - this.#k) / this.#kSmoothing;
    const d = this.#d + (k - this.#d) / this.#dSmoothing;
    into[0] = k;
    into[1] = d;
    into[2] = 3 * k - 2 * d;
  }
}

/** NaN, never an infinity, which would stay. */
function rawOf(close: number, highest: number, lowest: number): number {
  const range = highest - lowest;
  const raw = range === 0 ? 50 + 0 * close : (100 * (close - lowest)) / range;
  return Number.isFinite(raw) ? raw : NaN;
}
