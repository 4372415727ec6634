/** The input before this one; NaN at the first. */
import type { Part, StateReader } from './part.ts';

export class LastValue implements Part {
  #value = NaN;

  peek(): number {
    return this.#value;
  }

  push(x: number): number {
    const before = this.#value;
    this.#value = x;
    return before;
  }

  save(state: number[]): void {
    state.push(this.#value);
  }

  load(state: StateReader): void {
    this.#value = state.number();
  }
}
