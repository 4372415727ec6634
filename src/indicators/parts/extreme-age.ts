/**
 * How many inputs ago the highest or lowest of the last n was; of equals, the latest. Two pieces as in rolling-mean.ts.
 * Cost: O(1) amortised, 2n + 2 numbers.
 */
import { saveArray, type Part, type StateReader } from './part.ts';

export class ExtremeAge implements Part {
  readonly #length: number;
  readonly #sign: 1 | -1;
  /** This lap's inputs times the sign, then the last lap's extremes from each place to its end. */
  readonly #ring: Float64Array;
  /** Where in the last lap those extremes were. */
  readonly #place: Float64Array;
  #at = 0;
  #extreme = -Infinity;
  #extremeAt = 0;

  constructor(length: number, which: 'highest' | 'lowest') {
    this.#length = length;
    this.#sign = which === 'highest' ? 1 : -1;
    this.#ring = new Float64Array(length + 1).fill(NaN, 0, length);
    this.#ring[length] = -Infinity;
    this.#place = new Float64Array(length + 1);
  }

  push(x: number): number {
    const at = this.#at;
    const signed = this.#sign * x;
    const age = this.peek(x);
    if (signed >= this.#extreme) this.#extremeAt = at;
    this.#extreme = Math.max(this.#extreme, signed);
    this.#ring[at] = signed;
    if (at + 1 === this.#length) this.#endLap();
    else this.#at = at + 1;
    return age;
  }

  peek(x: number): number {
    const at = this.#at;
    const signed = this.#sign * x;
    const newer = Math.max(this.#extreme, signed);
    const older = this.#ring[at + 1]!;
    if (newer !== newer || older !== older) return NaN;
    if (older > newer) return at + this.#length - this.#place[at + 1]!;
    return signed >= this.#extreme ? 0 : at - this.#extremeAt;
  }

  save(state: number[]): void {
    state.push(this.#at, this.#extreme, this.#extremeAt);
    saveArray(this.#ring, state);
    saveArray(this.#place, state);
  }

  load(state: StateReader): void {
    this.#at = state.number();
    this.#extreme = state.number();
    this.#extremeAt = state.number();
    state.fill(this.#ring);
    state.fill(this.#place);
  }

  #endLap(): void {
    const ring = this.#ring;
    let extreme = -Infinity;
    let place = this.#length;
    for (let i = this.#length - 1; i >= 0; i--) {
      if (ring[i]! > extreme) place = i;
      ring[i] = extreme = Math.max(extreme, ring[i]!);
      this.#place[i] = place;
    }
    this.#at = 0;
    this.#extreme = -Infinity;
    this.#extremeAt = 0;
  }
}
