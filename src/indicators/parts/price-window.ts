/** The last n inputs, oldest first, for what has to look at each of them. Cost: O(1) a push, n numbers. */
import { saveArray, type Part, type StateReader } from './part.ts';

export class PriceWindow implements Part {
  readonly length: number;
  readonly #ring: Float64Array;
  /** Where the oldest is, and the next goes. */
  #at = 0;

  constructor(length: number) {
    this.length = length;
    this.#ring = new Float64Array(length).fill(NaN);
  }

  push(x: number): void {
    this.#ring[this.#at] = x;
    this.#at = this.#at + 1 === this.length ? 0 : this.#at + 1;
  }

  /** Σ weights[i] · x_i, i from 0 at the oldest; NaN while an input is unknown. */
  weighted(weights: Float64Array): number {
    const ring = this.#ring;
    const older = this.length - this.#at;
    let sum = 0;
    for (let i = 0; i < older; i++) sum += weights[i]! * ring[this.#at + i]!;
    for (let i = older; i < this.length; i++) sum += weights[i]! * ring[i - older]!;
    return sum;
  }

  /** The same as if x had been pushed. */
  weightedWith(x: number, weights: Float64Array): number {
    const at = this.#at;
    const oldest = this.#ring[at]!;
    this.push(x);
    const sum = this.weighted(weights);
    this.#ring[at] = oldest;
    this.#at = at;
    return sum;
  }

  save(state: number[]): void {
    state.push(this.#at);
    saveArray(this.#ring, state);
  }

  load(state: StateReader): void {
    this.#at = state.number();
    state.fill(this.#ring);
  }
}
