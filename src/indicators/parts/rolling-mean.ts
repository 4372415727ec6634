/**
 * Mean of the last n inputs, without drift.
 *
 * The window is two pieces: the inputs of the lap under way, and the end of the lap before. For the first a running sum is
 * kept; for the second, sums from each place to the lap's end are made once, when the lap ends. Nothing is ever
 * subtracted, so no error gathers however long the stream runs and an input that has left the window has left no trace.
 * Cost: O(1) amortised (a lap's end costs n additions), n + 1 numbers.
 *
 *     ring    x0 x1 x2 | s3 s4 s5 | 0        places before `at`: inputs of this lap; from `at` on: sums of the last lap
 *                        at
 */
import { saveArray, type Part, type StateReader } from './part.ts';

export class RollingMean implements Part {
  readonly #length: number;
  readonly #ring: Float64Array;
  #at = 0;
  /** Sum of this lap's inputs. */
  #sum = 0;

  constructor(length: number) {
    this.#length = length;
    this.#ring = new Float64Array(length + 1).fill(NaN, 0, length);
  }

  push(x: number): number {
    const ring = this.#ring;
    const at = this.#at;
    const next = at + 1;
    const sum = this.#sum + x;
    const mean = (sum + ring[next]!) / this.#length;
    ring[at] = x;
    if (next === this.#length) {
      this.#endLap();
    } else {
      this.#at = next;
      this.#sum = sum;
    }
    return mean;
  }

  peek(x: number): number {
    return (this.#sum + x + this.#ring[this.#at + 1]!) / this.#length;
  }

  save(state: number[]): void {
    state.push(this.#at, this.#sum);
    saveArray(this.#ring, state);
  }

  load(state: StateReader): void {
    this.#at = state.number();
    this.#sum = state.number();
    state.fill(this.#ring);
  }

  /** Two places at a time: each sum waits for the one before it, and so for half as many. */
  #endLap(): void {
    const ring = this.#ring;
    let sum = 0;
    let i = this.#length - 1;
    for (; i > 0; i -= 2) {
      const x = ring[i]!;
      ring[i] = sum + x;
      ring[i - 1] = sum += x + ring[i - 1]!;
    }
    if (i === 0) ring[0] = sum + ring[0]!;
    this.#at = 0;
    this.#sum = 0;
  }
}
