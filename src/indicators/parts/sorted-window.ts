/**
 * The last n inputs in order of size: how many of them are at most x. Equal inputs are interchangeable, so order and snapshot are unique.
 * Cost: two binary searches and one move of the numbers between the one that leaves and the one that comes; 2n numbers.
 */
import { saveArray, type Part, type StateReader } from './part.ts';

export class SortedWindow implements Part {
  readonly #length: number;
  readonly #ring: Float64Array;
  readonly #sorted: Float64Array;
  #at = 0;
  /** Inputs in the window that are not numbers; each is held as +∞, the last in the order. */
  #unknown: number;

  constructor(length: number) {
    this.#length = length;
    this.#ring = new Float64Array(length).fill(Infinity);
    this.#sorted = new Float64Array(length).fill(Infinity);
    this.#unknown = length;
  }

  push(x: number): void {
    const held = Number.isFinite(x) ? x : Infinity;
    const oldest = this.#ring[this.#at]!;
    this.#unknown += (held === Infinity ? 1 : 0) - (oldest === Infinity ? 1 : 0);
    this.#ring[this.#at] = held;
    this.#at = this.#at + 1 === this.#length ? 0 : this.#at + 1;
    this.#replace(oldest, held);
  }

  /** NaN while an input of the window, or x, is unknown. */
  countAtMost(x: number): number {
    return this.#unknown > 0 || !Number.isFinite(x) ? NaN : this.#firstAbove(x);
  }

  save(state: number[]): void {
    state.push(this.#at, this.#unknown);
    saveArray(this.#ring, state);
  }

  load(state: StateReader): void {
    this.#at = state.number();
    this.#unknown = state.number();
    state.fill(this.#ring);
    this.#sorted.set(this.#ring);
    this.#sorted.sort();
  }

  #replace(old: number, fresh: number): void {
    const sorted = this.#sorted;
    const from = old === Infinity ? this.#length - 1 : this.#firstAbove(old) - 1;
    if (fresh >= old) {
      const to = (fresh === Infinity ? this.#length : this.#firstAbove(fresh)) - 1;
      sorted.copyWithin(from, from + 1, to + 1);
      sorted[to] = fresh;
    } else {
      const to = this.#firstAbove(fresh);
      sorted.copyWithin(to + 1, to, from);
      sorted[to] = fresh;
    }
  }

  /** Where the first one above x is; the length when there is none. */
  #firstAbove(x: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sorted[middle]! <= x) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
