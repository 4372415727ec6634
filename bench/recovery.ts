/**
 * How long after a fault a new price is told again: R8 (any one process killed, or Redis lost: 10 s) and R9 (PostgreSQL crashed: 15 s).
 *
 *   npx tsx bench/recovery.ts [rounds 3]
 *
 * An API and two workers with every role on private servers of PostgreSQL and Redis. A bridge pushes a crossing every 100 ms and sends each
 * again until somebody takes it. Counted from the fault to the arrival of the first message of a crossing that came after it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { FakeWebhook } from '../test/support/fake-webhook.ts';
import type { ProductProcess } from '../test/support/product-process.ts';
import { RolesStage } from '../test/support/roles-stage.ts';
import { median, report } from './measure.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const ROUNDS = Number(process.argv[2] ?? 3);
const EVERY_MS = 100;
const SETTLE_MS = 8_000;
const PATIENCE_MS = 120_000;

const webhook = await FakeWebhook.start(SECRET);
const stage = await RolesStage.open({ FEED: 'push', WEBHOOK_ALLOW: webhook.target });
let api = stage.start(['api']);
const workers: ProductProcess[] = [];
const stop = new AbortController();

/** One crossing after another, each until it is taken. */
async function push(): Promise<void> {
  for (let seq = 1; !stop.signal.aborted; seq++) {
    const bid = seq % 2 === 0 ? 1.1 + 0.001 : 1.1 - 0.001;
    const body = () =>
      JSON.stringify({
        source: 'bench',
        seq,
        ticks: [
          { symbol: 'EURUSD', bid: bid.toFixed(5), ask: (bid + 0.0001).toFixed(5), time_msc: Date.now() },
        ],
      });
    for (let sent = body(), taken = false; !taken && !stop.signal.aborted;) {
      taken = await api
        .fetch('/ingest/v1/ticks', {
          method: 'POST',
          body: sent,
          headers: { 'content-type': 'application/json' },
          signal: AbortSignal.timeout(6_000),
        })
        .then(
          ({ status }) => status === 202 || status === 409,
          () => false,
        );
      if (!taken) {
        await sleep(EVERY_MS);
        sent = body();
      }
    }
    await sleep(EVERY_MS);
  }
}

/** From `faultAt` to the first message about a price that was handed over after it. */
async function heardAfter(faultAt: number): Promise<number> {
  const wallAt = Date.now() - (performance.now() - faultAt);
  const limitAt = performance.now() + PATIENCE_MS;
  for (;;) {
    const first = webhook.received.find(
      ({ accepted, payload, receivedAtMs }) =>
        accepted && receivedAtMs > faultAt && Date.parse(String(payload.timestamp)) > wallAt,
    );
    if (first !== undefined) return first.receivedAtMs - faultAt;
    if (performance.now() > limitAt) throw new Error(`nothing was heard for ${PATIENCE_MS} ms`);
    await sleep(20);
  }
}

interface Fault {
  readonly what: string;
  readonly goalMs: number;
  readonly strike: () => Promise<void>;
  readonly mend: () => Promise<void> | void;
}

const leader = () => workers.findIndex((worker) => worker.stderr.lastIndexOf('leads the feed') >= 0);
const startWorker = (index: number) => void (workers[index] = stage.start(['worker']));
let victim = 0;

const FAULTS: readonly Fault[] = [
  ...(['the worker that leads', 'the worker that stands by'] as const).map((which): Fault => ({
    what: `kill -9 of ${which}`,
    goalMs: 10_000,
    async strike() {
      const leading = Math.max(0, leader());
      victim = which === 'the worker that leads' ? leading : 1 - leading;
      await workers[victim]!.kill();
    },
    mend: () => startWorker(victim),
  })),
  {
    what: 'kill -9 of the API, started again at once',
    goalMs: 10_000,
    async strike() {
      await api.kill();
      const next = stage.start(['api']);
      await next.ready();
      next.key = api.key;
      api = next;
    },
    mend: () => undefined,
  },
  {
    what: 'Redis killed',
    goalMs: 10_000,
    strike: () => stage.redis.crash(),
    mend: () => stage.redis.restart(),
  },
  {
    what: 'PostgreSQL crashed, started again after 1 s',
    goalMs: 15_000,
    async strike() {
      await stage.postgres.crash();
      await sleep(1_000);
      await stage.postgres.restart();
    },
    mend: () => undefined,
  },
];

try {
  await api.ready();
  await api.poll('an admin key', () => Promise.resolve(api.readKey()), PATIENCE_MS);
  const settings = { url: webhook.url, secret: SECRET };
  await api.api('POST', '/channels', { name: 'hook', type: 'webhook', settings });
  for (const index of [0, 1]) startWorker(index);
  const alert = { name: 'crossing', instruments: ['EURUSD'], when: 'bid crosses 1.1000', channels: ['hook'] };
  await api.poll(
    'taking edits',
    () =>
      api.api('POST', '/alerts', alert).then(
        () => true,
        () => null,
      ),
    PATIENCE_MS,
  );
  const pushing = push();
  // What it throws is told when it is waited for, with everything closed.
  pushing.catch(() => stop.abort());
  await heardAfter(performance.now());
  for (const { what, goalMs, strike, mend } of FAULTS) {
    const took: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      await sleep(SETTLE_MS);
      const faultAt = performance.now();
      await strike();
      took.push(await heardAfter(faultAt));
      await mend();
    }
    const longest = Math.max(...took);
    const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
    report({
      what: `${what}: until a new price is told`,
      goal: `≤ ${seconds(goalMs)}`,
      figure: `${seconds(median(took))}, longest of ${ROUNDS} ${seconds(longest)}`,
      isMet: longest <= goalMs,
    });
  }
  stop.abort();
  await pushing;
} finally {
  stop.abort();
  await stage.close();
  await webhook.close();
}
