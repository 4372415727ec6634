/**
 * Two workers with every role side by side, two engines on one shard, killed at random while a recorded walk is replayed at fifty times its
 * speed; and one worker that nobody disturbs, on a copy of the same database. Both must end with the same events and the same messages.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { AlertDraft } from '../../../src/api/contract/alerts.ts';
import type { QuoteView, StatusView } from '../../../src/api/contract/market.ts';
import type { Random } from '../../../src/kernel/random.ts';
import { FakeWebhook } from '../../support/fake-webhook.ts';
import { type ProductProcess, runCommand, type Settings } from '../../support/product-process.ts';
import { recordedWalk } from '../../support/recorded-walk.ts';
import { RolesStage } from '../../support/roles-stage.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const SPEED = 50;
const QUOTES_AN_HOUR = 8_600;
/** A killed leader is followed by another after some seconds: oftener, and nobody would lead most of the time. */
const KILL_WITHIN_MS = 16_000;
const LOOK_MS = 500;
const PATIENCE_MS = 120_000;

const ALERTS: readonly Omit<AlertDraft, 'channels'>[] = [
  { name: 'level', instruments: ['EURUSD'], when: 'bid crosses 1.0800', hysteresis: '1 pips' },
  { name: 'closed M1', instruments: ['EURUSD', 'USDJPY'], when: 'close@M1 crosses above ema(8)' },
  { name: 'closed M5', instruments: ['USDJPY'], when: 'rsi(5)@M5 > 55' },
  { name: 'move', instruments: ['EURUSD'], price: 'mid', when: 'mid moves by 4 pips in 5m', cooldown: '3m' },
  { name: 'held', instruments: ['USDJPY'], when: 'bid > 155.50 for 20s' },
  { name: 'once', instruments: ['USDJPY'], when: 'close@M1 crosses sma(5)', frequency: 'once' },
];

/** What must be the same however often a process was killed; when it was recorded, and its place in a log of many leaders, are not. */
const EVENTS = `select to_jsonb(events) - '{id,seq,recorded_at,late}'::text[] as event from events order by key`;

interface Outcome {
  /** As the table has them, by key. */
  readonly events: readonly string[];
  /** Ids of messages that the receiver took. */
  readonly messages: readonly string[];
}

export interface PairRun {
  readonly undisturbed: Outcome;
  readonly disturbed: Outcome;
  readonly kills: number;
}

export async function runPair(minutes: number, random: Random): Promise<PairRun> {
  const folder = await mkdtemp(join(tmpdir(), 'pair-'));
  const webhook = await FakeWebhook.start(SECRET);
  const file = join(folder, 'walk.csv');
  const hours = (minutes * SPEED) / 60;
  const walk = { seed: 20_240_517, ticks: Math.round(QUOTES_AN_HOUR * hours), hours, standStillHours: 0.05 };
  await writeFile(file, recordedWalk({ ...walk, unrest: true }));
  const stage = await RolesStage.open({
    ...{ FEED: 'replay', REPLAY_FILES: file, LOG_LEVEL: 'warn' },
    WEBHOOK_ALLOW: webhook.target,
  });
  try {
    const key = await armAlerts(stage, webhook);
    const copy = await stage.postgres.createDatabase(
      new URL(stage.settings['DATABASE_URL']!).pathname.slice(1),
    );
    const run = new Run(stage, webhook, key);
    const undisturbed = await run.alone({ DATABASE_URL: copy, REPLAY_SPEED: 'max' });
    await stage.redis.flush();
    const disturbed = await run.killed({ REPLAY_SPEED: `${SPEED}x` }, random, minutes);
    return { undisturbed, disturbed: disturbed.outcome, kills: disturbed.kills };
  } finally {
    await stage.close();
    await webhook.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** While the market stands still after its first quotes. Returns the key of the API. */
async function armAlerts(stage: RolesStage, webhook: FakeWebhook): Promise<string> {
  const atRealSpeed = { REPLAY_SPEED: 'real' };
  const api = stage.start(['api'], atRealSpeed);
  await api.ready();
  const key = await api.poll('an admin key', () => Promise.resolve(api.readKey()), PATIENCE_MS);
  const worker = stage.start(['worker'], atRealSpeed);
  const quoted = async () => ((await api.api<QuoteView[]>('GET', '/quotes')).length === 2 ? true : null);
  await api.poll('quotes of both instruments', quoted, PATIENCE_MS);
  const settings = { url: webhook.url, secret: SECRET };
  await api.api('POST', '/channels', { name: 'hook', type: 'webhook', settings });
  for (const alert of ALERTS) await api.api('POST', '/alerts', { ...alert, channels: ['hook'] });
  await worker.stop();
  await api.stop();
  return key;
}

async function hasEnded(api: ProductProcess): Promise<boolean> {
  const { feed } = await api.api<StatusView>('GET', '/status');
  return feed.state === 'closed';
}

class Run {
  readonly #stage: RolesStage;
  readonly #webhook: FakeWebhook;
  readonly #key: string;

  constructor(stage: RolesStage, webhook: FakeWebhook, key: string) {
    this.#stage = stage;
    this.#webhook = webhook;
    this.#key = key;
  }

  async alone(settings: Settings): Promise<Outcome> {
    const api = await this.#api(settings);
    const worker = this.#stage.start(['worker'], settings);
    return this.#settled(api, [worker], settings);
  }

  /** The kills go on until the walk has ended. */
  async killed(
    settings: Settings,
    random: Random,
    minutes: number,
  ): Promise<{ readonly outcome: Outcome; readonly kills: number }> {
    const api = await this.#api(settings);
    const start = () => this.#stage.start(['worker'], settings);
    const workers = [start(), start()];
    let kills = 0;
    const within = Math.min(KILL_WITHIN_MS, minutes * 40_000);
    let killAtMs = performance.now() + random.integer(1_000, within);
    while (!(await hasEnded(api))) {
      await sleep(LOOK_MS);
      if (performance.now() < killAtMs) continue;
      const victim = random.integer(0, 2);
      await workers[victim]!.kill();
      workers[victim] = start();
      kills += 1;
      killAtMs = performance.now() + random.integer(1_000, within);
    }
    return { outcome: await this.#settled(api, workers, settings), kills };
  }

  async #api(settings: Settings): Promise<ProductProcess> {
    const api = this.#stage.start(['api'], settings);
    await api.ready();
    api.key = this.#key;
    this.#webhook.received.length = 0;
    return api;
  }

  /** At the end of the walk, with everything sent, and in the eyes of `fxalert reconcile`. */
  async #settled(
    api: ProductProcess,
    workers: readonly ProductProcess[],
    settings: Settings,
  ): Promise<Outcome> {
    await api.poll('at the end of the walk', async () => ((await hasEnded(api)) ? true : null), PATIENCE_MS);
    const url = settings['DATABASE_URL'] ?? this.#stage.settings['DATABASE_URL']!;
    await api.poll(
      'without a difference, and everything sent',
      async () => {
        const { code } = await runCommand(['reconcile', '--database-url', url, '--settled']);
        return code === 0 ? true : null;
      },
      PATIENCE_MS,
    );
    for (const process of [...workers, api]) await process.stop();
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query<{ event: object }>(EVENTS);
    await client.end();
    return {
      events: rows.map(({ event }) => JSON.stringify(event)),
      messages: [...this.#webhook.ledger().keys()].sort(),
    };
  }
}
