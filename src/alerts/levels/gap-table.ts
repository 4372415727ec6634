/**
 * Where values stand among the levels that wait for them, a row of numbers each. The closed values of one series share a table: at a
 * close most of them stay between the same two levels, and are passed over without fetching a single object from memory.
 */
import type { LevelMover, Moment } from '../evaluation/moment.ts';

/** What the value is now, what its levels were told last, and the two levels around that: none lies strictly between. */
export const GAP = { newest: 0, told: 1, low: 2, high: 3 } as const;
const WIDTH = 4;

export class GapTable {
  /** Replaced when it grows. */
  rows = new Float64Array(WIDTH);
  readonly #movers: (LevelMover | null)[] = [];
  readonly #free: number[] = [];

  /** Place of the first number of a new row; all are unknown. `mover` is asked where `newest` does not lie in the gap. */
  take(mover: LevelMover | null): number {
    const row = this.#free.pop() ?? this.#movers.length;
    this.#movers[row] = mover;
    const at = row * WIDTH;
    if (at === this.rows.length) this.#grow();
    this.rows.fill(NaN, at, at + WIDTH);
    return at;
  }

  release(at: number): void {
    const row = at / WIDTH;
    this.#movers[row] = null;
    this.rows.fill(NaN, at, at + WIDTH);
    this.#free.push(row);
  }

  /** Every `newest` has been written. */
  move(moment: Moment): void {
    const { rows } = this;
    for (let row = 0, at = 0; row < this.#movers.length; row++, at += WIDTH) {
      const value = rows[at] as number;
      if (value > (rows[at + GAP.low] as number) && value < (rows[at + GAP.high] as number))
        rows[at + GAP.told] = value;
      else this.#movers[row]?.moveLevels(moment);
    }
  }

  #grow(): void {
    const grown = new Float64Array(this.rows.length * 2);
    grown.set(this.rows);
    this.rows = grown;
  }
}
