/**
 * Highest or lowest of the last n inputs, in two pieces as in rolling-mean.ts (van Herk, Gil and Werman): a running extreme
 * of this lap, and extremes from each place to the end of the last lap. The lowest is the negated highest of negated inputs.
 * Cost: O(1) amortised, no branches on the data, n + 1 numbers.
 */
import { saveArray, type Part, type StateReader } from './part.ts';

export class RollingExtreme implements Part {
  readonly #length: number;
  readonly #sign: 1 | -1;
  readonly #ring: Float64Array;
  #at = 0;
  /** Of this lap, times the sign. */
  #extreme = -Infinity;

  constructor(length: number, which: 'highest' | 'lowest') {
    this.#length = length;
    this.#sign = which === 'highest' ? 1 : -1;
    this.#ring = new Float64Array(length + 1).fill(NaN, 0, length);
    this.#ring[length] = -Infinity;
  }

  push(x: number): number {
    const ring = this.#ring;
    const at = this.#at;
    const next = at + 1;
    const signed = this.#sign * x;
    const extreme = Math.max(this.#extreme, signed);
    const value = this.#sign * Math.max(extreme, ring[next]!);
    ring[at] = signed;
    if (next === this.#length) {
      this.#endLap();
    } else {
      this.#at = next;
      this.#extreme = extreme;
    }
    return value;
  }

  peek(x: number): number {
    const extreme = Math.max(this.#extreme, this.#sign * x);
    return this.#sign * Math.max(extreme, this.#ring[this.#at + 1]!);
  }

  save(state: number[]): void {
    state.push(this.#at, this.#extreme);
    saveArray(this.#ring, state);
  }

  load(state: StateReader): void {
    this.#at = state.number();
    this.#extreme = state.number();
    state.fill(this.#ring);
  }

  #endLap(): void {
    const ring = this.#ring;
    let extreme = -Infinity;
    for (let i = this.#length - 1; i >= 0; i--) ring[i] = extreme = Math.max(extreme, ring[i]!);
    this.#at = 0;
    this.#extreme = -Infinity;
  }
}
