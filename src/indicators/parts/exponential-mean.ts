/**
 * Exponential mean: value += weight · (x − value), from a seed. The EMA of n has weight 2/(n + 1), Wilder's mean 1/n.
 * Cost: O(1), three numbers. Source of the seeds: the conventions in docs/decisions/0004-indicator-conventions.md.
 */
import type { Part, StateReader } from './part.ts';

interface Seed {
  /** Inputs that make the seed, which is their mean; 1 seeds by the first input. */
  readonly length: number;
  /** Inputs passed over before the seed begins. */
  readonly skip?: number;
  /** Inputs after the seed for which the value is kept back. */
  readonly hide?: number;
  /** TA-Lib: the sum leaves out the last input of the seed, which is then smoothed in. */
  readonly short?: boolean;
}

export class ExponentialMean implements Part {
  readonly #weight: number;
  readonly #seed: Required<Seed>;
  /** Inputs until the value is known. */
  #missing: number;
  /** The mean; NaN until it is known, so that one question finds both that and an unknown input. */
  #value = NaN;
  /** Of the seed's inputs, while they come in; after a short seed, the mean on its way. */
  #forming = 0;

  static ema(length: number, seed: Seed = { length }): ExponentialMean {
    return new ExponentialMean(2 / (length + 1), seed);
  }

  /** An EMA in a chain: whichever the seed, nothing is told before `length` inputs are in. */
  static stage(length: number, seedByFirst: boolean): ExponentialMean {
    return ExponentialMean.ema(length, seedByFirst ? { length: 1, hide: length - 1 } : { length });
  }

  static wilder(length: number, seed: Seed = { length }): ExponentialMean {
    return new ExponentialMean(1 / length, seed);
  }

  constructor(weight: number, seed: Seed) {
    this.#weight = weight;
    this.#seed = { skip: 0, hide: 0, short: false, ...seed };
    this.#missing = this.#seed.skip + this.#seed.length + this.#seed.hide;
  }

  /** Small enough to be compiled into whoever calls it; what happens rarely is elsewhere. */
  push(x: number): number {
    const before = this.#value;
    const value = before + this.#weight * (x - before);
    if (value - value !== 0) return this.#pushEarlyOrUnknown(x);
    this.#value = value;
    return value;
  }

  peek(x: number): number {
    const value = this.#value + this.#weight * (x - this.#value);
    if (value - value === 0) return value;
    return this.#missing === 1 && x - x === 0 ? this.#begun(x, 0) : NaN;
  }

  save(state: number[]): void {
    state.push(this.#missing, this.#missing === 0 ? this.#value : this.#forming);
  }

  load(state: StateReader): void {
    this.#missing = state.number();
    this.#forming = state.number();
    this.#value = this.#missing === 0 ? this.#forming : NaN;
  }

  #pushEarlyOrUnknown(x: number): number {
    if (x - x !== 0 || this.#missing === 0) return NaN;
    this.#missing -= 1;
    this.#forming = this.#begun(x, this.#missing);
    if (this.#missing === 0) this.#value = this.#forming;
    return this.#value;
  }

  /** What is next on the way to the value; `missing` inputs after x. */
  #begun(x: number, missing: number): number {
    const { length, hide, short } = this.#seed;
    if (missing >= length + hide) return 0;
    if (missing > hide) return this.#forming + x;
    if (missing === hide && !short) return (this.#forming + x) / length;
    const value = missing === hide ? this.#forming / length : this.#forming;
    return value + this.#weight * (x - value);
  }
}
