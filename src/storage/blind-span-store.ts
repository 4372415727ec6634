/** Stretches of market time whose prices nobody has. */
import type { BlindSpan, BlindSpanStore } from '../alerts/ports.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { Database } from './database.ts';

const AT_MOST = 100;

export class SqlBlindSpanStore implements BlindSpanStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async add({ from, to, reason }: BlindSpan): Promise<void> {
    await this.#database.query(
      `insert into blind_spans (from_at, to_at, reason)
       values (to_timestamp($1::float8 / 1000), to_timestamp($2::float8 / 1000), $3) on conflict do nothing`,
      [from, to, reason],
    );
  }

  async since(at: EpochMs): Promise<readonly BlindSpan[]> {
    return this.#database.query<BlindSpan>(
      `select from_at as "from", to_at as "to", reason from blind_spans
       where to_at > to_timestamp($1::float8 / 1000) order by to_at desc, from_at desc limit ${AT_MOST}`,
      [at],
    );
  }
}
