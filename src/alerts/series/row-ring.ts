/**
 * The newest rows of a table of numbers, oldest overwritten first. Memory starts small and doubles up to the limit, so that a series
 * that hardly moves costs hardly anything. A push is O(1) amortised; a read is O(1).
 */
const FIRST_CAPACITY = 8;

export class RowRing {
  readonly width: number;
  #limit: number;
  #capacity: number;
  #rows: Float64Array;
  #next = 0;
  #length = 0;

  constructor(width: number, limit: number) {
    this.width = width;
    this.#limit = limit;
    this.#capacity = Math.min(FIRST_CAPACITY, limit);
    this.#rows = new Float64Array(this.#capacity * width);
  }

  get length(): number {
    return this.#length;
  }

  get limit(): number {
    return this.#limit;
  }

  push(row: ArrayLike<number>): void {
    if (this.#length === this.#capacity && this.#capacity < this.#limit) this.#grow();
    const start = this.#next * this.width;
    for (let column = 0; column < this.width; column++) this.#rows[start + column] = row[column] ?? NaN;
    this.#next = this.#next + 1 === this.#capacity ? 0 : this.#next + 1;
    if (this.#length < this.#capacity) this.#length++;
  }

  /** `back` rows before the newest, which is 0; NaN for any other row. */
  value(back: number, column: number): number {
    if (!(back >= 0 && back < this.#length)) return NaN;
    let row = this.#next - 1 - back;
    if (row < 0) row += this.#capacity;
    return this.#rows[row * this.width + column] ?? NaN;
  }

  /** Keeps at least `limit` rows from now on; what was overwritten before does not come back. */
  deepen(limit: number): void {
    if (limit > this.#limit) this.#limit = limit;
  }

  clear(): void {
    this.#next = 0;
    this.#length = 0;
  }

  /** All rows, oldest first, one after the other. */
  toArray(): Float64Array {
    const flat = new Float64Array(this.#length * this.width);
    for (let row = 0; row < this.#length; row++)
      for (let column = 0; column < this.width; column++)
        flat[row * this.width + column] = this.value(this.#length - 1 - row, column);
    return flat;
  }

  /** Replaces the content by rows as `toArray` gives them. */
  load(flat: ArrayLike<number>): void {
    this.clear();
    const row = new Float64Array(this.width);
    for (let start = 0; start < flat.length; start += this.width) {
      for (let column = 0; column < this.width; column++) row[column] = flat[start + column] ?? NaN;
      this.push(row);
    }
  }

  #grow(): void {
    const flat = this.toArray();
    this.#capacity = Math.min(this.#capacity * 2, this.#limit);
    this.#rows = new Float64Array(this.#capacity * this.width);
    this.#rows.set(flat);
    this.#next = this.#length;
  }
}
