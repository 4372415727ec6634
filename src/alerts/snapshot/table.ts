/** Rows that many refer to by place, each kept once. */
export class Table<Row> {
  readonly rows: Row[] = [];
  readonly #places = new Map<string, number>();

  /** Equal keys are the same row. */
  place(key: string, row: Row): number {
    const found = this.#places.get(key);
    if (found !== undefined) return found;
    const place = this.rows.push(row) - 1;
    this.#places.set(key, place);
    return place;
  }
}
