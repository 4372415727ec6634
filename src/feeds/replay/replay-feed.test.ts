import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RecordingSink } from '../../../test/support/recording-sink.ts';
import { systemClock } from '../../../test/support/system-clock.ts';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../../market/instruments.ts';
import type { Tick } from '../../market/tick.ts';
import { ReplayFeed, type ReplayOptions } from './replay-feed.ts';

const START = Date.parse('2014-05-05T08:00:00Z');
let folder: string;
let files: string[];

/** 5,000 ticks of EURUSD, one each 20 ms, and 1,000 of USDJPY, one each 100 ms and 5 ms later. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'replay-'));
  files = [join(folder, 'eurusd.csv'), join(folder, 'usdjpy.csv')];
  const rows = (count: number, row: (i: number) => string) =>
    ['timestamp,symbol,bid,ask', ...Array.from({ length: count }, (_, i) => row(i))].join('\n');
  await writeFile(
    files[0]!,
    rows(5_000, (i) => `${START + 20 * i},EURUSD,1.38,${(1.381 + i / 1e6).toFixed(6)}`),
  );
  await writeFile(
    files[1]!,
    rows(1_000, (i) => `${START + 100 * i + 5},USDJPY,101,${(102 + i / 1e3).toFixed(3)}`),
  );
});
afterAll(() => rm(folder, { recursive: true }));

function replay(options: Partial<ReplayOptions> = {}): ReplayFeed {
  return new ReplayFeed({
    files,
    instruments: instrumentTable(BUILT_IN_INSTRUMENTS),
    speed: 'max',
    stamps: 'kept',
    clock: systemClock,
    ...options,
  });
}

async function runToEnd(feed: ReplayFeed): Promise<RecordingSink> {
  const sink = new RecordingSink();
  await feed.start(sink);
  await feed.ended;
  await feed.stop();
  return sink;
}

/** Stops in the middle of a batch, as a killed process does; what counts is the position of the last tick it saw. */
class StoppingSink extends RecordingSink {
  position: string | null = null;
  readonly #feed: ReplayFeed;
  readonly #after: number;

  constructor(feed: ReplayFeed, after: number) {
    super();
    this.#feed = feed;
    this.#after = after;
  }

  override tick(tick: Tick): void {
    if (this.ticks.length >= this.#after) return;
    super.tick(tick);
    this.position = this.#feed.position();
  }
}

describe('ReplayFeed', () => {
  test('merges files by time and tells when they have ended', async () => {
    const sink = await runToEnd(replay());
    const stamps = sink.ticks.map(({ at }) => at);
    expect(sink.ticks).toHaveLength(6_000);
    expect(stamps).toEqual([...stamps].sort((a, b) => a - b));
    expect(sink.states.map(({ state }) => state)).toEqual(['connecting', 'live', 'ended']);
    expect(sink.times).toEqual([stamps.at(-1)]);
  });

  test.each([0, 1, 2, 1_999, 2_000, 2_001, 4_567, 5_999, 6_000])(
    'resumed after tick %i it hands over exactly the rest',
    async (count) => {
      const whole = (await runToEnd(replay())).ticks;
      const first = replay();
      const begun = new StoppingSink(first, count);
      await first.start(begun);
      await first.ended;
      await first.stop();
      const resumed = await runToEnd(replay({ resumeAfter: begun.position }));
      expect([...begun.ticks, ...resumed.ticks]).toEqual(whole);
    },
  );

  test('begins anew and says so when the position is of other files', async () => {
    const other = replay({ files: [files[0]!] });
    await runToEnd(other);
    const sink = await runToEnd(replay({ resumeAfter: other.position() }));
    expect(sink.ticks).toHaveLength(6_000);
    expect(sink.states[1]?.notice).toMatch(/^other-files:/);
  });

  test('moves stamps to now, and a resumed run keeps the same move', async () => {
    const before = systemClock.now();
    const first = replay({ stamps: 'now' });
    const sink = new StoppingSink(first, 3);
    await first.start(sink);
    await first.ended;
    expect(sink.ticks[0]!.at).toBeGreaterThanOrEqual(before);
    expect(sink.ticks[0]!.at).toBeLessThan(before + 5_000);
    const resumed = await runToEnd(replay({ stamps: 'now', resumeAfter: sink.position }));
    expect(resumed.ticks[0]!.at - sink.ticks[0]!.at).toBe(40);
  });

  test('keeps the pace asked for and tells the time between ticks', async () => {
    const feed = replay({ speed: 100, files: [files[1]!] });
    const sink = new RecordingSink();
    const started = performance.now();
    await feed.start(sink);
    await sink.until('ten seconds of market time', () => (sink.ticks.at(-1)?.at ?? 0) >= START + 10_000);
    const elapsed = performance.now() - started;
    await feed.stop();
    expect(elapsed).toBeGreaterThan(95);
    expect(elapsed).toBeLessThan(2_000);
    expect(sink.times).toEqual([...sink.times].sort((a, b) => a - b));
    expect(sink.lastState).toBe('live');
  });

  test('waits for a sink that is not ready, in batches', async () => {
    let open: () => void = () => undefined;
    class SlowSink extends RecordingSink {
      ready(): Promise<void> {
        return new Promise((resolve) => (open = resolve));
      }
    }
    const feed = replay();
    const sink = new SlowSink();
    await feed.start(sink);
    await sink.until('a first batch', () => sink.ticks.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 30));
    const handed = sink.ticks.length;
    expect(handed).toBeLessThanOrEqual(2_000);
    open();
    await sink.until('a second batch', () => sink.ticks.length > handed);
    const stopped = feed.stop();
    open();
    await stopped;
  });

  test('refuses a file that is not there before it starts', async () => {
    const feed = replay({ files: [join(folder, 'absent.csv')] });
    await expect(feed.start(new RecordingSink())).rejects.toThrow(/absent\.csv/);
  });
});
