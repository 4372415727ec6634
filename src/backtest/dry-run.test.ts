import { describe, expect, it } from 'vitest';
import { CONDITIONS, randomTicks } from '../../test/support/random-market.ts';
import { EURUSD, T0, sampleAlert } from '../../test/support/samples.ts';
import { INSTRUMENTS, newEngine } from '../../test/support/timeline.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { Candle } from '../market/candle.ts';
import { DryRun, MAX_LISTED_FIRINGS, type PriceEntry, dryRun } from './dry-run.ts';
import { walkCandle } from './walk-candle.ts';

const options = { instruments: INSTRUMENTS };
const ticks = randomTicks(3, { ticks: 2_000 });
const entries: PriceEntry[] = ticks.map((tick) => ({ type: 'tick', tick }));

function candle(prices: Partial<Candle>): Candle {
  const at = T0;
  return {
    at,
    closesAt: (at + 60_000) as EpochMs,
    open: 1.39,
    high: 1.39,
    low: 1.39,
    close: 1.39,
    volume: 9,
    ...prices,
  };
}

/** The M1 candles of the ticks. */
function closedOf(basis: 'bid' | 'ask'): Candle[] {
  const engine = newEngine();
  return entries
    .flatMap((entry) => engine.step(entry).closed)
    .filter(({ source }) => source.basis === basis && source.timeframe === 'M1')
    .map(({ candle: closed }) => closed);
}

describe('the dry run', () => {
  it('fires exactly what the live engine fires', () => {
    for (const when of ['bid crosses 1.39', 'close@M5 > sma(3)', 'bid > 1.39 for 30s']) {
      const alert = sampleAlert({ when });
      const live = newEngine();
      live.step({ type: 'arm', alert, at: T0 });
      const fired = entries.flatMap((entry) => live.step(entry).events);
      const report = dryRun(alert, entries, options);
      expect(fired.length).toBeGreaterThan(0);
      expect(report.firings).toEqual(fired);
      expect(report).toMatchObject({ steps: 2_000, from: ticks[0]?.at, to: ticks.at(-1)?.at, problems: [] });
    }
  });

  it('fires the same whether candles are taken whole or walked, whatever the condition', () => {
    const bids = closedOf('bid');
    const asks = new Map(closedOf('ask').map((one) => [one.at, one]));
    const seen = new Set<string>();
    for (const when of CONDITIONS) {
      const alert = sampleAlert({ when });
      const whole = new DryRun(alert, options);
      const walked = new DryRun(alert, options);
      for (const bid of bids) {
        const quoted = { instrument: EURUSD, bid, ask: asks.get(bid.at) ?? null };
        whole.feedCandle(quoted, 'M1');
        for (const tick of walkCandle(quoted)) walked.feed({ type: 'tick', tick });
      }
      for (const run of [whole, walked]) run.feed({ type: 'beat', at: bids.at(-1)!.closesAt });
      expect({ when, ...whole.report() }).toEqual({ when, ...walked.report() });
      if (whole.report().count > 0) seen.add(when);
    }
    expect(seen.size).toBeGreaterThan(CONDITIONS.length / 2);
  });

  it('warms indicators up with the history before the first tick', () => {
    const minutes = Array.from({ length: 30 }, (_, i) =>
      candle({ at: (T0 - (30 - i) * 60_000) as EpochMs, closesAt: (T0 - (29 - i) * 60_000) as EpochMs }),
    );
    const source = { instrument: EURUSD, basis: 'bid' as const, timeframe: 'M1' };
    const alert = sampleAlert({ when: 'bid > sma(20)@M1', onArm: 'fire' });
    const firings = (run: PriceEntry[]) => dryRun(alert, run, options).firings.map(({ at }) => at);
    const soon = entries.slice(0, 40);
    expect(firings(soon)).toEqual([]);
    expect(firings([{ type: 'history', source, candles: minutes }, ...soon]).length).toBeGreaterThan(0);
  });

  it('sees the volume that candles had, and none in those that had none', () => {
    const firingsOf = (volumes: readonly number[], when: string) => {
      const run = new DryRun(sampleAlert({ when, onArm: 'fire' }), options);
      for (const [index, volume] of volumes.entries()) {
        const at = (T0 + index * 60_000) as EpochMs;
        const bid = candle({ at, closesAt: (at + 60_000) as EpochMs, volume });
        run.feedCandle({ instrument: EURUSD, bid, ask: null }, 'M1');
      }
      run.feed({ type: 'beat', at: (T0 + volumes.length * 60_000) as EpochMs });
      return run.report().firings.map(({ at }) => (at - T0) / 60_000);
    };
    for (const when of ['volume@M1 > 2 * volume@M1[1]', 'bid > 1 and volume@M1 > 2 * volume@M1[1]']) {
      expect(firingsOf([7, 14, 29, 5], when)).toEqual([3]);
      expect(firingsOf([0, 14, 29, 5], when)).toEqual([3]);
    }
  });

  it('lists the first firings and counts all of them', () => {
    const alert = sampleAlert({ when: 'bid crosses 1.39005 or ask crosses 1.39015 or spread > 1 pips' });
    const many = randomTicks(4, { ticks: 6_000, maxGapMs: 2_000 });
    const run = new DryRun(alert, options);
    for (const tick of many) run.feed({ type: 'tick', tick });
    const report = run.report();
    expect(report.firings).toHaveLength(MAX_LISTED_FIRINGS);
    expect(report.count).toBeGreaterThan(MAX_LISTED_FIRINGS);
  });

  it('says why an alert cannot be armed, and that nothing was seen without prices', () => {
    const broken = dryRun(sampleAlert({ when: 'bid >' }), entries.slice(0, 1), options);
    expect(broken.problems).toMatchObject([{ reason: 'condition', error: { code: 'syntax' } }]);
    expect(dryRun(sampleAlert(), [], options)).toMatchObject({ from: null, to: null, count: 0 });
  });
});

describe('a candle as ticks', () => {
  const walked = (bid: Candle, ask: Candle | null = null) =>
    walkCandle({ instrument: EURUSD, bid, ask }).map((tick) => [tick.at - T0, tick.bid, tick.ask]);

  it('goes by the low first when it rose, by the high first when it fell', () => {
    expect(walked(candle({ open: 2, high: 4, low: 1, close: 3 }))).toEqual([
      [0, 2, 2],
      [19_999, 1, 1],
      [39_999, 4, 4],
      [59_999, 3, 3],
    ]);
    expect(walked(candle({ open: 3, high: 4, low: 1, close: 2 })).map(([, bid]) => bid)).toEqual([
      3, 4, 1, 2,
    ]);
  });

  it('takes bid and ask, and never a crossed quote', () => {
    const bid = candle({ open: 2, high: 4, low: 1, close: 3 });
    const ask = candle({ open: 2.5, high: 3.9, low: 1.5, close: 3.5 });
    expect(walked(bid, ask).map(([, , price]) => price)).toEqual([2.5, 1.5, 4, 3.5]);
  });

  it('gives back the candle it was made of', () => {
    const bid = candle({ open: 1.39, high: 1.392, low: 1.388, close: 1.391 });
    const engine = newEngine();
    for (const tick of walkCandle({ instrument: EURUSD, bid, ask: null }))
      engine.step({ type: 'tick', tick });
    engine.step({ type: 'beat', at: bid.closesAt });
    expect(engine.recent({ instrument: EURUSD, basis: 'bid', timeframe: 'M1' }, 1)).toEqual([bid]);
  });
});
