/** Answers kept for requests that come again with the same Idempotency-Key. */
import type { EpochMs } from '../kernel/units.ts';
import type { Database } from './database.ts';
import { cleanText } from './value-types.ts';

interface KeptRequest {
  readonly requestHash: string;
  /** JSON text of the first answer; null while there was none. */
  readonly answer: string | null;
}

export class SqlIdempotencyStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async find(key: string): Promise<KeptRequest | null> {
    const rows = await this.#database.query<KeptRequest>(
      'select request_hash as "requestHash", answer from idempotency_keys where key = $1',
      [cleanText(key)],
    );
    return rows[0] ?? null;
  }

  /** Keeps the hash under the key unless one is there already; gives what is kept then. */
  async claim(key: string, requestHash: string): Promise<KeptRequest> {
    const rows = await this.#database.query<KeptRequest>(
      `with claimed as (
         insert into idempotency_keys (key, request_hash) values ($1, $2) on conflict (key) do nothing
         returning request_hash, answer)
       select request_hash as "requestHash", answer from claimed
       union all select request_hash, answer from idempotency_keys where key = $1
       limit 1`,
      [cleanText(key), requestHash],
    );
    return rows[0] ?? { requestHash, answer: null };
  }

  async complete(key: string, answer: string): Promise<void> {
    await this.#database.query('update idempotency_keys set answer = $2 where key = $1', [
      cleanText(key),
      answer,
    ]);
  }

  /** Returns how many went. */
  async forgetBefore(at: EpochMs): Promise<number> {
    const rows = await this.#database.query<{ count: number }>(
      `with gone as (
         delete from idempotency_keys where created_at < to_timestamp($1::float8 / 1000) returning 1)
       select count(*)::int as count from gone`,
      [at],
    );
    return rows[0]?.count ?? 0;
  }
}
