/** The input n steps back; NaN until there is one. Cost: O(1), n numbers. */
import { saveArray, type Part, type StateReader } from './part.ts';

export class Delay implements Part {
  readonly #ring: Float64Array;
  #at = 0;

  constructor(length: number) {
    this.#ring = new Float64Array(length).fill(NaN);
  }

  /** What a push would give; it does not depend on the pushed input. */
  peek(): number {
    return this.#ring[this.#at]!;
  }

  push(x: number): number {
    const at = this.#at;
    const delayed = this.#ring[at]!;
    this.#ring[at] = x;
    this.#at = at + 1 === this.#ring.length ? 0 : at + 1;
    return delayed;
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
