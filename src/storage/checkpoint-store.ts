/** The states of those who follow the log, by name; the newest of each. Two of the same name write side by side: the later place wins. */
import type { Checkpoint } from '../alerts/ports.ts';
import type { Database } from './database.ts';

export class SqlCheckpointStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async save(name: string, { seq, state }: Checkpoint): Promise<void> {
    await this.#database.query(
      `insert into follower_checkpoints (name, seq, state) values ($1, $2, $3)
       on conflict (name) do update set seq = excluded.seq, state = excluded.state, saved_at = clock_timestamp()
       where follower_checkpoints.seq < excluded.seq`,
      [name, seq, state],
    );
  }

  async load(name: string): Promise<Checkpoint | null> {
    const rows = await this.#database.query<Checkpoint>(
      'select seq, state from follower_checkpoints where name = $1',
      [name],
    );
    return rows[0] ?? null;
  }

  /** The states there are, with their places. */
  names(): Promise<readonly { readonly name: string; readonly seq: number }[]> {
    return this.#database.query('select name, seq from follower_checkpoints order by name');
  }
}
