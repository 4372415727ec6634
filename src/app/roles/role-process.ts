/**
 * A process of roles: health and metrics answer from the first moment, the database is waited for, then every role runs until a signal.
 * Stopping: readiness turns false, roles let go of claims and leases, at most STOP_MS; the rest is left to leases.
 */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Logger } from 'pino';
import type { TickLog } from '../../alerts/tick-log.ts';
import type { ReadinessCheck } from '../../api/services.ts';
import type { Config } from '../../config/config.ts';
import { createStores } from '../../storage/create-stores.ts';
import type { Database } from '../../storage/database.ts';
import { SqlLeaseStore } from '../../storage/lease-store.ts';
import { connectPostgres } from '../../storage/postgres-database.ts';
import { openRedis, type RedisServer } from '../../storage/redis/open-redis.ts';
import { RedisTickLog } from '../../storage/redis/redis-tick-log.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import { loadInstruments } from '../commands/instruments.ts';
import { BadInput } from '../commands/output.ts';
import { systemClock } from '../system-clock.ts';
import { within } from '../within.ts';
import { prepareDatabase } from './prepare-database.ts';
import type { Role } from './role.ts';
import type { FeedInfo, RoleContext } from './role-context.ts';

const STOP_MS = 8_500;

interface RoleServers {
  readonly database: Database;
  readonly databaseUrl: string;
  readonly redis: RedisServer;
  readonly tickLog: TickLog;
  close(): Promise<void>;
}

/** Neither needs to answer yet. */
export function connectServers(config: Config, command: string): RoleServers {
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl } = config;
  const missing = [
    ...(databaseUrl === undefined ? ['DATABASE_URL (postgres://user:password@host:5432/database)'] : []),
    ...(redisUrl === undefined ? ['REDIS_URL (redis://host:6379)'] : []),
  ];
  if (databaseUrl === undefined || redisUrl === undefined)
    throw new BadInput(
      `"fxalert ${command}" needs ${missing.join(' and ')}; "fxalert up" runs everything in one process without them`,
    );
  const database = connectPostgres({ url: databaseUrl, poolSize: config.DATABASE_POOL_SIZE });
  const redis = openRedis(redisUrl);
  return {
    database,
    databaseUrl,
    redis,
    tickLog: new RedisTickLog(redis),
    async close() {
      redis.close();
      await database.close();
    },
  };
}

export async function roleContext(
  servers: RoleServers,
  { config, log, metrics }: { readonly config: Config; readonly log: Logger; readonly metrics: Metrics },
): Promise<RoleContext> {
  const { database, tickLog } = servers;
  return {
    config,
    log,
    metrics,
    database,
    tickLog,
    instruments: await loadInstruments(config.INSTRUMENTS_FILE),
    stores: createStores(database),
    leases: new SqlLeaseStore<FeedInfo>(database),
    clock: systemClock,
    holder: `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`,
  };
}

/** Runs the roles of one process. */
export class RoleRunner {
  readonly #context: RoleContext;
  readonly #roles: readonly Role[];
  readonly #stop = new AbortController();
  #isPrepared = false;
  #running: Promise<void> = Promise.resolve();

  constructor(context: RoleContext, roles: readonly Role[]) {
    this.#context = context;
    this.#roles = roles;
  }

  /** Resolves when stopped; rejects with what no waiting mends. */
  start(onPrepared: () => Promise<void> | void): Promise<void> {
    this.#running = this.#run(onPrepared);
    return this.#running;
  }

  readiness(): readonly ReadinessCheck[] {
    if (this.#stop.signal.aborted) return [{ name: 'process', ok: false, detail: 'the process is stopping' }];
    if (!this.#isPrepared) return [{ name: 'database', ok: false, detail: 'waits for the database' }];
    return this.#roles.map((role) => ({ name: role.name, ...role.readiness() }));
  }

  /** The database is there, with the schema of this version. */
  get isPrepared(): boolean {
    return this.#isPrepared;
  }

  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    if (
      !(await within(
        this.#running.catch(() => undefined),
        STOP_MS,
      ))
    )
      this.#context.log.warn('roles did not end in time: what they hold is left to its lease');
  }

  async #run(onPrepared: () => Promise<void> | void): Promise<void> {
    const { database, log } = this.#context;
    const { signal } = this.#stop;
    if (!(await prepareDatabase(database, log, signal))) return;
    await onPrepared();
    this.#isPrepared = true;
    await Promise.all(
      this.#roles.map((role) =>
        role.run(signal).catch((error: unknown) => {
          // One that cannot go on takes the others along: whoever watches the process starts it again whole.
          this.#stop.abort();
          throw error;
        }),
      ),
    );
  }
}
