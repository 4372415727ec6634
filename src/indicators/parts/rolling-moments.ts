/**
 * Mean and variance (of the population) of the last n inputs, without drift and without cancellation.
 *
 * Two pieces as in rolling-mean.ts, summed over differences from an anchor, the last input of the last lap: at 1.38 the
 * squares of prices would leave seven digits of the variance, the squares of differences leave all that the prices hold.
 * A flat window has variance 0 exactly. Cost: O(1) amortised, 2n + 2 numbers.
 */
import { saveArray, type Part, type StateReader } from './part.ts';

export class RollingMoments implements Part {
  /** Results of the latest push or peek. */
  mean = NaN;
  variance = NaN;

  readonly #length: number;
  /** 1/n: sums of differences are small beside the price, and so is what the rounding of 1/n takes from them. */
  readonly #share: number;
  /** This lap's inputs, then the last lap's sums of differences. */
  readonly #sums: Float64Array;
  readonly #squares: Float64Array;
  #at = 0;
  #anchor = NaN;
  #sum = 0;
  #square = 0;
  #last = NaN;
  /** How many inputs in a row equal the last one. */
  #run = 0;

  constructor(length: number) {
    this.#length = length;
    this.#share = 1 / length;
    this.#sums = new Float64Array(length + 1).fill(NaN, 0, length);
    this.#squares = new Float64Array(length + 1).fill(NaN, 0, length);
  }

  push(x: number): void {
    if (this.#anchor !== this.#anchor && Number.isFinite(x)) this.#anchor = x;
    this.#run = x === this.#last ? this.#run + 1 : 1;
    this.#last = x;
    const at = this.#at;
    const difference = x - this.#anchor;
    this.#sum += difference;
    this.#square += difference * difference;
    this.#conclude(x, this.#sum, this.#square, this.#run);
    this.#sums[at] = x;
    if (at + 1 === this.#length) this.#endLap();
    else this.#at = at + 1;
  }

  peek(x: number): void {
    const anchor = this.#anchor === this.#anchor ? this.#anchor : x;
    const difference = x - anchor;
    const run = x === this.#last ? this.#run + 1 : 1;
    this.#conclude(x, this.#sum + difference, this.#square + difference * difference, run);
  }

  save(state: number[]): void {
    state.push(this.#at, this.#anchor, this.#sum, this.#square, this.#last, this.#run);
    saveArray(this.#sums, state);
    saveArray(this.#squares, state);
  }

  load(state: StateReader): void {
    this.#at = state.number();
    this.#anchor = state.number();
    this.#sum = state.number();
    this.#square = state.number();
    this.#last = state.number();
    this.#run = state.number();
    state.fill(this.#sums);
    state.fill(this.#squares);
  }

  #conclude(x: number, lapSum: number, lapSquare: number, run: number): void {
    if (run >= this.#length) {
      this.mean = x;
      this.variance = 0;
      return;
    }
    const next = this.#at + 1;
    const offset = (lapSum + this.#sums[next]!) * this.#share;
    const variance = (lapSquare + this.#squares[next]!) * this.#share - offset * offset;
    this.mean = (this.#anchor === this.#anchor ? this.#anchor : x) + offset;
    this.variance = variance < 0 ? 0 : variance;
  }

  #endLap(): void {
    const sums = this.#sums;
    const squares = this.#squares;
    const anchor = Number.isFinite(this.#last) ? this.#last : this.#anchor;
    let sum = 0;
    let square = 0;
    for (let i = this.#length - 1; i >= 0; i--) {
      const difference = sums[i]! - anchor;
      sums[i] = sum += difference;
      squares[i] = square += difference * difference;
    }
    this.#anchor = anchor;
    this.#at = 0;
    this.#sum = 0;
    this.#square = 0;
  }
}
