/**
 * Two shards with an engine each, and a second engine for one of them: all alerts fire, each once; an engine of a newer program, started over
 * the state of an older one, takes over; a feed of another market and a shard that does not exist are refused in one sentence; a signal
 * ends a process in time, also with a message under way.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { EventView } from '../../src/api/contract/events.ts';
import type { StatusView } from '../../src/api/contract/market.ts';
import { FakeWebhook } from '../support/fake-webhook.ts';
import { type ProductProcess, runCommand } from '../support/product-process.ts';
import { recordedWalk } from '../support/recorded-walk.ts';
import { RolesStage } from '../support/roles-stage.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const PATIENCE_MS = 60_000;
/** What the manual promises, and some time for a busy machine to end a process. */
const STOP_MS = 10_000 + 2_000;
const ALERTS = 12;

let folder: string;
let file: string;
let stage: RolesStage;
let webhook: FakeWebhook;
let api: ProductProcess;
let feed: ProductProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shards-'));
  file = join(folder, 'walk.csv');
  await writeFile(file, recordedWalk({ seed: 20_240_518, ticks: 100_000, hours: 12, standStillHours: 0.01 }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

// Servers of its own for each try: a second one says something only where nothing is left of the first.
beforeEach(async () => {
  webhook = await FakeWebhook.start(SECRET);
  stage = await RolesStage.open({
    ...{ FEED: 'replay', REPLAY_FILES: file, REPLAY_SPEED: '60x' },
    WEBHOOK_ALLOW: webhook.target,
  });
  api = stage.start(['api']);
  await api.ready();
  feed = stage.start(['worker', '--roles', 'feed,record,dispatch']);
  await api.poll('an admin key', () => Promise.resolve(api.readKey()), PATIENCE_MS);
  await api.poll(
    'a feed',
    async () => ((await api.api<StatusView>('GET', '/status')).feed.state === 'live' ? true : null),
    PATIENCE_MS,
  );
  const settings = { url: webhook.url, secret: SECRET };
  await api.api('POST', '/channels', { name: 'hook', type: 'webhook', settings });
}, 180_000);
afterEach(async () => {
  await stage.close();
  await webhook.close();
});

const engine = (shard: string) => stage.start(['worker', '--roles', 'engine', '--shard', shard]);
const following = (process: ProductProcess) =>
  process.poll(
    'following the log',
    () => Promise.resolve(process.stderr.includes('engine follows the log') ? true : null),
    PATIENCE_MS,
  );
const firedAlerts = async () => new Set((await api.all<EventView>('/events')).map(({ alert }) => alert)).size;
const sql = async <Row extends object>(text: string): Promise<readonly Row[]> => {
  const client = new pg.Client({ connectionString: stage.settings['DATABASE_URL'] });
  await client.connect();
  const { rows } = await client.query<Row>(text);
  await client.end();
  return rows;
};

test('every alert fires once, whichever shard it is in, and two engines of one shard leave one event', async () => {
  const [first, second, twin] = [engine('0/2'), engine('1/2'), engine('1/2')];
  for (const each of [first, second, twin]) await following(each);
  for (let index = 0; index < ALERTS; index++)
    await api.api('POST', '/alerts', {
      ...{ name: `each ${index}`, instruments: ['EURUSD'], when: 'bid > 0.5', frequency: 'once' },
      ...{ onArm: 'fire', channels: ['hook'] },
    });
  await api.poll(
    'told of every alert',
    async () => ((await firedAlerts()) === ALERTS ? true : null),
    PATIENCE_MS,
  );
  const events = await api.all<EventView>('/events');
  expect(events).toHaveLength(ALERTS);
  expect(new Set(events.map(({ key }) => key)).size).toBe(ALERTS);

  // A newer program over the state of an older one, beside an engine that still runs.
  await twin.stop();
  await sql(
    `update follower_checkpoints set state = '{"version":0}', seq = seq + 1 where name = 'engine 1/2'`,
  );
  const newer = engine('1/2');
  await newer.poll(
    'starting without the old state',
    () =>
      Promise.resolve(
        /of an older version and is not used[^]*follows the log/.test(newer.stderr) ? true : null,
      ),
    PATIENCE_MS,
  );
  await second.stop();
  await api.api('POST', '/alerts', {
    ...{ name: 'after', instruments: ['EURUSD'], when: 'bid > 0.5', frequency: 'once' },
    ...{ onArm: 'fire', channels: ['hook'] },
  });
  await api.poll(
    'told by the newer one',
    async () => ((await firedAlerts()) > ALERTS ? true : null),
    PATIENCE_MS,
  );
  const { code, stdout, stderr } = await runCommand([
    ...['reconcile', '--database-url', stage.settings['DATABASE_URL']!, '--wait', '30'],
  ]);
  expect(`${stdout}${stderr}`).toContain('no difference');
  expect(code).toBe(0);
  await Promise.all([first.stop(), newer.stop()]);
}, 170_000);

test('an engine that begins from an old state is no shard without one, before its first checkpoint too', async () => {
  await sql(`update follower_checkpoints set saved_at = saved_at - interval '5 minutes'`);
  const again = engine('0/2');
  await following(again);
  const rows = await sql<{ age: number }>(
    `select extract(epoch from clock_timestamp() - saved_at)::float8 as age from follower_checkpoints where name = 'engine 0/2'`,
  );
  expect(rows[0]?.age).toBeLessThan(60);
  await again.stop();
}, 60_000);

test('a feed of another market, a shard that does not exist and the state of a newer program are refused in a sentence', async () => {
  const other = stage.start(['worker', '--roles', 'feed'], { FEED: 'simulated' });
  const { code, stderr } = await other.finished;
  expect(code).toBe(2);
  expect(stderr).toMatch(/the database holds the market "replay [0-9a-f]+" and FEED="simulated" is another/);
  const shard = await engine('2/2').finished;
  expect(shard.code).toBe(2);
  expect(shard.stderr).toContain('SHARD="2/2" is refused');
  await sql(
    `insert into follower_checkpoints (name, seq, state) values ('engine 0/3', 1, '{"version":999}')`,
  );
  const older = await engine('0/3').finished;
  await sql(`delete from follower_checkpoints where name = 'engine 0/3'`);
  expect(older.code).toBe(2);
  expect(older.stderr).toMatch(/checkpoint "engine 0\/3" .* has version 999, .* start the newer program/);
});

test('a signal ends a process within ten seconds, with a message under way that is never answered', async () => {
  webhook.script('hang');
  const before = webhook.received.length;
  const all = engine('0/1');
  await following(all);
  await api.api('POST', '/alerts', {
    ...{ name: 'under way', instruments: ['EURUSD'], when: 'bid > 0.5', frequency: 'once' },
    ...{ onArm: 'fire', channels: ['hook'] },
  });
  await api.poll(
    'a message under way',
    () => Promise.resolve(webhook.received.length > before ? true : null),
    PATIENCE_MS,
  );
  const began = performance.now();
  const ended = await Promise.all([feed, all, api].map((process) => process.stop()));
  expect(performance.now() - began).toBeLessThan(STOP_MS);
  expect(ended.map(({ code }) => code)).toEqual([0, 0, 0]);
}, 120_000);
