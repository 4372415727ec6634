/**
 * The promise of sure delivery, kept by the real thing: the product is killed ten times at random moments of a replay, while it starts
 * as well as while it runs, and ends with exactly the events of a run that nobody disturbed, each of them delivered.
 */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AlertDraft } from '../../src/api/contract/alerts.ts';
import type { ChannelDraft, DeliveryView, EventView } from '../../src/api/contract/events.ts';
import type { StatusView } from '../../src/api/contract/market.ts';
import { Random } from '../../src/kernel/random.ts';
import { FakeWebhook } from '../support/fake-webhook.ts';
import { ProductProcess, runCommand, type Settings } from '../support/product-process.ts';
import { recordedWalk } from '../support/recorded-walk.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const WALK_SEED = 20_240_515;
const KILLS = 10;

const ALERTS: readonly AlertDraft[] = [
  { name: 'level', instruments: ['EURUSD'], when: 'bid crosses 1.0800', hysteresis: '1 pips' },
  { name: 'level, cooled', instruments: ['EURUSD'], when: 'ask crosses 1.0805', cooldown: '5m' },
  { name: 'closed M1', instruments: ['EURUSD', 'USDJPY'], when: 'close@M1 crosses above ema(8)' },
  { name: 'closed M5', instruments: ['USDJPY'], when: 'rsi(5)@M5 > 55' },
  { name: 'move', instruments: ['EURUSD'], price: 'mid', when: 'mid moves by 8 pips in 5m', cooldown: '3m' },
  { name: 'held', instruments: ['USDJPY'], when: 'bid > 155.50 for 20s' },
  { name: 'once', instruments: ['USDJPY'], when: 'close@M5 crosses sma(5)', frequency: 'once' },
];

let folder: string;
let webhook: FakeWebhook;
let running: ProductProcess | null = null;

// Each try has a folder of its own, and leaves no process to the next.
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kill-nine-'));
  webhook = await FakeWebhook.start(SECRET);
});
afterEach(async () => {
  await running?.kill();
  await webhook.close();
  await rm(folder, { recursive: true, force: true });
});

test('ten kills at random change no event and lose no delivery', async () => {
  const file = join(folder, 'walk.csv');
  await writeFile(file, recordedWalk({ seed: WALK_SEED, ticks: 20_000, hours: 4, standStillHours: 1 }));
  const settings = (data: string, speed: string): Settings => ({
    DATA_DIR: join(folder, data),
    FEED: 'replay',
    REPLAY_FILES: file,
    REPLAY_SPEED: speed,
    WEBHOOK_ALLOW: webhook.target,
  });

  // At real speed only the first quotes come: the walk itself begins an hour later. One start makes both databases.
  const key = await armAlerts(settings('disturbed', 'real'));
  await cp(join(folder, 'disturbed'), join(folder, 'undisturbed'), { recursive: true });

  const expected = await outcome(settings('undisturbed', 'max'), key);
  expect(new Set(expected.events.map(({ name }) => name))).toEqual(new Set(ALERTS.map(({ name }) => name)));
  expect(expected.events.length).toBeGreaterThan(100);
  webhook.received.length = 0;

  const paced = settings('disturbed', '1200x');
  const seed = Date.now() % 1_000_000;
  console.info(`kills at random, seed ${seed}`);
  const random = new Random(seed);
  for (let kill = 1; kill <= KILLS; kill++)
    await runAndKill(paced, { key, random, whileStarting: kill % 4 === 0 });
  const received = webhook.received.length;
  expect(received, 'some deliveries were made between the kills').toBeGreaterThan(0);
  expect(webhook.ledger().size, 'the replay had not ended at the last kill').toBeLessThan(
    expected.events.length,
  );

  const found = await outcome(paced, key);
  expect(found.events).toEqual(expected.events);
  expect(found.deliveries.map(({ status }) => status)).toEqual(found.events.map(() => 'sent'));
  const ids = idsByKey();
  expect([...ids.keys()].sort()).toEqual(expected.events.map((event) => event.key).sort());
  expect(
    [...ids.values()].filter((set) => set.size !== 1),
    'events with two ids',
  ).toEqual([]);
  expect(webhook.received.every(({ verified }) => verified)).toBe(true);
  await reconciled(join(folder, 'disturbed'));
}, 400_000);

/** Makes the channel and the alerts; returns the admin key. */
async function armAlerts(settings: Settings): Promise<string> {
  running = await ProductProcess.start(settings);
  const channel: ChannelDraft = {
    name: 'hook',
    type: 'webhook',
    settings: { url: webhook.url, secret: SECRET },
  };
  await running.api('POST', '/channels', channel);
  for (const alert of ALERTS) await running.api('POST', '/alerts', { ...alert, channels: ['hook'] });
  const { key } = running;
  expect(key).not.toBeNull();
  expect((await running.stop()).code).toBe(0);
  return key!;
}

interface KillOptions {
  readonly key: string;
  readonly random: Random;
  readonly whileStarting: boolean;
}

async function runAndKill(settings: Settings, { key, random, whileStarting }: KillOptions): Promise<void> {
  running = new ProductProcess(settings, key);
  if (!whileStarting) await running.ready();
  await new Promise((resolve) => setTimeout(resolve, random.integer(50, 950)));
  await running.kill();
}

/** What the operator's own command says of it. */
async function reconciled(dataDir: string): Promise<void> {
  const ledger = join(folder, 'ledger.ndjson');
  const taken = [...webhook.ledger().keys()].map((id) => JSON.stringify({ channel: 'hook', id }));
  await writeFile(ledger, taken.join('\n'));
  const flags = ['--data-dir', dataDir, '--settled', '--receiver-ledger', ledger];
  const { code, stdout, stderr } = await runCommand(['reconcile', ...flags]);
  expect(stdout, stderr).toBe('');
  expect(stderr).toContain('no difference');
  expect(code).toBe(0);
}

type Told = Omit<EventView, 'id' | 'recordedAt' | 'deliveries' | 'late'>;

/** Runs the replay to its end and until nothing is left to send. */
async function outcome(settings: Settings, key: string) {
  const product = (running = await ProductProcess.start(settings, key));
  await product.poll(
    'at the end of the replay',
    async () => {
      const { feed, deliveries } = await product.api<StatusView>('GET', '/status');
      return feed.state === 'closed' && deliveries.pending + deliveries.sending === 0 ? true : null;
    },
    60_000,
  );
  const events = (await product.all<EventView>('/events'))
    .map(told)
    .sort((a, b) => a.key.localeCompare(b.key));
  const deliveries = await product.all<DeliveryView>('/deliveries');
  expect((await product.stop()).code).toBe(0);
  return { events, deliveries };
}

/** What must be the same however often the product was killed; when it was recorded is not. */
function told({ id: _id, recordedAt: _at, deliveries: _deliveries, late: _late, ...event }: EventView): Told {
  return event;
}

function idsByKey(): ReadonlyMap<string, ReadonlySet<string>> {
  const ids = new Map<string, Set<string>>();
  for (const { id, accepted, payload } of webhook.received) {
    if (!accepted) continue;
    const key = String(payload.data['key']);
    ids.set(key, (ids.get(key) ?? new Set()).add(id));
  }
  return ids;
}
