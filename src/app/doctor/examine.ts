/**
 * Every check of `fxalert doctor`, in the order in which they help: what keeps the product from starting first. Reads only: nothing is
 * migrated, nothing repaired. A check that breaks is a finding itself, so the ones after it are made.
 */
import { type Config, readConfig } from '../../config/config.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Database } from '../../storage/database.ts';
import { openDatabase } from '../../storage/open-database.ts';
import { openRedis } from '../../storage/redis/open-redis.ts';
import * as database from './database-checks.ts';
import { fail, type Finding, unseen } from './finding.ts';
import { backupAge, certificate, environmentFiles } from './host-checks.ts';
import { folderAndDisk, memory, nodeVersion, portFree, runningProduct } from './machine-checks.ts';
import { redisChecks } from './redis-checks.ts';
import * as service from './service-checks.ts';
import { feedAnswers, setupFiles } from './setup-checks.ts';

interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The folder of the installation. */
  readonly root: string;
  readonly clock: Clock;
}

type Found = Finding | readonly Finding[];

export async function* examine({ environment, root, clock }: Surroundings): AsyncGenerator<Finding> {
  yield nodeVersion();
  const read = readConfig(environment);
  if (!read.ok) {
    const why = 'the product ends at its start with the same sentence';
    const help = 'docs/configuration.md lists every setting';
    yield fail({ check: 'configuration', seen: read.error.join('; '), why, help });
    return;
  }
  const config = read.value;
  yield* made('environment', () => environmentFiles(root, environment));
  yield memory();
  const { folder, isDatabase } = writtenFolder(config);
  yield* made('disk', () => folderAndDisk(folder));
  const running = await runningAt(config);
  yield running ?? (await portFree(config));
  // The embedded database belongs to the running product alone.
  if (isDatabase && running !== null)
    yield unseen('database', 'the running product has the embedded one', 'stop the product, then ask again');
  else yield* databaseFindings(config, clock);
  if (config.REDIS_URL !== undefined) yield* redisFindings(config.REDIS_URL);
  yield* made('files', () => setupFiles(config));
  yield* made('feed', () => feedAnswers(config));
  yield* made('certificate', () => certificate(root, clock.now()));
  yield* made('backup', () => backupAge(root, clock.now()));
}

/** With a server for the data, only logs are written here. */
function writtenFolder({ DATABASE_URL, DATA_DIR, LOG_DIR }: Config) {
  const isDatabase = DATABASE_URL === undefined;
  return { folder: isDatabase ? DATA_DIR : (LOG_DIR ?? '.'), isDatabase };
}

async function runningAt({ HOST, PORT, HEALTH_HOST, HEALTH_PORT }: Config): Promise<Finding | null> {
  const api = await runningProduct(HOST, PORT);
  return api ?? (HEALTH_PORT === undefined ? null : await runningProduct(HEALTH_HOST, HEALTH_PORT));
}

async function* databaseFindings(config: Config, clock: Clock): AsyncGenerator<Finding> {
  const url = config.DATABASE_URL;
  let opened: Database;
  try {
    opened = await openDatabase(
      url === undefined
        ? { kind: 'embedded', folder: config.DATA_DIR }
        : { kind: 'postgres', url, poolSize: 1 },
    );
  } catch (error) {
    yield fail({
      check: 'database',
      seen: (error as Error).message,
      why: 'nothing can be recorded, so no alert can fire; the API answers 503',
      help: 'docker exec forex_alert_postgres pg_isready -U forex_user; DATABASE_URL has the address; docs/runbooks/database-down.md',
    });
    return;
  }
  try {
    yield* made('database', () => database.databaseVersion(opened));
    if (opened.kind === 'postgres') {
      yield* made('clock', () => database.clockSkew(opened, clock));
      yield* made('connections', () => database.connections(opened));
      yield* made('slow queries', () => database.slowStatements(opened));
      yield* made('unused indexes', () => database.unusedIndexes(opened));
      yield* made('missing indexes', () => database.missingIndexes(opened));
    }
    if (!(await service.hasSchema(opened))) {
      yield unseen(
        'schema',
        'the tables of this version are not there yet',
        'fxalert migrate; each start does it',
      );
      return;
    }
    yield* made('prices', () => service.lastPrice(opened));
    yield* made('deliveries', () => service.deliveries(opened));
    yield* made('leases', () => service.leases(opened));
    yield* made('engines', () => service.engines(opened));
  } finally {
    await opened.close();
  }
}

async function* redisFindings(url: string): AsyncGenerator<Finding> {
  const redis = openRedis(url);
  try {
    yield* made('redis', () => redisChecks(redis));
  } finally {
    redis.close();
  }
}

async function* made(check: string, look: () => Promise<Found>): AsyncGenerator<Finding> {
  try {
    yield* [await look()].flat();
  } catch (error) {
    const why = 'this check broke off, so nothing is known';
    const help = 'read the sentence; permissions are the usual reason';
    yield fail({ check, seen: (error as Error).message, why, help });
  }
}
