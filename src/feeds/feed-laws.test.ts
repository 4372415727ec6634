/** What every feed promises to the composition root, whichever it is. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FakeGmo } from '../../test/support/fake-gmo.ts';
import { RecordingSink } from '../../test/support/recording-sink.ts';
import { systemClock } from '../../test/support/system-clock.ts';
import { Random } from '../kernel/random.ts';
import { type EpochMs, instrumentId } from '../kernel/units.ts';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../market/instruments.ts';
import type { Feed } from './feed.ts';
import { GmoFeed } from './gmo/gmo-feed.ts';
import { PushFeed } from './push/push-feed.ts';
import { ReplayFeed } from './replay/replay-feed.ts';
import { SimulatedFeed } from './simulated/simulated-feed.ts';

const instruments = instrumentTable(BUILT_IN_INSTRUMENTS);
const common = { instruments, clock: systemClock };
const TUESDAY = Date.parse('2026-07-14T13:00:00Z') as EpochMs;
const fake = new FakeGmo();
let folder: string;
let urls: { readonly restUrl: string; readonly socketUrl: string };
let file: string;

beforeAll(async () => {
  urls = await fake.start();
  fake.quote('USD_JPY', '156.412', '156.417');
  folder = await mkdtemp(join(tmpdir(), 'feed-laws-'));
  file = join(folder, 'ticks.csv');
  const rows = Array.from({ length: 50_000 }, (_, i) => `${TUESDAY + 100 * i},EURUSD,1.08,1.0801`);
  await writeFile(file, `timestamp,symbol,bid,ask\n${rows.join('\n')}`);
});
afterAll(async () => {
  await fake.stop();
  await rm(folder, { recursive: true });
});

const feeds: readonly (readonly [name: string, make: () => Feed])[] = [
  ['gmo', () => new GmoFeed({ ...urls, ...common, random: new Random(1) })],
  ['push', () => new PushFeed({ ...common, serverZone: 'UTC' })],
  ['replay', () => new ReplayFeed({ ...common, files: [file], speed: 50, stamps: 'kept' })],
  ['simulated', () => new SimulatedFeed({ ...common, seed: 1, startAt: TUESDAY, speed: 50 })],
];

/** The push feed has no ticks of its own. */
function provoke(feed: Feed): void {
  if (!(feed instanceof PushFeed)) return;
  const tick = { symbol: 'EURUSD', bid: '1.08', ask: '1.0801', time_msc: Date.now() };
  feed.ingest({ source: 'law', seq: 1, ticks: [tick] });
}

describe.each(feeds)('the %s feed', (name, make) => {
  test('is named so', () => {
    expect(make().name).toBe(name);
  });

  test('says that it connects before anything else, and that it is live once ticks flow', async () => {
    const feed = make();
    const sink = new RecordingSink();
    await feed.start(sink);
    provoke(feed);
    await sink.until('a tick', () => sink.ticks.length > 0);
    expect(sink.states[0]?.state).toBe('connecting');
    expect(sink.lastState).toBe('live');
    await feed.stop();
  });

  test('hands over ticks of instruments it names, each with whole milliseconds and positive prices', async () => {
    const feed = make();
    const sink = new RecordingSink();
    await feed.start(sink);
    provoke(feed);
    await sink.until('a tick', () => sink.ticks.length > 0);
    for (const tick of sink.ticks) {
      expect(feed.instruments()).toContain(tick.instrument);
      expect(Number.isSafeInteger(tick.at)).toBe(true);
      expect(tick.bid).toBeGreaterThan(0);
      expect(tick.ask).toBeGreaterThan(0);
    }
    await feed.stop();
  });

  test('is silent after it was stopped, and may be stopped twice or before it was started', async () => {
    await make().stop();
    const feed = make();
    const sink = new RecordingSink();
    await feed.start(sink);
    await feed.stop();
    await feed.stop();
    const { length } = sink.ticks;
    provoke(feed);
    fake.quote('USD_JPY', '156.413', '156.418');
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(sink.ticks).toHaveLength(length);
  });

  test('stopped before it is started, it starts at once and is not down', async () => {
    const feed = make();
    await feed.stop();
    const sink = new RecordingSink();
    const started = performance.now();
    await feed.start(sink);
    await feed.stop();
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(sink.lastState).not.toBe('down');
  });

  test('stops while it starts', async () => {
    const feed = make();
    const starting = feed.start(new RecordingSink());
    await feed.stop();
    await starting;
  });

  test('tells time only when it has a clock of its own, and never backwards', async () => {
    const feed = make();
    const sink = new RecordingSink();
    await feed.start(sink);
    provoke(feed);
    await new Promise((resolve) => setTimeout(resolve, 350));
    await feed.stop();
    expect(sink.times.length > 0).toBe(feed.ownClock);
    expect(sink.times).toEqual([...sink.times].sort((a, b) => a - b));
  });

  test('has no history of an instrument it does not know', async () => {
    const feed = make();
    const request = { instrument: instrumentId('NOSUCH'), timeframe: 'M1', from: TUESDAY, to: TUESDAY };
    for await (const page of feed.history(request)) expect.fail(`got ${page.length} candles`);
    await feed.stop();
  });

  test('starts with a position of another kind of feed', async () => {
    const foreign = ['', 'null', '{', '{"v":1}', 'simulated:x', '{"push":{"a":1}}', '{"v":9,"files":["a"]}'];
    for (const resumeAfter of foreign) {
      const feed =
        name === 'replay'
          ? new ReplayFeed({ ...common, files: [file], speed: 50, stamps: 'kept', resumeAfter })
          : name === 'simulated'
            ? new SimulatedFeed({ ...common, seed: 1, startAt: TUESDAY, speed: 50, resumeAfter })
            : new PushFeed({ ...common, serverZone: 'UTC', resumeAfter });
      const sink = new RecordingSink();
      await feed.start(sink);
      expect(sink.states.length).toBeGreaterThan(0);
      await feed.stop();
    }
  });
});
