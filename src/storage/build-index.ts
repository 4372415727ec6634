/**
 * An index on a table that is in use, built beside its readers and writers. PostgreSQL does that in no transaction, so the build is not one
 * step with its record: a build that broke off leaves an index nobody uses and every write pays for, which the next try takes away first.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from './database.ts';

const BUILD_MS = 3 * 3_600_000;
/** Of the session that builds: one process at a time. */
const TURN = '7306087, 3';
const LOOK_MS = 200;

/** Within a transaction, which is closed before the build and open again after it. `sql` is one statement: `create index concurrently …`. */
export async function buildIndex(
  session: Sql,
  { sql, index }: { readonly sql: string; readonly index: string },
): Promise<void> {
  await session.script('commit');
  try {
    // Nobody waits behind a build, so it may wait for old transactions as long as they take: a backup is one.
    await session.script(`set lock_timeout = 0`);
    await session.script(`set statement_timeout = '${BUILD_MS / 1_000}s'`);
    await takeTurn(session);
    if (await isBroken(session, index)) await session.script(`drop index concurrently if exists ${index}`);
    await session.script(sql, { answerMs: BUILD_MS });
    if (await isBroken(session, index)) throw new Error(`the index "${index}" could not be built`);
  } finally {
    await session.script(`select pg_advisory_unlock(${TURN})`);
    await session.script('reset lock_timeout');
    await session.script('reset statement_timeout');
    await session.script('begin');
  }
}

/** Asked for again and again: a build waits for every statement that began before it, so one that waited for the build would never end. */
async function takeTurn(session: Sql): Promise<void> {
  for (;;) {
    const [row] = await session.query<{ taken: boolean }>(`select pg_try_advisory_lock(${TURN}) as taken`);
    if (row?.taken === true) return;
    await sleep(LOOK_MS);
  }
}

async function isBroken(session: Sql, index: string): Promise<boolean> {
  const rows = await session.query(
    'select from pg_index where indexrelid = to_regclass($1) and not indisvalid',
    [index],
  );
  return rows.length > 0;
}
