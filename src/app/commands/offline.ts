/** Commands that open the database themselves. The embedded one belongs to one process: stop the product first, or give DATABASE_URL. */
import { newApiKey, SCOPES, type Scope } from '../../api/auth/api-key.ts';
import { readConfig } from '../../config/config.ts';
import { createLog } from '../../telemetry/log.ts';
import { firstStart } from '../first-start.ts';
import { type OpenStores, openStores } from '../open-stores.ts';
import { BadInput, orBadInput, printLine, say } from './output.ts';

export interface DatabaseFlags {
  readonly dataDir?: string;
  readonly databaseUrl?: string;
}

export async function withStores<T>(
  flags: DatabaseFlags,
  work: (opened: OpenStores) => Promise<T>,
): Promise<T> {
  const config = orBadInput(
    readConfig(process.env, { DATA_DIR: flags.dataDir, DATABASE_URL: flags.databaseUrl }),
  );
  const log = createLog({
    level: 'warn',
    pretty: process.stderr.isTTY,
    destination: process.stderr,
    role: 'cli',
  });
  const opened = await openStores(config, log);
  try {
    return await work(opened);
  } finally {
    await opened.database.close();
  }
}

export async function createKey(
  options: DatabaseFlags & { readonly name: string; readonly scopes: string; readonly first?: boolean },
): Promise<number> {
  if (options.first === true) return createFirstKey(options);
  const scopes = options.scopes.split(',').map((scope) => scope.trim());
  const unknown = scopes.filter((scope) => !SCOPES.includes(scope as Scope));
  if (unknown.length > 0) throw new BadInput(`unknown scope "${unknown.join('", "')}": ${SCOPES.join(', ')}`);
  const { id, key, hash } = newApiKey();
  await withStores(options, ({ stores }) => stores.apiKeys.add({ id, name: options.name, scopes, hash }));
  printLine({ id, name: options.name, scopes, key });
  say('The key is shown once: keep it now.');
  return 0;
}

/** What a new database gets; prints nothing where there is a key already, so a script may always ask. */
async function createFirstKey(options: DatabaseFlags): Promise<number> {
  const key = await withStores(options, ({ stores }) => firstStart(stores));
  if (key === null) return 0;
  printLine({ name: 'admin', scopes: ['admin'], key });
  say('The key is shown once: keep it now.');
  return 0;
}

export async function migrateNow(options: DatabaseFlags): Promise<number> {
  await withStores(options, () => Promise.resolve());
  say('the schema is up to date');
  return 0;
}
