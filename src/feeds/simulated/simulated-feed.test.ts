import { afterEach, describe, expect, test } from 'vitest';
import { RecordingSink } from '../../../test/support/recording-sink.ts';
import { type EpochMs, instrumentId } from '../../kernel/units.ts';
import { isMarketOpen } from '../../market/fx-time.ts';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../../market/instruments.ts';
import type { Tick } from '../../market/tick.ts';
import type { HistoryCandle } from '../feed.ts';
import { CATCH_UP_MS, SimulatedFeed, type SimulatedOptions } from './simulated-feed.ts';

const instruments = instrumentTable(BUILT_IN_INSTRUMENTS);
const at = (text: string): EpochMs => Date.parse(text) as EpochMs;
const TUESDAY = at('2026-07-14T13:00:00Z');
const SATURDAY = at('2026-07-11T10:00:00Z');

/** A clock that the test moves. */
class HandClock {
  ms: number;
  constructor(start: number) {
    this.ms = start;
  }
  now(): EpochMs {
    return this.ms as EpochMs;
  }
  monotonicMs(): number {
    return this.ms;
  }
}

let feeds: SimulatedFeed[] = [];
afterEach(async () => {
  await Promise.all(feeds.map((feed) => feed.stop()));
  feeds = [];
});

function make(clock: HandClock, options: Partial<SimulatedOptions> = {}): SimulatedFeed {
  const feed = new SimulatedFeed({ seed: 1, instruments, clock, ...options });
  feeds.push(feed);
  return feed;
}

async function runFor(ms: number, clock: HandClock, options: Partial<SimulatedOptions> = {}) {
  const feed = make(clock, options);
  const sink = new RecordingSink();
  await feed.start(sink);
  clock.ms += ms;
  const reached = feed.position();
  await sink.until('a pump', () => feed.position() !== reached);
  return { feed, sink };
}

