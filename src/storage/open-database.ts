/** Opens either database. The schema is brought up to date separately: `migrate(database)`. */
import type { Database } from './database.ts';
import { openEmbedded } from './embedded-database.ts';
import { openPostgres, type PostgresOptions } from './postgres-database.ts';

export type DatabaseOptions =
  { readonly kind: 'embedded'; readonly folder: string } | ({ readonly kind: 'postgres' } & PostgresOptions);

/** Rejects with a StorageError that names the folder or server and says what to do. */
export function openDatabase(options: DatabaseOptions): Promise<Database> {
  return options.kind === 'embedded' ? openEmbedded(options.folder) : openPostgres(options);
}
