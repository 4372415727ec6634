/** Rows that many refer to by place, each kept once. */
export class Table<Row> {
  readonly #places = new Map<string, number>();
  #fresh: Row[] = [];

  /** Equal keys are the same row; only a new one is made. */
  place(key: string, make: () => Row): number {
    const found = this.#places.get(key);
    if (found !== undefined) return found;
    const place = this.#places.size;
    this.#places.set(key, place);
    this.#fresh.push(make());
    return place;
  }

  /** Those that came since the last time, in the order of their places. */
  takeFresh(): readonly Row[] {
    const fresh = this.#fresh;
    this.#fresh = [];
    return fresh;
  }
}
