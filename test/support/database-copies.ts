/** A database of its own for a test, or for a file of tests: a copy of one that was made for the run (database-templates.ts). */
import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import type { KINDS, TestDatabase } from './databases.ts';
import { openFolder, openUrl } from './databases.ts';
import { createDatabase } from './postgres.ts';

/** Migrated and open. */
export async function openCopy(kind: (typeof KINDS)[number]): Promise<TestDatabase> {
  if (kind === 'embedded') return openFolder(await copiedFolder());
  const url = inject('postgresTemplate');
  return openUrl(await createDatabase(url, new URL(url).pathname.slice(1)));
}

/** Data folder of a migrated embedded database that nobody has open; the caller removes it. */
export async function copiedFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fxalert-db-'));
  // Over a thousand files: `cp` of node:fs takes as long as the database takes to open.
  await promisify(execFile)('cp', ['-r', join(inject('embeddedTemplate'), 'pg'), folder]);
  return folder;
}

/** URL of a new database without tables, on the run's PostgreSQL. */
export function emptyDatabase(): Promise<string> {
  return createDatabase(inject('postgresTemplate'));
}
