/** The last n inputs by how many steps back they are; 0 before there were so many. Cost: O(1), n + 1 numbers. */
import { saveArray, type Part, type StateReader } from './part.ts';

export class Lags implements Part {
  readonly #ring: Float64Array;
  /** Where the next goes. */
  #at = 0;

  constructor(length: number) {
    this.#ring = new Float64Array(length);
  }

  /** 1 is the latest. */
  back(steps: number): number {
    const place = this.#at - steps;
    return this.#ring[place < 0 ? place + this.#ring.length : place]!;
  }

  push(x: number): void {
    this.#ring[this.#at] = x;
    this.#at = this.#at + 1 === this.#ring.length ? 0 : this.#at + 1;
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
