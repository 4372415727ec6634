/**
 * Brings the schema up to date: each migration in its own transaction, one process at a time (advisory lock), recorded with a checksum.
 * A migration that was applied and then edited is refused, and so is a database from a newer version. Running it again does nothing.
 *
 * It runs beside a working product: whoever waits for a table makes everybody behind wait too, so it gives up soon, lets them through and
 * comes again. Migrations only add; what an older version still uses is taken away by a later release. An index on a table that is in use
 * is a migration of its own, built beside readers and writers. src/storage/migrations/migrations.test.ts holds later ones to that.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createHash } from 'node:crypto';
import { buildIndex } from './build-index.ts';
import type { Database, Sql } from './database.ts';
import { MIGRATIONS, type Migration } from './migrations/migrations.ts';
import { StorageError } from './storage-error.ts';

/** How long another process may take with its migrations. */
const TURN_WAIT = '60s';
/** How long users may be held up by ours, each time. */
const TABLE_WAIT = '2s';
const TABLE_ATTEMPTS = 20;
const PAUSE_MS = 1_000;
/** Indexes over years of events take their time. */
const MIGRATION_MS = 3_600_000;

/** The names of the migrations that were applied now. */
export async function migrate(
  database: Database,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<readonly string[]> {
  await database.transaction(async (sql) => {
    await takeTurn(sql);
    await sql.script(`
      create table if not exists schema_migrations (
        version     int primary key,
        name        text not null,
        checksum    text not null,
        applied_at  timestamptz not null default clock_timestamp()
      )`);
    await refuseUnknown(sql, migrations);
  });
  const applied: string[] = [];
  for (const migration of migrations) {
    const isNew = await applyPatiently(database, migration);
    if (isNew) applied.push(migration.name);
  }
  return applied;
}

/** A table is in use by something long. */
class TableBusy extends Error {
  override readonly name = 'TableBusy';
}

async function applyPatiently(database: Database, migration: Migration): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await database.transaction((sql) => apply(sql, migration));
    } catch (error) {
      if (!(error instanceof TableBusy)) throw error;
      if (attempt === TABLE_ATTEMPTS) throw error.cause;
      await sleep(PAUSE_MS);
    }
  }
}

async function apply(sql: Sql, migration: Migration): Promise<boolean> {
  await takeTurn(sql);
  const { version, name } = migration;
  const checksum = createHash('sha256').update(migration.sql).digest('hex');
  const rows = await sql.query<{ checksum: string }>(
    'select checksum from schema_migrations where version = $1',
    [version],
  );
  const before = rows[0];
  if (before !== undefined) {
    if (before.checksum === checksum) return false;
    throw new StorageError(
      'migration-changed',
      `migration ${version} (${name}) was applied with another text: restore the file, and put the change into a new migration`,
    );
  }
  if (migration.index === undefined) await change(sql, migration);
  else await buildIndex(sql, { sql: migration.sql, index: migration.index });
  // Another process may have built the same index meanwhile.
  const recorded = await sql.query(
    `insert into schema_migrations (version, name, checksum) values ($1, $2, $3)
     on conflict (version) do nothing returning version`,
    [version, name, checksum],
  );
  return recorded.length === 1;
}

async function change(sql: Sql, migration: Migration): Promise<void> {
  await sql.script(`set local lock_timeout = '${TABLE_WAIT}'`);
  await sql.script(migration.sql, { answerMs: MIGRATION_MS }).catch((error: unknown) => {
    const busy = error instanceof StorageError && error.code === 'timeout';
    throw busy ? new TableBusy(error.message, { cause: error }) : error;
  });
}

async function takeTurn(sql: Sql): Promise<void> {
  await sql.script(`set local lock_timeout = '${TURN_WAIT}'; set local statement_timeout = 0`);
  await sql.query('select pg_advisory_xact_lock(7306087, 0)');
}

async function refuseUnknown(sql: Sql, migrations: readonly Migration[]): Promise<void> {
  const newest = Math.max(0, ...migrations.map(({ version }) => version));
  const rows = await sql.query<{ version: number; name: string }>(
    'select version, name from schema_migrations where version > $1 order by version desc limit 1',
    [newest],
  );
  const unknown = rows[0];
  if (unknown === undefined) return;
  throw new StorageError(
    'schema-newer',
    `the database has migration ${unknown.version} (${unknown.name}), this version knows ${newest}: start the newer version`,
  );
}
