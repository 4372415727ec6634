/** The database, its schema, and the stores over it. */
import type { Logger } from 'pino';
import type { Config } from '../config/config.ts';
import { type Stores, createStores } from '../storage/create-stores.ts';
import type { Database } from '../storage/database.ts';
import { migrate } from '../storage/migrate.ts';
import { openDatabase } from '../storage/open-database.ts';
import { StorageError } from '../storage/storage-error.ts';
import { BadInput } from './commands/output.ts';

export interface OpenStores {
  readonly database: Database;
  readonly stores: Stores;
}

export async function openStores(
  config: Pick<Config, 'DATABASE_URL' | 'DATA_DIR' | 'DATABASE_POOL_SIZE'>,
  log: Logger,
): Promise<OpenStores> {
  try {
    const database = await openDatabase(
      config.DATABASE_URL === undefined
        ? { kind: 'embedded', folder: config.DATA_DIR }
        : { kind: 'postgres', url: config.DATABASE_URL, poolSize: config.DATABASE_POOL_SIZE },
    );
    return await migrated(database, log);
  } catch (error) {
    // What the operator can mend is said in one sentence, without a stack.
    if (error instanceof StorageError) throw new BadInput(error.message);
    throw error;
  }
}

async function migrated(database: Database, log: Logger): Promise<OpenStores> {
  try {
    for (const migration of await migrate(database)) log.info({ migration }, 'migrated');
    return { database, stores: createStores(database) };
  } catch (error) {
    // Connections that stay open would keep the process that was refused from ending.
    await database.close();
    throw error;
  }
}
