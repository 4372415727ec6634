/**
 * The product as an operator runs it for safety: an API, a scheduler, and two workers with every role each, so that there are two engines, two
 * dispatchers, and a feed with a standby. Every link to PostgreSQL and Redis goes through a proxy that can be broken; PostgreSQL has a small
 * disk. A recorded walk with unrest is replayed at sixty times its speed; six alerts watch it and tell one webhook, which keeps a ledger; a
 * user makes and removes alerts all the while.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { AlertDraft } from '../../../src/api/contract/alerts.ts';
import type { StatusView } from '../../../src/api/contract/market.ts';
import { FakeWebhook } from '../../support/fake-webhook.ts';
import { startPostgres, type PostgresServer } from '../../support/postgres.ts';
import { ProductProcess, runCommand, type Settings } from '../../support/product-process.ts';
import { hourOf, recordedWalk } from '../../support/recorded-walk.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { TcpProxy } from '../../support/tcp-proxy.ts';
import { AcknowledgedEdits } from './acknowledged-edits.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const START_MS = 120_000;
const PULSE_MS = 120_000;
/** For the ticks of all hours, twice. */
const DISK_MB = 700;
const QUOTES_AN_HOUR = 8_600;

const ALERTS: readonly Omit<AlertDraft, 'channels'>[] = [
  { name: 'level', instruments: ['EURUSD'], when: 'bid crosses 1.0800', hysteresis: '1 pips' },
  { name: 'level, cooled', instruments: ['EURUSD'], when: 'ask crosses 1.0805', cooldown: '5m' },
  { name: 'closed M1', instruments: ['EURUSD', 'USDJPY'], when: 'close@M1 crosses above ema(8)' },
  { name: 'closed M5', instruments: ['USDJPY'], when: 'rsi(5)@M5 > 55' },
  { name: 'move', instruments: ['EURUSD'], price: 'mid', when: 'mid moves by 8 pips in 5m', cooldown: '3m' },
  { name: 'held', instruments: ['USDJPY'], when: 'bid > 155.50 for 20s' },
];

export interface Found {
  readonly ok: boolean;
  /** Differences, and the summary. */
  readonly said: string;
}

export class ChaosStage {
  readonly postgres: PostgresServer;
  readonly redis: TestRedis;
  readonly databaseLink: TcpProxy;
  readonly redisLink: TcpProxy;
  readonly webhook: FakeWebhook;
  /** Another receiver, of the channel `other`. */
  readonly other: FakeWebhook;
  readonly edits = new AcknowledgedEdits(() => this.api);
  readonly workers: ProductProcess[] = [];
  readonly #settings: Settings;
  /** Of the database, not through the proxy. */
  readonly directUrl: string;
  readonly #folder: string;
  readonly #all = new Set<ProductProcess>();
  api!: ProductProcess;
  scheduler!: ProductProcess;

  /** `hours`: of the walk, one a minute. */
  static async open({ hours, silence }: { readonly hours: number; readonly silence: boolean }) {
    // One after the other: two that look for a free port at once may find the same.
    const redis = await startRedis();
    const postgres = await startPostgres(['min_wal_size=32MB', 'max_wal_size=64MB'], DISK_MB);
    const [webhook, other] = await Promise.all([FakeWebhook.start(SECRET), FakeWebhook.start(SECRET)]);
    const url = await postgres.createDatabase();
    const links = await Promise.all([TcpProxy.open(postgres.port), TcpProxy.open(redis.port)]);
    const folder = await mkdtemp(join(tmpdir(), 'chaos-'));
    const file = join(folder, 'walk.csv');
    const ticks = QUOTES_AN_HOUR * hours;
    const walk = { seed: 20_240_516, ticks, hours, standStillHours: 0.2, unrest: true, silence };
    await writeFile(file, recordedWalk(walk));
    const stage = new ChaosStage({ postgres, redis, webhook, other, url, links, folder, file });
    await stage.#start();
    return stage;
  }

