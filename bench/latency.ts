/**
 * From the tick to the receiver: how long until a webhook has arrived, with many alerts armed and ticks coming fast.
 *   npx tsx bench/latency.ts [--roles] [--alerts 100000] [--rate 1000] [--seconds 30]
 * The product runs as its users start it, fed over HTTP: one process on the embedded database; with `--roles` an API and a worker on
 * private servers of PostgreSQL and Redis. The receiver of the webhooks lives here. Every 50 ms one tick steps over one level; all other ticks stay between two levels. Three legs, each as p50 and p99:
 * received -> committed and committed -> first attempt by the product's own records, received -> webhook by the clock of this process.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Alert } from '../src/alerts/alert.ts';
import type { AlertEdit } from '../src/alerts/ports.ts';
import type { DeliveryView, EventView } from '../src/api/contract/events.ts';
import { type EpochMs, instrumentId } from '../src/kernel/units.ts';
import { BUILT_IN_INSTRUMENTS } from '../src/market/instruments.ts';
import { createStores } from '../src/storage/create-stores.ts';
import { migrate } from '../src/storage/migrate.ts';
import { openDatabase, type DatabaseOptions } from '../src/storage/open-database.ts';
import { FakeWebhook } from '../test/support/fake-webhook.ts';
import { ProductProcess } from '../test/support/product-process.ts';
import { RolesStage } from '../test/support/roles-stage.ts';
import { sampleAlert } from '../test/support/samples.ts';
import { count, quantile, report } from './measure.ts';

const { values: flags } = parseArgs({
  options: {
    roles: { type: 'boolean', default: false },
    alerts: { type: 'string', default: '100000' },
    rate: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '30' },
  },
});
const [ALERTS, TICKS_PER_SECOND, SECONDS] = [flags.alerts, flags.rate, flags.seconds].map(Number) as [
  number,
  number,
  number,
];
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
/** A hundred requests a second: beyond that a key is refused. */
const BATCH_MS = 10;
const MAX_BATCH = 1_000;
const WARM_UP_MS = 2_000;
const FIRE_EVERY_MS = 50;
const START_MS = 120_000;
const PAIRS = BUILT_IN_INSTRUMENTS.filter(({ digits }) => digits === 5).slice(0, 20);
/** The first price of every pair, and the distance of its levels: two points, so that one quote fits between two of them. */
const START = 100_000;
const STEP = 2;

const price = (points: number): string => (points / 100_000).toFixed(5);

function levelAlert(index: number): Alert {
  const pair = PAIRS[index % PAIRS.length]!;
  const level = START + 1 + STEP * Math.floor(index / PAIRS.length);
  return sampleAlert({
    id: `level-${index}`,
    name: `level-${index}`,
    instruments: [instrumentId(pair.id)],
    when: `bid crosses above ${price(level)}`,
    channels: ['receiver'],
    tags: [],
  });
}

/** Straight into the database, before the product starts: this is no benchmark of creating alerts. */
async function storeAlerts(options: DatabaseOptions): Promise<void> {
  const database = await openDatabase(options);
  await migrate(database);
  const { journal } = createStores(database);
  for (let from = 0; from < ALERTS; from += 5_000) {
    const edits = Array.from({ length: Math.min(5_000, ALERTS - from) }, (_, index): AlertEdit => {
      const seq = from + index + 1;
      return { type: 'save', seq, at: 1 as EpochMs, alert: levelAlert(from + index), status: 'armed' };
    });
    const nothing = { ticks: [], candles: [], indicators: [], events: [], statuses: [] };
    await journal.commit({
      ...nothing,
      edits,
      seq: from + edits.length,
      feedPosition: null,
      ownClock: false,
    });
  }
  await database.close();
}

