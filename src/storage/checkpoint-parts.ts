/**
 * The parts of a checkpoint. They are written one by one, each in a transaction of its own, so that commits go on between them; the row
 * that makes them a checkpoint comes last. Reading sees one moment: another process may replace the checkpoint meanwhile.
 */
import { randomUUID } from 'node:crypto';
import type { Checkpoint, TakePart } from '../alerts/ports.ts';
import type { Database, Sql } from './database.ts';

const READ_AT_ONCE = 20;

/** The row of a checkpoint, in the columns of both tables. */
export interface CheckpointRow {
  readonly seq: number;
  /** The first part. */
  readonly state: string;
  /** Names the others. */
  readonly parts: string | null;
}

/** Writes every part but the first. */
export async function writeParts(database: Database, { seq, parts }: Checkpoint): Promise<CheckpointRow> {
  const checkpoint = randomUUID();
  let state: string | null = null;
  let number = 0;
  for await (const part of parts) {
    if (state === null) state = part;
    else
      await database.query('insert into checkpoint_parts (checkpoint, number, part) values ($1, $2, $3)', [
        checkpoint,
        ++number,
        part,
      ]);
  }
  return { seq, state: state ?? '', parts: number === 0 ? null : checkpoint };
}

/** Hands over the parts of the row that `find` gives, until `take` has seen enough. Its place; null when there is none. */
export function readParts(
  database: Database,
  find: (sql: Sql) => Promise<readonly CheckpointRow[]>,
  take: TakePart,
): Promise<number | null> {
  return database.transaction(async (sql) => {
    await sql.script('set transaction isolation level repeatable read, read only');
    const [row] = await find(sql);
    if (row === undefined) return null;
    const { seq, state, parts } = row;
    let goesOn = take(state, seq);
    for (let number = 0; goesOn && parts !== null;) {
      const page = await sql.query<{ number: number; part: string }>(
        `select number, part from checkpoint_parts where checkpoint = $1 and number > $2
         order by number limit ${READ_AT_ONCE}`,
        [parts, number],
      );
      for (const { part } of page) goesOn &&= take(part, seq);
      number += page.length;
      if (page.length < READ_AT_ONCE) break;
    }
    return seq;
  });
}

/** Those of replaced checkpoints, and after an hour those that never became one: whoever wrote them is gone. */
export async function dropParts(
  sql: Sql,
  replaced: readonly { readonly parts: string | null }[],
): Promise<void> {
  await sql.query(
    `delete from checkpoint_parts
     where (checkpoint = any($1::uuid[]) or saved_at < clock_timestamp() - interval '1 hour')
       and checkpoint not in (
         select parts from engine_checkpoints where parts is not null
         union all select parts from follower_checkpoints where parts is not null)`,
    [replaced.flatMap(({ parts }) => parts ?? [])],
  );
}
