/** The states of those who follow the log, by name; the newest of each. Two of the same name write side by side: the later place wins. */
import type { Checkpoint, TakePart } from '../alerts/ports.ts';
import { type CheckpointRow, dropParts, readParts, writeParts } from './checkpoint-parts.ts';
import type { Database } from './database.ts';

export class SqlCheckpointStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async save(name: string, checkpoint: Checkpoint): Promise<void> {
    const { seq, state, parts } = await writeParts(this.#database, checkpoint);
    await this.#database.transaction(async (sql) => {
      const before = await sql.query<CheckpointRow>(
        'select parts from follower_checkpoints where name = $1 for update',
        [name],
      );
      await sql.query(
        `insert into follower_checkpoints (name, seq, state, parts) values ($1, $2, $3, $4)
         on conflict (name) do update
           set seq = excluded.seq, state = excluded.state, parts = excluded.parts, saved_at = clock_timestamp()
         where follower_checkpoints.seq < excluded.seq`,
        [name, seq, state, parts],
      );
      // Its own too, where another's later place has won.
      await dropParts(sql, [...before, { parts }]);
    });
  }

  /** Hands over the state of that name, part by part. Its place; null when there is none. */
  load(name: string, take: TakePart): Promise<number | null> {
    const named = 'select seq, state, parts from follower_checkpoints where name = $1';
    return readParts(this.#database, (sql) => sql.query<CheckpointRow>(named, [name]), take);
  }

  /** Somebody goes on from the state of that name: it is as good as saved now, though its next place comes later. */
  async takeUp(name: string): Promise<void> {
    await this.#database.query(
      'update follower_checkpoints set saved_at = clock_timestamp() where name = $1',
      [name],
    );
  }

  /** The states there are, with their places. */
  names(): Promise<readonly { readonly name: string; readonly seq: number }[]> {
    return this.#database.query('select name, seq from follower_checkpoints order by name');
  }
}