describe('SimulatedFeed', () => {
  test('follows the wall clock while the market is open, and says that its prices are invented', async () => {
    const { feed, sink } = await runFor(10_000, new HandClock(TUESDAY));
    expect(feed.simulated).toBe(true);
    expect(feed.ownClock).toBe(false);
    expect(sink.lastState).toBe('live');
    expect(sink.states.at(-1)?.notice).toMatch(/^simulated-prices: Prices are invented\./);
    expect(sink.ticks.length).toBeGreaterThan(100);
    expect(sink.ticks.every((tick) => tick.at >= TUESDAY && tick.at < TUESDAY + 10_000)).toBe(true);
    expect(sink.times).toEqual([]);
  });

  test('started at a weekend it runs a past weekday on its own clock, and says so', async () => {
    const { feed, sink } = await runFor(10_000, new HandClock(SATURDAY));
    expect(feed.ownClock).toBe(true);
    expect(sink.states.at(-1)).toMatchObject({ state: 'live' });
    expect(sink.states.at(-1)?.notice).toMatch(/^simulated-weekday: .*closed for the weekend/);
    expect(sink.ticks[0]!.at - at('2026-07-09T13:00:00Z')).toBeLessThan(2_000);
    expect(sink.times.at(-1)).toBe(at('2026-07-09T13:00:10Z'));
  });

  test.each(['2026-07-10T21:00:00Z', '2026-07-11T23:00:00Z', '2026-07-12T03:00:00Z', '2026-07-12T20:59:59Z'])(
    'at %s the simulated weekday is the Thursday before',
    async (weekend) => {
      const { sink } = await runFor(1_000, new HandClock(at(weekend)));
      expect(sink.times.at(-1)).toBe(at('2026-07-09T13:00:01Z'));
    },
  );

  test('never goes behind what was recorded before', async () => {
    const recorded = at('2026-07-10T20:00:00Z');
    const { sink } = await runFor(5_000, new HandClock(SATURDAY), { notBefore: recorded });
    expect(sink.ticks.every((tick) => tick.at > recorded)).toBe(true);
    const later = at('2026-07-15T09:00:00Z');
    const ahead = await runFor(5_000, new HandClock(TUESDAY), { notBefore: later });
    expect(ahead.feed.ownClock).toBe(true);
    expect(ahead.sink.states.at(-1)?.notice).toMatch(/^simulated-clock:/);
    expect(ahead.sink.ticks.every((tick) => tick.at > later)).toBe(true);
  });

  test('on its own clock it leaves the weekend out and goes on', async () => {
    const clock = new HandClock(TUESDAY);
    const startAt = at('2026-07-10T20:59:58Z');
    const { feed, sink } = await runFor(5_000, clock, { startAt });
    clock.ms += 10_000;
    await sink.until('Sunday evening', () => (sink.ticks.at(-1)?.at ?? 0) > at('2026-07-12T21:00:00Z'));
    expect(sink.ticks.every((tick) => isMarketOpen(tick.at))).toBe(true);
    expect(sink.times).toEqual([...sink.times].sort((a, b) => a - b));
    expect(feed.ownClock).toBe(true);
  });

  test('on the wall clock it is closed when the weekend comes', async () => {
    const { sink } = await runFor(60_000, new HandClock(at('2026-07-10T20:59:30Z')));
    expect(sink.lastState).toBe('closed');
    expect(sink.states.at(-1)?.notice).toMatch(/^market-closed:/);
    expect(sink.ticks.length).toBeGreaterThan(0);
    expect(sink.ticks.every((tick) => isMarketOpen(tick.at))).toBe(true);
  });

  test('a restart with the position of any tick repeats none and misses none', async () => {
    const whole = (await runFor(20_000, new HandClock(TUESDAY))).sink.ticks;
    for (const count of [1, 7, 50, 200]) {
      const clock = new HandClock(TUESDAY);
      const feed = make(clock);
      let position: string | null = null;
      class CutSink extends RecordingSink {
        override tick(tick: Tick): void {
          if (this.ticks.length === count) return;
          super.tick(tick);
          position = feed.position();
        }
      }
      const cut = new CutSink();
      await feed.start(cut);
      clock.ms += 19_000;
      await cut.until('its ticks', () => cut.ticks.length > 0);
      expect(cut.ticks).toHaveLength(count);
      await feed.stop();
      clock.ms = TUESDAY + 20_000;
      const again = make(clock, { resumeAfter: position });
      const rest = new RecordingSink();
      await again.start(rest);
      const ticks = [...cut.ticks, ...rest.ticks].filter((tick) => tick.at < TUESDAY + 20_000);
      expect(ticks).toEqual(whole);
    }
  });

  test('after a long absence hands over the last quarter of an hour', async () => {
    const clock = new HandClock(TUESDAY + 8 * 3_600_000);
    const sink = new RecordingSink();
    await make(clock, { resumeAfter: `simulated:${TUESDAY}:0` }).start(sink);
    expect(sink.ticks[0]!.at).toBeGreaterThanOrEqual(clock.ms - CATCH_UP_MS);
    expect(sink.ticks[0]!.at).toBeLessThan(clock.ms - CATCH_UP_MS + 1_000);
  });

  test('says why it was chosen', async () => {
    const { sink } = await runFor(1_000, new HandClock(TUESDAY), { unanswered: 'GET status: ETIMEDOUT' });
    expect(sink.states.at(-1)?.notice).toContain('GMO Coin FX does not answer: GET status: ETIMEDOUT.');
  });

  describe('history', () => {
    async function history(timeframe: string, from: string, to: string, now = TUESDAY) {
      const feed = make(new HandClock(now));
      const candles: HistoryCandle[] = [];
      const request = { instrument: instrumentId('EURUSD'), timeframe, from: at(from), to: at(to) };
      for await (const page of feed.history(request)) candles.push(...page);
      return candles;
    }

    test('has every minute of the past, across a weekend, and none twice', async () => {
      const candles = await history('M1', '2026-07-10T20:00:00Z', '2026-07-12T22:00:00Z');
      const stamps = candles.map(({ bid }) => bid.at as number);
      expect(stamps).toHaveLength(120);
      expect(stamps[60]).toBe(at('2026-07-12T21:00:00Z'));
      expect(stamps).toEqual([...new Set(stamps)].sort((a, b) => a - b));
    });

    test('agrees with the ticks of the same minutes', async () => {
      const { sink } = await runFor(600_000, new HandClock(TUESDAY));
      const ticks = sink.ticks.filter(({ instrument }) => instrument === 'EURUSD');
      const candles = await history(
        'M1',
        '2026-07-14T13:00:00Z',
        '2026-07-14T13:10:00Z',
        (TUESDAY + 600_000) as EpochMs,
      );
      expect(candles).toHaveLength(10);
      for (const { bid, ask } of candles) {
        const own = ticks.filter((tick) => tick.at >= bid.at && tick.at < bid.closesAt);
        const high = Math.max(...own.map((tick) => tick.bid));
        const low = Math.min(...own.map((tick) => tick.bid));
        expect(Math.abs(bid.high - high)).toBeLessThan(0.00012);
        expect(Math.abs(bid.low - low)).toBeLessThan(0.00012);
        expect(Math.abs(bid.close - own.at(-1)!.bid)).toBeLessThan(0.0001);
        expect(own.length / bid.volume).toBeGreaterThan(0.7);
        expect(own.length / bid.volume).toBeLessThan(1.4);
        expect(ask.close).toBeGreaterThan(bid.close);
      }
    });

    test('holds closed candles only', async () => {
      const candles = await history('H1', '2026-07-14T00:00:00Z', '2026-07-15T00:00:00Z');
      expect(candles.at(-1)?.bid.closesAt).toBe(TUESDAY);
    });

    test.each([
      ['H4', '2026-07-09T21:00:00Z', 6 + 6],
      ['D1', '2026-07-06T21:00:00Z', 5],
      ['W1', '2026-06-28T21:00:00Z', 2],
      ['MN1', '2026-04-30T21:00:00Z', 2],
    ])('has %s candles of the FX calendar', async (timeframe, from, expected) => {
      const candles = await history(timeframe, from, '2026-07-14T00:00:00Z', at('2026-07-13T21:00:00Z'));
      expect(candles).toHaveLength(expected);
      for (const { bid } of candles) {
        expect(bid.high).toBeGreaterThanOrEqual(Math.max(bid.open, bid.close));
        expect(bid.low).toBeLessThanOrEqual(Math.min(bid.open, bid.close));
      }
    });

    test('knows nothing of an instrument it does not simulate', async () => {
      const feed = make(new HandClock(TUESDAY));
      const request = {
        instrument: instrumentId('USDTRY'),
        timeframe: 'M1',
        from: at('2026-07-14T00:00:00Z'),
        to: TUESDAY,
      };
      for await (const page of feed.history(request)) expect.fail(`got ${page.length} candles`);
    });
  });
});
