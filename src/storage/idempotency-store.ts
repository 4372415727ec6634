/**
 * Answers kept for requests that come again with the same Idempotency-Key.
 *
 *   (none) -> begun -> answered       `begin` says `new`, the caller works, `complete` keeps the answer
 *     ^         |
 *     '---------'                     `abandon`, or the lock ran out because the process died: the next `begin` says `new` again
 */
import type { DurationMs, EpochMs } from '../kernel/units.ts';
import type { Database } from './database.ts';
import { cleanText, jsonText } from './value-types.ts';

export interface KeptAnswer {
  readonly status: number;
  readonly body: unknown;
}

export type Begun =
  /** Do the work, then `complete` or `abandon`. */
  | { readonly outcome: 'new' }
  | { readonly outcome: 'answered'; readonly answer: KeptAnswer }
  /** The first request is still being worked on. */
  | { readonly outcome: 'in-progress' }
  /** The key came with another request before. */
  | { readonly outcome: 'mismatch' };

export interface IdempotencyStore {
  begin(key: string, requestHash: string, lockMs: DurationMs): Promise<Begun>;
  complete(key: string, answer: KeptAnswer): Promise<void>;
  abandon(key: string): Promise<void>;
  /** Returns how many went. */
  forgetBefore(at: EpochMs): Promise<number>;
}

export class SqlIdempotencyStore implements IdempotencyStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async begin(key: string, requestHash: string, lockMs: DurationMs): Promise<Begun> {
    const name = cleanText(key);
    const taken = await this.#database.query(
      `insert into idempotency_keys (key, request_hash, locked_until)
       values ($1, $2, now() + $3::float8 * interval '1 ms')
       on conflict (key) do update set locked_until = excluded.locked_until
       where idempotency_keys.answer is null and idempotency_keys.locked_until < now()
         and idempotency_keys.request_hash = excluded.request_hash
       returning key`,
      [name, requestHash, lockMs],
    );
    if (taken.length === 1) return { outcome: 'new' };
    const rows = await this.#database.query<{ request_hash: string; answer: KeptAnswer | null }>(
      'select request_hash, answer from idempotency_keys where key = $1',
      [name],
    );
    const row = rows[0];
    // Abandoned between the two statements: whoever asks again gets it.
    if (row === undefined) return { outcome: 'in-progress' };
    if (row.request_hash !== requestHash) return { outcome: 'mismatch' };
    return row.answer === null ? { outcome: 'in-progress' } : { outcome: 'answered', answer: row.answer };
  }

  async complete(key: string, answer: KeptAnswer): Promise<void> {
    await this.#database.query('update idempotency_keys set answer = $2::jsonb where key = $1', [
      cleanText(key),
      jsonText(answer),
    ]);
  }

  async abandon(key: string): Promise<void> {
    await this.#database.query('delete from idempotency_keys where key = $1 and answer is null', [
      cleanText(key),
    ]);
  }

  async forgetBefore(at: EpochMs): Promise<number> {
    const rows = await this.#database.query<{ count: number }>(
      `with gone as (
         delete from idempotency_keys where created_at < to_timestamp($1::float8 / 1000) returning 1)
       select count(*) as count from gone`,
      [at],
    );
    return rows[0]?.count ?? 0;
  }
}
