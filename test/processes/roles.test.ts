/** The product as processes of separate roles: an alert armed through the API fires on pushed ticks and reaches the webhook. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AlertView } from '../../src/api/contract/alerts.ts';
import { FakeWebhook } from '../support/fake-webhook.ts';
import type { ProductProcess } from '../support/product-process.ts';
import { RolesStage } from '../support/roles-stage.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

let stage: RolesStage;
let webhook: FakeWebhook;
let api: ProductProcess;
let batch = 0;

beforeAll(async () => {
  webhook = await FakeWebhook.start(SECRET);
  stage = await RolesStage.open({ FEED: 'push', WEBHOOK_ALLOW: webhook.target });
  api = stage.start(['api']);
  await api.ready();
}, 120_000);
afterAll(async () => {
  await stage.close();
  await webhook.close();
});

const push = (bid: number) =>
  api.api('POST', '/../../ingest/v1/ticks', {
    source: 'bridge',
    seq: ++batch,
    ticks: [{ symbol: 'EURUSD', bid: bid.toFixed(5), ask: (bid + 0.0001).toFixed(5), time_msc: Date.now() }],
  });

test('an alert armed through the API fires on a pushed tick and reaches the webhook', async () => {
  const worker = stage.start(['worker']);
  const scheduler = stage.start(['scheduler']);
  await api.poll('an admin key', () => Promise.resolve(api.readKey()));
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
  await api.poll('a delivery', () => Promise.resolve(webhook.received.length > 0 ? true : null), 20_000);
  expect(webhook.received).toHaveLength(1);
  expect((await worker.stop()).code).toBe(0);
  expect((await scheduler.stop()).code).toBe(0);
}, 120_000);