async function push(product: ProductProcess, body: object): Promise<void> {
  const response = await product.fetch('/ingest/v1/ticks', {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
  const text = await response.text();
  if (response.status !== 202 || !text.includes('"rejected":[]')) throw new Error(text);
}

/** Batches one after another, as a bridge sends them; each step over a level is remembered by the name of its alert. */
async function drive(product: ProductProcess, fired: Map<string, number>): Promise<number> {
  const steps = PAIRS.map(() => 0);
  const started = performance.now();
  const elapsedMs = () => performance.now() - started;
  let ticks = 0;
  let firings = 0;
  for (let seq = 1; elapsedMs() < SECONDS * 1_000; seq++) {
    const due = Math.floor((elapsedMs() * TICKS_PER_SECOND) / 1_000) - ticks;
    // Not before every pair has had its first quote: a crossing needs the side it comes from.
    const fires = seq > PAIRS.length && elapsedMs() >= WARM_UP_MS + firings * FIRE_EVERY_MS;
    const firing = firings % PAIRS.length;
    if (fires) {
      fired.set(`level-${steps[firing]! * PAIRS.length + firing}`, performance.now());
      steps[firing]! += 1;
      firings++;
    }
    const quotes = Array.from({ length: Math.min(MAX_BATCH, due) + Number(fires) }, (_, index) => {
      const pair = fires && index === 0 ? firing : (ticks + index) % PAIRS.length;
      const bid = START + STEP * steps[pair]!;
      return { symbol: PAIRS[pair]!.id, bid: price(bid), ask: price(bid + 3), time_msc: Date.now() };
    });
    if (quotes.length > 0) await push(product, { source: 'bench', seq, ticks: quotes });
    ticks += quotes.length;
    await sleep(BATCH_MS);
  }
  return (ticks / elapsedMs()) * 1_000;
}

interface Leg {
  readonly what: string;
  readonly goalMs: { readonly p50?: number; readonly p99: number };
  readonly tookMs: readonly number[];
}

function reportLeg({ what, goalMs, tookMs }: Leg): void {
  const [p50, p99] = [quantile(tookMs, 0.5), quantile(tookMs, 0.99)];
  const { p50: goal50 = Infinity, p99: goal99 } = goalMs;
  report({
    what,
    goal: `${goal50 === Infinity ? '' : `p50 ≤ ${goal50} ms, `}p99 ≤ ${count(goal99)} ms`,
    figure: `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms of ${count(tookMs.length)}`,
    isMet: p50 <= goal50 && p99 <= goal99,
  });
}

async function recorded(product: ProductProcess): Promise<{ commits: number[]; attempts: number[] }> {
  const commits: number[] = [];
  const attempts: number[] = [];
  for (const event of await product.all<EventView>('/events')) {
    commits.push(Date.parse(event.recordedAt) - Date.parse(event.at));
    const [summary] = event.deliveries;
    if (summary === undefined || attempts.length >= 200) continue;
    const delivery = await product.api<DeliveryView>('GET', `/deliveries/${summary.id}`);
    const [first] = delivery.log;
    if (first !== undefined) attempts.push(Date.parse(first.startedAt) - Date.parse(event.recordedAt));
  }
  return { commits, attempts };
}

interface Running {
  /** The process that answers. */
  readonly product: ProductProcess;
  close(): Promise<void>;
}

async function startEmbedded(target: string): Promise<Running> {
  const folder = await mkdtemp(join(tmpdir(), 'fxalert-latency-'));
  await storeAlerts({ kind: 'embedded', folder });
  const product = await ProductProcess.start({ DATA_DIR: folder, FEED: 'push', WEBHOOK_ALLOW: target });
  return {
    product,
    async close() {
      await product.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** As the worker's own metrics count them; null while it has no port yet. */
async function armed(worker: ProductProcess): Promise<number | null> {
  const port = /"port":(\d+)/.exec(worker.stderr)?.[1];
  if (port === undefined) return null;
  const response = await fetch(`http://127.0.0.1:${port}/metrics`, { signal: AbortSignal.timeout(10_000) });
  return Number(/^fxalert_alerts_armed (\d+)/m.exec(await response.text())?.[1]);
}

async function startRoles(target: string): Promise<Running> {
  const stage = await RolesStage.open({ FEED: 'push', WEBHOOK_ALLOW: target, LOG_LEVEL: 'info' });
  try {
    const url = stage.settings['DATABASE_URL'] ?? '';
    await storeAlerts({ kind: 'postgres', url, poolSize: 2 });
    const product = stage.start(['api']);
    await product.ready();
    await product.poll('an admin key', () => Promise.resolve(product.readKey()), START_MS);
    const worker = stage.start(['worker']);
    await worker.poll('armed', async () => ((await armed(worker)) === ALERTS ? true : null), START_MS);
    return { product, close: () => stage.close() };
  } catch (error) {
    await stage.close();
    throw error;
  }
}

async function measure(product: ProductProcess, webhook: FakeWebhook): Promise<void> {
  await product.api('POST', '/channels', {
    name: 'receiver',
    type: 'webhook',
    settings: { url: webhook.url, secret: SECRET },
  });
  const fired = new Map<string, number>();
  const rate = await drive(product, fired);
  const isDelivered = () => Promise.resolve(webhook.received.length >= fired.size ? true : null);
  await product.poll('delivered', isDelivered, START_MS);
  const arrivals = new Map(webhook.received.map((one) => [one.payload.data['name'], one.receivedAtMs]));
  const legs = [...fired].map(([name, sentAt]) => (arrivals.get(name) ?? Infinity) - sentAt);
  const { commits, attempts } = await recorded(product);
  const where = flags.roles ? 'API and worker on PostgreSQL and Redis' : 'one process, embedded database';
  console.error(`${count(ALERTS)} alerts armed, ${rate.toFixed(0)} ticks/s for ${SECONDS} s, ${where}`);
  reportLeg({ what: 'tick received → event committed', goalMs: { p50: 20, p99: 250 }, tookMs: commits });
  reportLeg({ what: 'event committed → first attempt', goalMs: { p50: 150, p99: 2_000 }, tookMs: attempts });
  reportLeg({ what: 'tick received → webhook received', goalMs: { p99: 50 }, tookMs: legs });
}

const webhook = await FakeWebhook.start(SECRET);
try {
  const running = await (flags.roles ? startRoles : startEmbedded)(webhook.target);
  try {
    await measure(running.product, webhook);
  } finally {
    await running.close();
  }
} finally {
  await webhook.close();
}
