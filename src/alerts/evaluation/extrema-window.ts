/**
 * Lowest and highest of a value over any recent window, shared by every move that reads the same value.
 *
 * A value stands until the next one replaces it, and is in a window that begins before that: the close of now has risen from the close
 * of an hour ago, and a jump after a silence is one from what stood all through it.
 *
 * Two monotonic queues: the lowest since any instant is the first entry that stood after it, found by binary search. Distinct prices
 * bound their length, the longest window in use bounds their age. A sample is O(1) amortised.
 */
import type { Moment, Sampler } from './moment.ts';
import type { Value } from './value.ts';

/**
 * Entries in order of time whose values only rise (for the lowest) or only fall (for the highest): until when it stood, the step at
 * which it came, the value. The last one is always the last sample, which nothing has beaten yet.
 */
class Extremes {
  readonly #isBeaten: (standing: number, value: number) => boolean;
  #rows = new Float64Array(3 * 16);
  #start = 0;
  #end = 0;

  constructor(isBeaten: (standing: number, value: number) => boolean) {
    this.#isBeaten = isBeaten;
  }

  add(at: number, step: number, value: number): void {
    if (this.#end > this.#start) this.#rows[3 * this.#end - 3] = at;
    while (this.#end > this.#start && this.#isBeaten(this.#rows[3 * this.#end - 1] as number, value))
      this.#end--;
    if (3 * this.#end === this.#rows.length) this.#makeRoom();
    this.#rows[3 * this.#end] = at;
    this.#rows[3 * this.#end + 1] = step;
    this.#rows[3 * this.#end + 2] = value;
    this.#end++;
  }

  forget(until: number): void {
    while (this.#start < this.#end && (this.#rows[3 * this.#start] as number) <= until) this.#start++;
  }

  /** The extreme of what stood after `instant` and came after `step`; NaN when nothing did. */
  after(instant: number, step: number): number {
    let low = this.#start;
    let high = this.#end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const isAfter =
        (this.#rows[3 * middle] as number) > instant && (this.#rows[3 * middle + 1] as number) > step;
      if (isAfter) high = middle;
      else low = middle + 1;
    }
    return low < this.#end ? (this.#rows[3 * low + 2] as number) : NaN;
  }

  toArray(): Float64Array {
    return this.#rows.slice(3 * this.#start, 3 * this.#end);
  }

  load(rows: ArrayLike<number>): void {
    this.#rows = new Float64Array(Math.max(48, rows.length));
    this.#rows.set(rows);
    this.#start = 0;
    this.#end = rows.length / 3;
  }

  #makeRoom(): void {
    const used = 3 * (this.#end - this.#start);
    const target = used * 2 > this.#rows.length ? new Float64Array(this.#rows.length * 2) : this.#rows;
    if (target === this.#rows) target.copyWithin(0, 3 * this.#start, 3 * this.#end);
    else target.set(this.#rows.subarray(3 * this.#start, 3 * this.#end));
    this.#rows = target;
    this.#end -= this.#start;
    this.#start = 0;
  }
}

export class ExtremaWindow implements Sampler {
  readonly #value: Value;
  readonly #lowest = new Extremes((standing, value) => standing >= value);
  readonly #highest = new Extremes((standing, value) => standing <= value);
  /** How many users ask for each length. */
  readonly #lengths = new Map<number, number>();
  #lengthMs = 0;
  #step = 0;

  constructor(value: Value) {
    this.#value = value;
  }

  /** Windows up to this long may be asked for, until it is dropped as often as it was wanted. */
  want(lengthMs: number): void {
    this.#lengths.set(lengthMs, (this.#lengths.get(lengthMs) ?? 0) + 1);
    this.#lengthMs = Math.max(this.#lengthMs, lengthMs);
  }

  drop(lengthMs: number): void {
    const left = (this.#lengths.get(lengthMs) ?? 0) - 1;
    if (left > 0) this.#lengths.set(lengthMs, left);
    else this.#lengths.delete(lengthMs);
    this.#lengthMs = Math.max(0, ...this.#lengths.keys());
  }

  sample(moment: Moment): void {
    if (moment.step === this.#step) return;
    this.#step = moment.step;
    const value = this.#value.now();
    if (Number.isNaN(value)) return;
    this.#lowest.add(moment.now, moment.step, value);
    this.#highest.add(moment.now, moment.step, value);
    this.#lowest.forget(moment.now - this.#lengthMs);
    this.#highest.forget(moment.now - this.#lengthMs);
  }

  /** Lowest value that stood after `instant` and came after `step`; NaN when there is none. */
  lowestAfter(instant: number, step: number): number {
    return this.#lowest.after(instant, step);
  }

  highestAfter(instant: number, step: number): number {
    return this.#highest.after(instant, step);
  }

  snapshot(): { lowest: Float64Array; highest: Float64Array } {
    return { lowest: this.#lowest.toArray(), highest: this.#highest.toArray() };
  }

  restore(from: { readonly lowest: readonly number[]; readonly highest: readonly number[] }): void {
    this.#lowest.load(from.lowest);
    this.#highest.load(from.highest);
  }
}
