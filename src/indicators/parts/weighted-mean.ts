/**
 * Mean of the last n inputs weighted 1 (oldest) to n (newest), without drift: two pieces as in rolling-mean.ts.
 * This lap's piece is Σ(n − at + j)·x_j = (n − at)·Σx_j + Σj·x_j; the last lap's, Σ(j − at)·x_j, is the sum of its sums.
 * Cost: O(1) amortised, n + 1 numbers.
 */
import { saveArray, type Part, type StateReader } from './part.ts';

export class WeightedMean implements Part {
  readonly #length: number;
  readonly #weight: number;
  readonly #ring: Float64Array;
  #at = 0;
  #sum = 0;
  /** Σ j·x_j over this lap, j from 0. */
  #moment = 0;

  constructor(length: number) {
    this.#length = length;
    this.#weight = (length * (length + 1)) / 2;
    this.#ring = new Float64Array(length + 1).fill(NaN, 0, length);
  }

  push(x: number): number {
    const ring = this.#ring;
    const at = this.#at;
    const next = at + 1;
    const sum = this.#sum + x;
    const moment = this.#moment + at * x;
    const mean = ((this.#length - at) * sum + moment + ring[next]!) / this.#weight;
    ring[at] = x;
    if (next === this.#length) {
      this.#endLap();
    } else {
      this.#at = next;
      this.#sum = sum;
      this.#moment = moment;
    }
    return mean;
  }

  peek(x: number): number {
    const at = this.#at;
    const sum = this.#sum + x;
    const moment = this.#moment + at * x;
    return ((this.#length - at) * sum + moment + this.#ring[at + 1]!) / this.#weight;
  }

  save(state: number[]): void {
    state.push(this.#at, this.#sum, this.#moment);
    saveArray(this.#ring, state);
  }

  load(state: StateReader): void {
    this.#at = state.number();
    this.#sum = state.number();
    this.#moment = state.number();
    state.fill(this.#ring);
  }

  #endLap(): void {
    const ring = this.#ring;
    let sum = 0;
    let weighted = 0;
    for (let i = this.#length - 1; i >= 0; i--) {
      sum += ring[i]!;
      ring[i] = weighted += sum;
    }
    this.#at = 0;
    this.#sum = 0;
    this.#moment = 0;
  }
}
