/**
 * Who wants to be woken when: a binary heap by time. An entry is not removed when its owner changes its mind; the owner is asked
 * (`dueAt`) when the entry comes up. Stale entries are swept out when they are more than half.
 */
export class TimerQueue<T> {
  readonly #dueAt: (item: T) => number;
  #times: number[] = [];
  #items: T[] = [];
  #sweepAt = 64;

  /** `dueAt` tells when an item wants to be woken now; Infinity for never. */
  constructor(dueAt: (item: T) => number) {
    this.#dueAt = dueAt;
  }

  /** Time of the first entry that still holds, or Infinity. */
  next(): number {
    while (this.#times.length > 0 && this.#isStale(0)) this.#removeFirst();
    return this.#times[0] ?? Infinity;
  }

  add(at: number, item: T): void {
    if (this.#times.length >= this.#sweepAt) this.#sweep();
    this.#times.push(at);
    this.#items.push(item);
    this.#up(this.#times.length - 1);
  }

  /** Takes out every item due by `at`. */
  takeDue(at: number, take: (item: T) => void): void {
    while (this.next() <= at) {
      const item = this.#items[0] as T;
      this.#removeFirst();
      take(item);
    }
  }

  #isStale(index: number): boolean {
    return this.#dueAt(this.#items[index] as T) !== this.#times[index];
  }

  #removeFirst(): void {
    const time = this.#times.pop() as number;
    const item = this.#items.pop() as T;
    if (this.#times.length === 0) return;
    this.#times[0] = time;
    this.#items[0] = item;
    this.#down(0);
  }

  #sweep(): void {
    const times = this.#times;
    const items = this.#items;
    this.#times = [];
    this.#items = [];
    for (let i = 0; i < times.length; i++)
      if (this.#dueAt(items[i] as T) === times[i]) {
        this.#times.push(times[i] as number);
        this.#items.push(items[i] as T);
      }
    for (let i = (this.#times.length >>> 1) - 1; i >= 0; i--) this.#down(i);
    this.#sweepAt = Math.max(64, this.#times.length * 2);
  }

  #up(from: number): void {
    let child = from;
    while (child > 0) {
      const parent = (child - 1) >>> 1;
      if ((this.#times[parent] as number) <= (this.#times[child] as number)) return;
      this.#swap(parent, child);
      child = parent;
    }
  }

  #down(from: number): void {
    let parent = from;
    for (;;) {
      let child = 2 * parent + 1;
      if (child >= this.#times.length) return;
      if (
        child + 1 < this.#times.length &&
        (this.#times[child + 1] as number) < (this.#times[child] as number)
      )
        child++;
      if ((this.#times[parent] as number) <= (this.#times[child] as number)) return;
      this.#swap(parent, child);
      parent = child;
    }
  }

  #swap(a: number, b: number): void {
    const time = this.#times[a] as number;
    const item = this.#items[a] as T;
    this.#times[a] = this.#times[b] as number;
    this.#items[a] = this.#items[b] as T;
    this.#times[b] = time;
    this.#items[b] = item;
  }
}
