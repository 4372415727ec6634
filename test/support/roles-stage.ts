/** PostgreSQL, Redis and processes of the three roles on loopback, started as an operator starts them. */
import { ProductProcess, type Settings } from './product-process.ts';
import { startPostgres, type PostgresServer } from './postgres.ts';
import { startRedis, type TestRedis } from './redis.ts';

export class RolesStage {
  readonly postgres: PostgresServer;
  readonly redis: TestRedis;
  readonly settings: Settings;
  readonly #processes = new Set<ProductProcess>();

  private constructor(postgres: PostgresServer, redis: TestRedis, settings: Settings) {
    this.postgres = postgres;
    this.redis = redis;
    this.settings = settings;
  }

  static async open(settings: Settings): Promise<RolesStage> {
    const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
    const databaseUrl = await postgres.createDatabase();
    return new RolesStage(postgres, redis, {
      DATABASE_URL: databaseUrl,
      REDIS_URL: redis.url,
      HEALTH_PORT: '0',
      LOG_LEVEL: 'info',
      ...settings,
    });
  }

  /** Does not wait for readiness. */
  start(args: readonly string[], settings: Settings = {}): ProductProcess {
    const process = new ProductProcess({ ...this.settings, ...settings }, null, args);
    this.#processes.add(process);
    return process;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#processes].map((process) => process.kill()));
    await this.redis.stop();
    await this.postgres.stop();
  }
}
