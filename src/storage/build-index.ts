/**
 * An index on a table that is in use, built beside its readers and writers. PostgreSQL does that in no transaction, so the build is not one
 * step with its record: a build that broke off leaves an index nobody uses and every write pays for, which the next try takes away first.
 */
import type { Sql } from './database.ts';

const BUILD_MS = 3 * 3_600_000;

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
    if (await isBroken(session, index)) await session.script(`drop index concurrently if exists ${index}`);
    await session.script(sql, { answerMs: BUILD_MS });
    if (await isBroken(session, index)) throw new Error(`the index "${index}" could not be built`);
  } finally {
    await session.script('reset lock_timeout');
    await session.script('reset statement_timeout');
    await session.script('begin');
  }
}

/** Not one that another process builds just now. */
async function isBroken(session: Sql, index: string): Promise<boolean> {
  const rows = await session.query(
    `select from pg_index
     where indexrelid = to_regclass($1) and not indisvalid
       and not exists (select from pg_stat_progress_create_index as build where build.index_relid = pg_index.indexrelid)`,
    [index],
  );
  return rows.length > 0;
}
