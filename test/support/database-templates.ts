/**
 * Once a run of the integration tests: a PostgreSQL, and a migrated database of each kind of which tests take copies (database-copies.ts).
 * To make and migrate one costs seconds of processor, a copy a tenth of one.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/storage/migrate.ts';
import { openPostgres } from '../../src/storage/postgres-database.ts';
import { startPostgres } from './postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of a database that nobody has open, so that it can be the template of others. */
    readonly postgresTemplate: string;
    /** Data folder of an embedded database that nobody has open. */
    readonly embeddedTemplate: string;
  }
}

export default async function makeTemplates(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'fxalert-template-'));
  const server = await startPostgres();
  const url = await server.createDatabase();
  const database = await openPostgres({ url });
  await Promise.all([migrate(database), makeFolder(folder)]);
  await database.close();
  project.provide('embeddedTemplate', folder);
  project.provide('postgresTemplate', url);
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  };
}

/** In a process of its own: the embedded database finds its thread from a module as Node loads it, which a set-up of the runner is not. */
async function makeFolder(folder: string): Promise<void> {
  const program = join(import.meta.dirname, 'migrated-folder.ts');
  await promisify(execFile)(process.execPath, ['--import', 'tsx', program, folder]);
}
