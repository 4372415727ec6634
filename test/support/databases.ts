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
  return kind === 'embedded' ? openEmbeddedFolder() : openServer();
}

export async function openMigrated(kind: (typeof KINDS)[number]): Promise<TestDatabase> {
  const test = await openTestDatabase(kind);
  await migrate(test.database);
  return test;
}

/** Every table empty, as after the migrations. */
export async function empty(database: Database): Promise<void> {
  await database.script(`
    truncate instruments, ticks, candles, technical_indicators, alerts, alert_revisions, alert_edits, engine_checkpoints,
      events, deliveries, attempts, dispatchers, delivery_counts, channels, api_keys, settings, idempotency_keys, leases,
      edit_requests, follower_checkpoints, checkpoint_parts, blind_spans, background_jobs, background_job_parts, candle_generations restart identity;
    select drop_tick_days('9999-01-01');
    update log_position set seq = 0, feed_seq = 0, feed_position = null, simulated = false`);
}

async function openEmbeddedFolder(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'fxalert-db-'));
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

async function openServer(): Promise<TestDatabase> {
  const server = await startPostgres();
  const options = { kind: 'postgres', url: await server.createDatabase(), poolSize: 8 } as const;
  const database = await openDatabase(options);
  return {
    options,
    database,
    async dispose() {
      await database.close();
      await server.stop();
    },
  };
}