  private constructor(parts: {
    readonly postgres: PostgresServer;
    readonly redis: TestRedis;
    readonly webhook: FakeWebhook;
    readonly other: FakeWebhook;
    readonly url: string;
    readonly links: readonly [TcpProxy, TcpProxy];
    readonly folder: string;
    readonly file: string;
  }) {
    this.postgres = parts.postgres;
    this.redis = parts.redis;
    this.webhook = parts.webhook;
    this.other = parts.other;
    [this.databaseLink, this.redisLink] = parts.links;
    this.directUrl = parts.url;
    this.#folder = parts.folder;
    this.#settings = {
      DATABASE_URL: parts.url.replace(`:${parts.postgres.port}/`, `:${this.databaseLink.port}/`),
      REDIS_URL: `redis://127.0.0.1:${this.redisLink.port}`,
      HEALTH_PORT: '0',
      FEED: 'replay',
      REPLAY_FILES: parts.file,
      REPLAY_SPEED: '60x',
      WEBHOOK_ALLOW: `${parts.webhook.target},${parts.other.target}`,
    };
  }

  startProcess(...args: readonly string[]): ProductProcess {
    const process = new ProductProcess(this.#settings, this.api?.key ?? null, args);
    this.#all.add(process);
    return process;
  }

  async kill(process: ProductProcess): Promise<void> {
    await process.kill();
    this.#all.delete(process);
  }

  /** Beside the proxy. */
  async sql(text: string): Promise<void> {
    const client = new pg.Client({ connectionString: this.directUrl });
    await client.connect();
    await client.query(text);
    await client.end();
  }

  async replaceScheduler(): Promise<void> {
    await this.kill(this.scheduler);
    this.scheduler = this.startProcess('scheduler');
  }

  /** Under another address; it may not answer yet. */
  async replaceApi(): Promise<void> {
    await this.kill(this.api);
    this.api = this.startProcess('api');
  }

  /** Of the market: hours since the walk began. */
  async hour(): Promise<number> {
    const { feed } = await this.api.api<StatusView>('GET', '/status');
    return feed.lastTickAt === null ? 0 : hourOf(Date.parse(feed.lastTickAt));
  }

  async feedIs(state: string): Promise<boolean> {
    return (await this.api.api<StatusView>('GET', '/status')).feed.state === state;
  }

  /** In the place of a worker that ended. */
  startWorker(index: number): void {
    this.workers[index] = this.startProcess('worker');
  }

  /** A message that was not there before: everything from the quote to the receiver works. */
  async pulse(): Promise<number> {
    const before = this.webhook.ledger().size;
    const started = performance.now();
    while (this.webhook.ledger().size === before) {
      if (performance.now() - started > PULSE_MS)
        throw new Error(`no message within ${PULSE_MS} ms\n${this.#lastWords()}`);
      await sleep(100);
    }
    return performance.now() - started;
  }

  /** Lets everything open be sent while the market goes on, then asks the operator's command. */
  async reconcile(...flags: readonly string[]): Promise<Found> {
    const { code, stdout, stderr } = await runCommand([
      ...['reconcile', '--database-url', this.directUrl, '--wait', '40'],
      ...flags,
    ]);
    return { ok: code === 0, said: `${stdout}${stderr}` };
  }

  /** With the ledger of the receiver, once nothing is left to do. */
  async reconcileAtRest(): Promise<Found> {
    await this.edits.stop();
    await Promise.all(this.workers.map((worker) => worker.stop()));
    this.startWorker(0);
    await this.api.ready();
    const ledger = join(this.#folder, 'ledger.ndjson');
    await this.#letWaitsPass();
    await this.api.poll(
      'at rest',
      async () => {
        const { deliveries } = await this.api.api<StatusView>('GET', '/status');
        return deliveries.pending + deliveries.sending === 0 ? true : null;
      },
      PULSE_MS,
    );
    // Nothing is sent between the look at the ledger and the look at the database.
    await this.workers[0]!.stop();
    const taken = [
      ...[...this.webhook.ledger().keys()].map((id) => ({ channel: 'hook', id })),
      ...[...this.other.ledger().keys()].map((id) => ({ channel: 'other', id })),
    ];
    await writeFile(ledger, taken.map((line) => JSON.stringify(line)).join('\n'));
    const found = await this.reconcile('--receiver-ledger', ledger);
    const broken = [...this.edits.problems, ...(await this.edits.broken())];
    return { ok: found.ok && broken.length === 0, said: [found.said, ...broken].join('\n') };
  }

  /** What failed several times would be tried again in minutes or hours only: as if they had passed. */
  #letWaitsPass(): Promise<void> {
    return this.sql("update deliveries set due_at = now() where status = 'pending'");
  }

  async close(): Promise<void> {
    await Promise.all([...this.#all].map((process) => process.kill()));
    await this.databaseLink.close();
    await this.redisLink.close();
    await this.edits.stop();
    await this.webhook.close();
    await this.other.close();
    await this.redis.stop();
    await this.postgres.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #start(): Promise<void> {
    this.api = this.startProcess('api');
    await this.api.ready();
    await this.api.poll('an admin key', () => Promise.resolve(this.api.readKey()), START_MS);
    for (const [name, { url }] of Object.entries({ hook: this.webhook, other: this.other }))
      await this.api.api('POST', '/channels', { name, type: 'webhook', settings: { url, secret: SECRET } });
    this.startWorker(0);
    await this.api.poll(
      'a feed',
      async () => {
        const { feed } = await this.api.api<StatusView>('GET', '/status');
        return feed.state === 'live' ? true : null;
      },
      START_MS,
    );
    for (const alert of ALERTS) await this.api.api('POST', '/alerts', { ...alert, channels: ['hook'] });
    this.startWorker(1);
    this.scheduler = this.startProcess('scheduler');
    await this.pulse();
    this.edits.start();
  }

  #lastWords(): string {
    return [...this.#all].map((process) => process.stderr.split('\n').slice(-8).join('\n')).join('\n---\n');
  }
}
