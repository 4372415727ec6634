/**
 * Who wants to be woken when: a binary heap by time. An entry is not removed when its owner changes its mind; the owner is asked
 * (`dueAt`) when the entry comes up. Every addition also looks at two entries elsewhere and removes them when they are stale, so these
 * never become many, and nothing stands still for them. The heap lies in chunks: growing copies nothing, however many wait.
 */
const CHUNK_BITS = 10;
const CHUNK = 1 << CHUNK_BITS;
const LOOKED_AT = 2;

export class TimerQueue<T> {
  readonly #dueAt: (item: T) => number;
  readonly #times: Float64Array[] = [];
  readonly #items: T[][] = [];
  #length = 0;
  /** The entry that was looked at last; from there towards the first. */
  #looked = 0;

  /** `dueAt` tells when an item wants to be woken now; Infinity for never. */
  constructor(dueAt: (item: T) => number) {
    this.#dueAt = dueAt;
  }

  /** Entries, stale ones among them. */
  get length(): number {
    return this.#length;
  }

  /** Time of the first entry that still holds, or Infinity. */
  next(): number {
    while (this.#length > 0 && this.#isStale(0)) this.#remove(0);
    return this.#length > 0 ? this.#time(0) : Infinity;
  }

  add(at: number, item: T): void {
    for (let i = 0; i < LOOKED_AT && this.#length > 0; i++) this.#lookElsewhere();
    const place = this.#length++;
    if (place >>> CHUNK_BITS === this.#times.length) {
      this.#times.push(new Float64Array(CHUNK));
      this.#items.push([]);
    }
    this.#put(place, at, item);
    this.#up(place);
  }

  /** Takes out every item due by `at`. */
  takeDue(at: number, take: (item: T) => void): void {
    while (this.next() <= at) {
      const item = this.#item(0);
      this.#remove(0);
      take(item);
    }
  }

  #lookElsewhere(): void {
    this.#looked = (this.#looked === 0 ? this.#length : Math.min(this.#looked, this.#length)) - 1;
    if (this.#isStale(this.#looked)) this.#remove(this.#looked);
  }

  #isStale(place: number): boolean {
    return this.#dueAt(this.#item(place)) !== this.#time(place);
  }

  /** The last entry takes the place. */
  #remove(place: number): void {
    const last = --this.#length;
    const time = this.#time(last);
    const item = this.#item(last);
    (this.#items[last >>> CHUNK_BITS] as T[]).pop();
    if (place === last) return;
    this.#put(place, time, item);
    this.#up(place);
    this.#down(place);
  }

  #up(from: number): void {
    let child = from;
    while (child > 0) {
      const parent = (child - 1) >>> 1;
      if (this.#time(parent) <= this.#time(child)) return;
      this.#swap(parent, child);
      child = parent;
    }
  }

  #down(from: number): void {
    let parent = from;
    for (;;) {
      let child = 2 * parent + 1;
      if (child >= this.#length) return;
      if (child + 1 < this.#length && this.#time(child + 1) < this.#time(child)) child++;
      if (this.#time(parent) <= this.#time(child)) return;
      this.#swap(parent, child);
      parent = child;
    }
  }

  #swap(a: number, b: number): void {
    const time = this.#time(a);
    const item = this.#item(a);
    this.#put(a, this.#time(b), this.#item(b));
    this.#put(b, time, item);
  }

  #time(place: number): number {
    return (this.#times[place >>> CHUNK_BITS] as Float64Array)[place & (CHUNK - 1)] as number;
  }

  #item(place: number): T {
    return (this.#items[place >>> CHUNK_BITS] as T[])[place & (CHUNK - 1)] as T;
  }

  #put(place: number, time: number, item: T): void {
    (this.#times[place >>> CHUNK_BITS] as Float64Array)[place & (CHUNK - 1)] = time;
    (this.#items[place >>> CHUNK_BITS] as T[])[place & (CHUNK - 1)] = item;
  }
}
