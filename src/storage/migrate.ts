/**
 * Brings the schema up to date: each migration in its own transaction, one process at a time (advisory lock), recorded with a checksum.
 * A migration that was applied and then edited is refused, and so is a database from a newer version. Running it again does nothing.
 */
import { createHash } from 'node:crypto';
import type { Database, Sql } from './database.ts';
import { MIGRATIONS, type Migration } from './migrations/migrations.ts';
import { StorageError } from './storage-error.ts';

/** How long another process may take with its migration, and how long one of ours may wait for a table. */
const LOCK_WAIT = '60s';

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
    const isNew = await database.transaction((sql) => apply(sql, migration));
    if (isNew) applied.push(migration.name);
  }
  return applied;
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
  await sql.script(migration.sql);
  await sql.query('insert into schema_migrations (version, name, checksum) values ($1, $2, $3)', [
    version,
    name,
    checksum,
  ]);
  return true;
}

async function takeTurn(sql: Sql): Promise<void> {
  await sql.script(`set local lock_timeout = '${LOCK_WAIT}'; set local statement_timeout = 0`);
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
