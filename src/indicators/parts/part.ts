/**
 * Parts are the small streams that indicators are made of. Each has push(x), which takes the next input, and peek(x), which
 * answers the same without a trace; both give the new value, NaN while it is unknown. Neither allocates.
 *
 * Unknown input (NaN, an infinity) never poisons a part for ever:
 *   - a windowed part is unknown exactly while its window holds such an input;
 *   - a recursive part answers NaN to it and keeps its state, as if the candle had not been there.
 * So parts chain without counting warm-ups: the mean of a value that is unknown for 13 candles starts by itself at the 14th.
 */
import { assert } from '../../kernel/assert.ts';

export interface Part {
  save(state: number[]): void;
  load(state: StateReader): void;
}

/** Reads a snapshot front to back; whoever reads too much or too little has a snapshot of something else. */
export class StateReader {
  readonly #state: readonly number[];
  #next = 0;

  constructor(state: readonly number[]) {
    this.#state = state;
  }

  number(): number {
    const value = this.#state[this.#next++];
    assert(value !== undefined, `indicator snapshot too short: ${this.#state.length} numbers`);
    return value;
  }

  fill(array: Float64Array): void {
    for (let i = 0; i < array.length; i++) array[i] = this.number();
  }

  end(): void {
    assert(
      this.#next === this.#state.length,
      `indicator snapshot too long: ${this.#state.length} numbers, ${this.#next} expected`,
    );
  }
}

export function saveArray(array: Float64Array, state: number[]): void {
  for (const value of array) state.push(value);
}

/** The snapshot of an indicator that consists of its outputs and parts. */
export function snapshotOf(outputs: Float64Array, parts: readonly Part[]): readonly number[] {
  const state: number[] = [];
  saveArray(outputs, state);
  for (const part of parts) part.save(state);
  return state;
}

export function restoreFrom(state: readonly number[], outputs: Float64Array, parts: readonly Part[]): void {
  const reader = new StateReader(state);
  reader.fill(outputs);
  for (const part of parts) part.load(reader);
  reader.end();
}
