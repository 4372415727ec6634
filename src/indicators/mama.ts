/** MESA adaptive moving average and the one that follows it. Warm after 33 candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { HilbertCycle } from './parts/hilbert-cycle.ts';
import type { StateReader } from './parts/part.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

/** Candles before the first measured one, and until the values are told: TA-Lib’s look-back. */
const REMEMBERED = 12;
const WARM_UP = 33;

export const mama: IndicatorDefinition = {
  name: 'mama',
  title: { en: 'MESA adaptive moving average', ja: 'MAMA / FAMA（MESA適応型移動平均）' },
  parameters: [
    { kind: 'number', name: 'fast', default: 0.5, min: 0.01, max: 0.99 },
    { kind: 'number', name: 'slow', default: 0.05, min: 0.01, max: 0.99 },
    sourceParameter('hl2'),
  ],
  outputs: [
    { name: 'mama', dimension: 'price' },
    { name: 'fama', dimension: 'price' },
  ],
  overlay: true,
  needsVolume: false,
  warmUp: () => WARM_UP,
  convention:
    'MAMA is an exponential mean whose weight is fast / (how many degrees the phase of the dominant cycle fell in a candle, at least 1), and never ' +
    'below slow; FAMA is the mean of MAMA with half that weight. Both begin at a price: at 0, as in TA-Lib, they would need a hundred candles to get ' +
    'near it.',
  source: 'J. Ehlers, MESA Adaptive Moving Averages, Stocks & Commodities 19:10, 2001; TA-Lib MAMA',
  validate: (params) =>
    numberAt(params, 1) <= numberAt(params, 0) ? null : { lesser: 'slow', greater: 'fast', mayBeEqual: true },
  create: (params) => new Mama(numberAt(params, 0), numberAt(params, 1), sourceAt(params, 2)),
};

class Mama extends Composite {
  readonly #fast: number;
  readonly #slow: number;
  readonly #source: Source;
  readonly #cycle = new HilbertCycle(REMEMBERED);
  #missing = WARM_UP;
  #phase = 0;
  #mama = NaN;
  #fama = NaN;

  constructor(fast: number, slow: number, source: Source) {
    super(2);
    this.#fast = fast;
    this.#slow = slow;
    this.#source = source;
  }

  push(candle: Candle): void {
    const price = readSource(candle, this.#source);
    this.outputs.fill(NaN);
    if (!Number.isFinite(price)) return;
    this.#missing = Math.max(this.#missing - 1, 0);
    if (!this.#cycle.push(price)) return;
    const phase = this.#phaseNow();
    this.#mama = this.#nextMama(price, phase);
    this.#fama = this.#nextFama(this.#mama, phase);
    this.#phase = phase;
    if (this.#missing > 0) return;
    this.outputs[0] = this.#mama;
    this.outputs[1] = this.#fama;
  }

  peek(candle: Candle, into: Float64Array): void {
    const price = readSource(candle, this.#source);
    into.fill(NaN);
    if (!Number.isFinite(price) || this.#missing > 1) return;
    this.#cycle.peek(price);
    const phase = this.#phaseNow();
    into[0] = this.#nextMama(price, phase);
    into[1] = this.#nextFama(into[0], phase);
  }

  save(state: number[]): void {
    state.push(this.#missing, this.#phase, this.#mama, this.#fama);
  }

  load(state: StateReader): void {
    this.#missing = state.number();
    this.#phase = state.number();
    this.#mama = state.number();
    this.#fama = state.number();
  }

  protected parts() {
    return [this, this.#cycle];
  }

  /** In degrees. */
  #phaseNow(): number {
    const { inPhase, quadrature } = this.#cycle;
    return inPhase === 0 ? 0 : (Math.atan(quadrature / inPhase) * 180) / Math.PI;
  }

  #weight(phase: number): number {
    return Math.max(this.#fast / Math.max(this.#phase - phase, 1), this.#slow);
  }

  #nextMama(price: number, phase: number): number {
    const before = Number.isNaN(this.#mama) ? price : this.#mama;
    return before + this.#weight(phase) * (price - before);
  }

  #nextFama(mama: number, phase: number): number {
    const before = Number.isNaN(this.#fama) ? mama : this.#fama;
    return before + (this.#weight(phase) / 2) * (mama - before);
  }
}
