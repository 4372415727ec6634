/** Both databases for tests that state one law for each: a new, migrated one, and a way to empty it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { openDatabase, type DatabaseOptions } from '../../src/storage/open-database.ts';
import { startPostgres } from './postgres.ts';

export interface TestDatabase {
  readonly options: DatabaseOptions;
  /** Open and without tables. */
  readonly database: Database;
  dispose(): Promise<void>;
}

export const KINDS = ['embedded', 'postgres'] as const;

export async function openTestDatabase(kind: (typeof KINDS)[number]): Promise<TestDatabase> {
  return kind === 'embedded' ? openFolder(await mkdtemp(join(tmpdir(), 'fxalert-db-'))) : openServer();
}

export async function openMigrated(kind: (typeof KINDS)[number]): Promise<TestDatabase> {
  const test = await openTestDatabase(kind);
  await migrate(test.database);
  return test;
}

/** Every table as after the migrations. By deleting: a table that is truncated gets new files, with all its indexes, and most are empty. */
export async function empty(database: Database): Promise<void> {
  await database.script(`
    do $$ declare name regclass; begin
      -- No trigger counts what goes, and no reference holds it.
      set local session_replication_role = replica;
      perform drop_tick_days('infinity');
      for name in select oid from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
        and relname not in ('schema_migrations', 'log_position')
      loop execute 'delete from ' || name; end loop;
      for name in select oid from pg_class where relnamespace = 'public'::regnamespace and relkind = 'S'
      loop perform setval(name, 1, false); end loop;
      update log_position set seq = 0, feed_seq = 0, feed_position = null, simulated = false;
    end $$`);
}

async function openServer(): Promise<TestDatabase> {
  const server = await startPostgres();
  const test = await openUrl(await server.createDatabase());
  return {
    ...test,
    async dispose() {
      await test.dispose();
      await server.stop();
    },
  };
}

/** Removes the folder in the end. */
export async function openFolder(folder: string): Promise<TestDatabase> {
  const options = { kind: 'embedded', folder } as const;
  const database = await openDatabase(options);
  return {
    options,
    database,
    async dispose() {
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function openUrl(url: string): Promise<TestDatabase> {
  const options = { kind: 'postgres', url, poolSize: 8 } as const;
  const database = await openDatabase(options);
  return { options, database, dispose: () => database.close() };
}
