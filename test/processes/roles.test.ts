/**
 * The product as processes of separate roles: they wait for their servers and say so; an alert armed through the API fires on pushed
 * ticks and reaches the webhook, though the first engine comes later; an edit without a feed process is refused in time.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AlertView } from '../../src/api/contract/alerts.ts';
import { FakeWebhook } from '../support/fake-webhook.ts';
import type { ProductProcess } from '../support/product-process.ts';
import { RolesStage } from '../support/roles-stage.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

let stage: RolesStage;
let webhook: FakeWebhook;
let api: ProductProcess;
let batch: number;

// Servers of its own for each try: a second one says something only where nothing is left of the first.
beforeEach(async () => {
  batch = 0;
  webhook = await FakeWebhook.start(SECRET);
  stage = await RolesStage.open({ FEED: 'push', WEBHOOK_ALLOW: webhook.target });
}, 120_000);
afterEach(async () => {
  await stage.close();
  await webhook.close();
});

const startApi = async () => {
  api = stage.start(['api']);
  await api.ready();
  await api.poll('an admin key', () => Promise.resolve(api.readKey()));
};
const push = (bid: number) =>
  api.api('POST', '/../../ingest/v1/ticks', {
    source: 'bridge',
    seq: ++batch,
    ticks: [{ symbol: 'EURUSD', bid: bid.toFixed(5), ask: (bid + 0.0001).toFixed(5), time_msc: Date.now() }],
  });

test('API and worker start without their servers, say what they miss, and go on when it comes', async () => {
  await Promise.all([stage.postgres.crash(), stage.redis.crash()]);
  api = stage.start(['api']);
  const scheduler = stage.start(['scheduler']);
  await api.ready();
  const ready = await api.fetch('/health/ready');
  expect(ready.status).toBe(503);
  expect(JSON.stringify(await ready.json())).toMatch(/no answer from PostgreSQL at 127\.0\.0\.1:\d+/);
  expect((await api.fetch('/health/live')).status).toBe(200);
  api.key = 'fxa_abcdefgh_0123456789012345678901234567890123456789012';
  const refused = await api.fetch('/api/v1/alerts');
  expect(refused.status).toBe(503);
  expect(await refused.json()).toMatchObject({ code: 'unavailable' });
  await scheduler.poll('saying what it waits for', () =>
    Promise.resolve(scheduler.stderr.includes('waits for the database') ? true : null),
  );
  await Promise.all([stage.postgres.restart(), stage.redis.restart()]);
  api.key = null;
  await api.poll('an admin key', () => Promise.resolve(api.readKey()));
  expect((await api.fetch('/health/ready')).status).toBe(200);
  expect((await scheduler.stop()).code).toBe(0);
});

test('an edit that no feed process can take is refused in time, and not made later', async () => {
  await startApi();
  const draft = { name: 'nobody', instruments: ['EURUSD'], when: 'bid > 1' };
  const answer = await api.fetch('/api/v1/alerts', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(draft),
  });
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({
    detail: expect.stringMatching(/no feed process took the edit/) as string,
  });
  expect(await api.all('/alerts')).toEqual([]);
});

test('an alert armed through the API fires on a tick pushed before the first engine ran, and reaches the webhook', async () => {
  await startApi();
  const feed = stage.start(['worker', '--roles', 'feed,record']);
  const scheduler = stage.start(['scheduler']);
  await api.api('POST', '/channels', {
    name: 'hook',
    type: 'webhook',
    settings: { url: webhook.url, secret: SECRET },
  });
  await api.poll('a feed', async () => {
    const { feed } = await api.api<{ feed: { state: string } }>('GET', '/status');
    return feed.state === 'down' ? null : feed.state;
  });
  const alert = await api.api<AlertView>('POST', '/alerts', {
    name: 'level',
    instruments: ['EURUSD'],
    when: 'bid crosses above 1.1000',
    channels: ['hook'],
  });
  expect(alert.status).toBe('armed');
  await push(1.09);
  await push(1.11);
  const worker = stage.start(['worker', '--roles', 'engine,dispatch']);
  await api.poll('a delivery', () => Promise.resolve(webhook.received.length > 0 ? true : null), 20_000);
  expect(webhook.received).toHaveLength(1);
  expect((await worker.stop()).code).toBe(0);
  expect((await feed.stop()).code).toBe(0);
  expect((await scheduler.stop()).code).toBe(0);
}, 120_000);
