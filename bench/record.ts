/**
 * The log and its recorder: ticks appended to a private Redis, and recorded from there into a private PostgreSQL. Goal: 20,000 ticks/s recorded.
 *
 *   npx tsx bench/record.ts [ticks]
 */
import { pino } from 'pino';
import { PLACES_PER_EPOCH, type PlacedEntry } from '../src/alerts/tick-log.ts';
import { saveTraits, type RoleContext } from '../src/app/roles/role-context.ts';
import { RecordRole } from '../src/app/roles/record-role.ts';
import { connectServers, roleContext } from '../src/app/roles/role-process.ts';
import { readConfig } from '../src/config/config.ts';
import { epochMs, instrumentId, price } from '../src/kernel/units.ts';
import { migrate } from '../src/storage/migrate.ts';
import { createMetrics } from '../src/telemetry/metrics.ts';
import { startPostgres } from '../test/support/postgres.ts';
import { startRedis } from '../test/support/redis.ts';
import { count, report } from './measure.ts';

const COUNT = Number(process.argv[2] ?? 200_000);
const PORTION = 5_000;
const LEAD = PLACES_PER_EPOCH + 1;
const FIRST = LEAD + 1;
const START = epochMs(Date.UTC(2014, 4, 6, 10));
const NAMES = ['EURUSD', 'USDJPY', 'GBPUSD', 'AUDUSD', 'EURJPY'].map(instrumentId);

function tickAt(i: number): PlacedEntry {
  const instrument = NAMES[i % NAMES.length]!;
  const bid = (instrument.endsWith('JPY') ? 100 : 1) * (1 + 0.001 * Math.sin(i / 5_000));
  const tick = { instrument, bid: price(bid), ask: price(bid * 1.0001), at: epochMs(START + i * 2) };
  return { seq: FIRST + i, entry: { type: 'tick', tick } };
}

async function recordedUpTo(context: RoleContext, seq: number): Promise<void> {
  while ((await context.stores.journal.position()).seq < seq)
    await new Promise((resolve) => setTimeout(resolve, 20));
}

const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
const config = readConfig({ DATABASE_URL: await postgres.createDatabase(), REDIS_URL: redis.url });
if (!config.ok) throw new Error(config.error.join('; '));
const servers = connectServers(config.value, 'worker');
const log = pino({ level: 'warn' }, pino.destination(2));
const context = await roleContext(servers, { config: config.value, log, metrics: createMetrics() });
try {
  await migrate(context.database);
  const traits = { feed: 'bench', simulated: false, ownClock: true, instruments: NAMES };
  await saveTraits(context.stores, traits);
  await new Promise((resolve) => setTimeout(resolve, 500));

  await context.tickLog.append(0, [{ seq: LEAD, entry: { type: 'lead', after: 0, at: START, traits } }]);
  const appendStart = performance.now();
  for (let from = 0; from < COUNT; from += PORTION) {
    const portion = Array.from({ length: Math.min(PORTION, COUNT - from) }, (_, i) => tickAt(from + i));
    await context.tickLog.append(FIRST + from - 1, portion);
  }
  const appendSeconds = (performance.now() - appendStart) / 1_000;
  console.error(`appended to Redis   ${Math.round(COUNT / appendSeconds).toLocaleString('en')} ticks/s`);

  const stop = new AbortController();
  const recordStart = performance.now();
  const running = new RecordRole(context).run(stop.signal);
  await recordedUpTo(context, FIRST);
  const from = (await context.stores.journal.position()).seq;
  const firstAt = performance.now();
  await recordedUpTo(context, FIRST + COUNT - 1);
  const seconds = (performance.now() - firstAt) / 1_000;
  console.error(`started after       ${((firstAt - recordStart) / 1_000).toFixed(1)} s`);
  const rate = (FIRST + COUNT - 1 - from) / seconds;
  report({
    what: 'ticks recorded from the log',
    goal: '≥ 20,000/s',
    figure: `${count(rate)}/s`,
    isMet: rate >= 20_000,
  });
  stop.abort();
  await running;
} finally {
  await servers.close();
  await redis.stop();
  await postgres.stop();
}
