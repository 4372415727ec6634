/** A PostgreSQL that may be away when a process starts: waited for, then brought to this version's schema. */
import type { Logger } from 'pino';
import type { Database } from '../../storage/database.ts';
import { migrate } from '../../storage/migrate.ts';
import { checkVersion } from '../../storage/postgres-database.ts';
import { StorageError } from '../../storage/storage-error.ts';
import { BadInput } from '../commands/output.ts';
import { isPassing, pause } from './role.ts';

const AGAIN_MS = 1_000;
/** What is missing is said again so often. */
const SAY_MS = 10_000;

/** False when aborted. Rejects with one sentence for what waiting does not mend: a server too old, a schema of a newer version. */
export async function prepareDatabase(
  database: Database,
  log: Logger,
  signal: AbortSignal,
): Promise<boolean> {
  let saidAtMs = -Infinity;
  while (!signal.aborted) {
    try {
      await checkVersion(database);
      for (const migration of await migrate(database)) log.info({ migration }, 'migrated');
      return true;
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      if (!isPassing(error)) throw new BadInput(error.message);
      if (performance.now() - saidAtMs > SAY_MS) {
        saidAtMs = performance.now();
        log.warn({ reason: error.message }, 'waits for the database');
      }
      await pause(AGAIN_MS, signal);
    }
  }
  return false;
}
