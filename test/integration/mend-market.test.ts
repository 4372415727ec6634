/** Candles put right from recorded ticks, and gaps filled from the feed's own history: what is damaged comes back, the rest stays. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ClosedCandle } from '../../src/alerts/ports.ts';
import { backgroundKinds } from '../../src/app/background/background-kinds.ts';
import { bothSides } from '../../src/app/back-fill.ts';
import type { HistorySource } from '../../src/app/background/history-source.ts';
import { mendJobs, type MendPorts } from '../../src/app/background/mend-market.ts';
import { SimulatedFeed } from '../../src/feeds/simulated/simulated-feed.ts';
import { epochMs, type EpochMs } from '../../src/kernel/units.ts';
import { createStores } from '../../src/storage/create-stores.ts';
import { openCopy } from '../support/database-copies.ts';
import { empty, type TestDatabase } from '../support/databases.ts';
import { randomTicks } from '../support/random-market.ts';
import { collect, EURUSD, sampleBatch, T0 } from '../support/samples.ts';
import { INSTRUMENTS, newEngine } from '../support/timeline.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await openCopy('embedded');
});
afterAll(() => test.dispose());
beforeEach(() => empty(test.database));

const iso = (at: number) => new Date(at).toISOString();
const sql = (text: string) => test.database.query(text);

function setUp(source: HistorySource | null = null) {
  const mended: unknown[] = [];
  const stores = createStores(test.database);
  const ports: MendPorts = {
    ...{ database: test.database, stores, instruments: INSTRUMENTS },
    source: () => Promise.resolve(source),
    mended: (from, { added, changed }) => mended.push([from, added, changed]),
  };
  const work = async (request: { kind: string; from: string; to: string }) => {
    const site = {
      signal: new AbortController().signal,
      progress: () => undefined,
      write: () => Promise.resolve(),
    };
    return (await backgroundKinds(ports)[request.kind]!(request, site)).outcome;
  };
  const stored = async (timeframe: string) =>
    (
      await collect(
        stores.history.candlesBetween(
          { instrument: EURUSD, basis: 'bid', timeframe },
          0 as EpochMs,
          9e12 as EpochMs,
        ),
      )
    ).flat();
  return { stores, ports, mended, work, stored };
}

describe('candles that differ from their ticks', () => {
  /** Nine hours as they were recorded live. */
  async function recorded() {
    const here = setUp();
    const ticks = randomTicks(5, { ticks: 8_000, maxGapMs: 8_000 });
    const engine = newEngine();
    const candles = ticks.flatMap((tick) => engine.step({ type: 'tick', tick }).closed);
    await here.stores.journal.commit(
      sampleBatch({
        ticks: ticks.map((tick, i) => ({ seq: i + 1, tick, simulated: false })),
        candles,
        seq: 8_000,
      }),
    );
    const request = { kind: 'candle-repair', from: iso(T0), to: iso(ticks.at(-1)!.at) };
    return {
      ...here,
      repair: () => here.work(request),
      m1: await here.stored('M1'),
      h1: await here.stored('H1'),
    };
  }

  it('are put right and missing ones made, in every timeframe; a second look finds nothing', async () => {
    const { repair, stored, mended, m1, h1 } = await recorded();
    await sql(
      `update candles set close = close + 0.01 where timeframe = 'H1' and basis = 'bid' and at = to_timestamp(${T0 / 1_000 + 7_200})`,
    );
    await sql(
      `delete from candles where timeframe = 'M1' and basis = 'bid' and at = to_timestamp(${T0 / 1_000 + 600})`,
    );
    expect(await repair()).toMatch(/^\d+ candles made again from 8000 ticks: 1 differed, 1 were missing$/);
    expect([await stored('M1'), await stored('H1')]).toEqual([m1, h1]);
    expect(await repair()).toContain(': 0 differed, 0 were missing');
    expect(mended).toEqual([
      ['ticks', 1, 1],
      ['ticks', 0, 0],
    ]);
  });

  it('stay where somebody else knows better: an import, the feed itself, time in which nobody read prices', async () => {
    const { repair, stores, stored } = await recorded();
    await sql(
      `update candles set close = 1, origin = 'import' where timeframe = 'M1' and at = to_timestamp(${T0 / 1_000 + 600})`,
    );
    await sql(
      `update candles set close = 2, origin = 'backfill' where timeframe = 'M1' and at = to_timestamp(${T0 / 1_000 + 660})`,
    );
    await sql(
      `update candles set close = 3 where timeframe = 'M1' and at = to_timestamp(${T0 / 1_000 + 720})`,
    );
    await stores.blindSpans.add({
      from: epochMs(T0 + 730_000),
      to: epochMs(T0 + 740_000),
      reason: 'no-feed',
    });
    expect(await repair()).toContain(': 0 differed, 0 were missing');
    expect((await stored('M1')).slice(10, 13).map(({ close }) => close)).toEqual([1, 2, 3]);
  });
});

