/** Collects the `and`ed parts of a where clause together with their values. */
import type { SqlValue } from './database.ts';

export class Filter {
  readonly values: SqlValue[] = [];
  readonly #parts: string[] = [];

  /** `?` in `part` stands for the next of `values`. */
  and(part: string, ...values: readonly SqlValue[]): this {
    let next = 0;
    this.#parts.push(
      part.replace(/\?/g, () => {
        const value = values[next++];
        if (value === undefined) throw new RangeError(`a value is missing for "${part}"`);
        return this.value(value);
      }),
    );
    return this;
  }

  /** The placeholder of a further value. */
  value(value: SqlValue): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  /** `where …`, or nothing. */
  get where(): string {
    return this.#parts.length === 0 ? '' : `where ${this.#parts.join(' and ')}`;
  }
}
