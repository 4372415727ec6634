/**
 * Merges streams that are each in order into one that is: pages in, pages out. Holds one page of each stream.
 * Costs one comparison per item and stream, which is less than a heap for the few dozen streams there are.
 */
export async function* mergePages<T>(
  streams: readonly AsyncIterable<readonly T[]>[],
  compare: (a: T, b: T) => number,
  pageSize: number,
): AsyncGenerator<readonly T[]> {
  const heads = streams.map((stream) => new Head(stream[Symbol.asyncIterator]()));
  try {
    for (const head of heads) await head.load();
    let page: T[] = [];
    for (;;) {
      const first = firstOf(heads, compare);
      if (first === null) break;
      page.push(first.take());
      if (first.value === undefined) await first.load();
      if (page.length === pageSize) {
        yield page;
        page = [];
      }
    }
    if (page.length > 0) yield page;
  } finally {
    for (const head of heads) await head.stop();
  }
}

function firstOf<T>(heads: readonly Head<T>[], compare: (a: T, b: T) => number): Head<T> | null {
  let first: Head<T> | null = null;
  for (const head of heads) {
    if (head.value === undefined) continue;
    if (first?.value === undefined || compare(head.value, first.value) < 0) first = head;
  }
  return first;
}

/** The front of one stream. */
class Head<T> {
  /** Undefined when the page is used up, or the stream has ended after `load`. */
  value: T | undefined;
  readonly #pages: AsyncIterator<readonly T[]>;
  #page: readonly T[] = [];
  #next = 0;

  constructor(pages: AsyncIterator<readonly T[]>) {
    this.#pages = pages;
  }

  take(): T {
    const value = this.value as T;
    this.value = this.#page[this.#next++];
    return value;
  }

  /** The next page that is not empty. */
  async load(): Promise<void> {
    for (;;) {
      const next = await this.#pages.next();
      if (next.done === true) return;
      if (next.value.length === 0) continue;
      this.#page = next.value;
      this.value = next.value[0];
      this.#next = 1;
      return;
    }
  }

  async stop(): Promise<void> {
    await this.#pages.return?.();
  }
}