describe('minutes without a candle', () => {
  /** A Wednesday: one day of the simulated market, recorded but for two holes. */
  const NOW = epochMs(Date.UTC(2026, 10, 25, 12));
  const DAY_AGO = epochMs(NOW - 86_400_000);
  const feed = new SimulatedFeed({
    ...{ seed: 3, instruments: INSTRUMENTS, resumeAfter: null },
    clock: { now: () => NOW, monotonicMs: () => 0 },
  });
  const source = {
    name: 'simulated',
    simulated: true,
    instruments: [EURUSD],
    history: feed.history.bind(feed),
  };
  const pages = (timeframe: string) =>
    collect(feed.history({ instrument: EURUSD, timeframe, from: DAY_AGO, to: NOW }));
  const HOLES = [
    [NOW - 10 * 3_600_000, NOW - 9 * 3_600_000],
    [NOW - 600_000, NOW - 300_000],
  ] as const;
  const inHole = (at: number) => HOLES.some(([from, to]) => at >= from && at < to);

  async function withHoles() {
    const here = setUp(source);
    const of = async (timeframe: string): Promise<ClosedCandle[]> =>
      (await pages(timeframe)).flat().flatMap((candle) => [...bothSides(candle, EURUSD, timeframe)]);
    const whole = { m1: await of('M1'), h1: await of('H1') };
    await here.stores.history.addCandles(
      whole.m1.filter(({ candle }) => !inHole(candle.at)),
      'import',
    );
    await here.stores.history.addCandles(whole.h1, 'backfill');
    const bids = (candles: ClosedCandle[]) =>
      candles.filter(({ source: { basis } }) => basis === 'bid').map(({ candle }) => candle);
    return { ...here, m1: bids(whole.m1), h1: bids(whole.h1) };
  }

  it('are asked for from the feed, and longer candles with a hole in them come whole', async () => {
    const { work, stored, m1, h1, mended } = await withHoles();
    // As a live engine would have closed the hour of the hole: with half of its prices.
    await sql(
      `update candles set high = low, origin = 'live' where timeframe = 'H1' and at = to_timestamp(${HOLES[0][0] / 1_000})`,
    );
    const request = { kind: 'gap-fill', from: iso(DAY_AGO), to: iso(NOW) };
    expect(await work(request)).toMatch(
      /^65 minutes without a candle: the history of simulated gave \d+ candles and put 2 right$/,
    );
    expect(await stored('M1')).toEqual(m1);
    expect(await stored('H1')).toEqual(h1);
    expect(await work(request)).toContain('0 minutes without a candle');
    expect(mended).toHaveLength(2);
  });

  it('are filled by the clock, but for the one or two that a quiet market has', async () => {
    const { ports, stores } = await withHoles();
    await stores.history.addTicks([{ instrument: EURUSD, bid: 1.1, ask: 1.1, at: NOW } as never]);
    const job = mendJobs(ports).find(({ name }) => name === 'gap-fill')!;
    const turn = () => job.run(new AbortController().signal);
    // The two holes, and the day before, of which nothing is recorded.
    expect(await turn()).toContain('1505 minutes');
    expect(await turn()).toBeNull();
    await sql(
      `delete from candles where timeframe = 'M1' and at >= to_timestamp(${NOW / 1_000 - 7_200}) and at < to_timestamp(${NOW / 1_000 - 7_080})`,
    );
    expect(await turn()).toBeNull();
  });

  it('cannot be asked for before any feed has run', async () => {
    const { work } = setUp(null);
    await expect(work({ kind: 'gap-fill', from: iso(DAY_AGO), to: iso(NOW) })).rejects.toThrow(
      'no feed has run',
    );
  });
});
