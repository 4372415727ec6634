/**
 * Two workers with every role each, so that every role has a second one: whichever is killed, and whatever Redis forgets, each crossing is
 * recorded once and reaches the webhook.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EventView } from '../../src/api/contract/events.ts';
import type { StatusView } from '../../src/api/contract/market.ts';
import { FakeWebhook } from '../support/fake-webhook.ts';
import type { ProductProcess } from '../support/product-process.ts';
import { RolesStage } from '../support/roles-stage.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
/** A busy machine takes its time; the promise of ten seconds is for the benchmark. */
const PATIENCE_MS = 60_000;

let stage: RolesStage;
let webhook: FakeWebhook;
let api: ProductProcess;
let batch = 0;
let crossings = 0;

// Each try has servers of its own.
beforeEach(async () => {
  [batch, crossings] = [0, 0];
  webhook = await FakeWebhook.start(SECRET);
  stage = await RolesStage.open({ FEED: 'push', WEBHOOK_ALLOW: webhook.target });
  api = stage.start(['api']);
  await api.ready();
}, 180_000);
afterEach(async () => {
  await stage.close();
  await webhook.close();
});

/** Sends the batch again until somebody has it, as a bridge does. */
async function push(...bids: readonly number[]): Promise<void> {
  const body = JSON.stringify({
    source: 'bridge',
    seq: ++batch,
    ticks: bids.map((bid) => ({
      symbol: 'EURUSD',
      bid: bid.toFixed(5),
      ask: (bid + 0.0001).toFixed(5),
      time_msc: Date.now(),
    })),
  });
  await api.poll(
    'taking pushed ticks',
    async () => {
      const headers = { 'content-type': 'application/json' };
      const { status } = await api.fetch('/ingest/v1/ticks', { method: 'POST', body, headers });
      return status === 202 || status === 409 ? true : null;
    },
    PATIENCE_MS,
  );
}

/** One crossing, up and down again, and its message. */
async function crossAndHear(what: string): Promise<void> {
  await push(1.09, 1.11, 1.09);
  crossings += 1;
  await api.poll(
    `told of the crossing ${what}`,
    () => Promise.resolve(webhook.ledger().size >= crossings ? true : null),
    PATIENCE_MS,
  );
}

test('whoever is killed, each crossing is one event and one message', async () => {
  let [leader, other] = [stage.start(['worker']), stage.start(['worker'])];
  await api.poll('an admin key', () => Promise.resolve(api.readKey()), PATIENCE_MS);
  await api.api('POST', '/channels', {
    name: 'hook',
    type: 'webhook',
    settings: { url: webhook.url, secret: SECRET },
  });
  await api.poll(
    'led by a feed',
    async () => ((await api.api<StatusView>('GET', '/status')).feed.state === 'down' ? null : true),
    PATIENCE_MS,
  );
  await api.api('POST', '/alerts', {
    name: 'level',
    instruments: ['EURUSD'],
    when: 'bid crosses above 1.1000',
    channels: ['hook'],
  });
  await crossAndHear('with everybody there');

  if (!leader.stderr.includes('leads the feed')) [leader, other] = [other, leader];
  await leader.kill();
  await crossAndHear('after the leader was killed');

  const second = stage.start(['worker']);
  await stage.redis.flush();
  await crossAndHear('after Redis was flushed');

  await stage.redis.crash();
  await crossAndHear('while Redis is away');
  await stage.redis.restart();
  await crossAndHear('after Redis came back empty');

  await second.poll(
    'standing by',
    () => Promise.resolve(second.stderr.includes('stands by') ? true : null),
    PATIENCE_MS,
  );
  await other.kill();
  await stage.postgres.crash();
  await stage.postgres.restart();
  await crossAndHear('after the other worker and PostgreSQL were killed');

  await api.kill();
  const key = api.key;
  api = stage.start(['api']);
  await api.ready();
  api.key = key;
  await crossAndHear('after the API was killed');

  const events = await api.poll(
    'answering',
    () => api.all<EventView>('/events').catch(() => null),
    PATIENCE_MS,
  );
  expect(events).toHaveLength(crossings);
  expect(new Set(events.map((event) => event.key)).size).toBe(crossings);
  expect([...webhook.ledger().keys()]).toHaveLength(crossings);
}, 400_000);
