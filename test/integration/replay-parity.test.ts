/**
 * The replay proof: a recorded week through the engine, as `fxalert replay` does it, gives the very firings that the slow reference
 * derives from the written rules. Without the recording a generated week stands in.
 */
import { describe, expect, test } from 'vitest';
import { type Watch, differences, runEngine, runReference } from '../support/parity.ts';
import { readTicks, sharedTickFile } from '../support/shared-ticks.ts';
import { tickWalk } from '../support/tick-walk.ts';

const WATCHES: readonly Watch[] = [
  { id: 'bid-up', when: 'bid crosses above 1.3900' },
  { id: 'bid-down', when: 'bid crosses below 1.3875' },
  { id: 'bid-any', when: 'bid crosses 1.38801' },
  { id: 'ask-up', when: 'ask crosses above 1.3885' },
  { id: 'ask-any', when: 'ask crosses 1.3880' },
  { id: 'mid-down', when: 'mid crosses below 1.38825' },
  { id: 'mid-any', when: 'mid crosses 1.387605' },
  { id: 'above', when: 'bid > 1.3895' },
  { id: 'above-once', when: 'ask >= 1.3890', frequency: 'once' },
  { id: 'below-calm', when: 'mid < 1.3870', cooldownMs: 3_600_000 },
  { id: 'cross-calm', when: 'bid crosses 1.3885', cooldownMs: 900_000 },
  { id: 'on-arm', when: 'bid > 1.30', onArm: 'fire', frequency: 'once' },
  { id: 'spread', when: 'spread > 1.6 pips' },
  { id: 'rises', when: 'mid rises by 20 pips in 15m' },
  { id: 'falls', when: 'bid falls by 15 pips in 15m' },
  { id: 'moves-percent', when: 'mid moves by 0.1% in 30m', cooldownMs: 600_000 },
  { id: 'rises-bars', when: 'close@M5 rises by 10 pips in 6 bars' },
  { id: 'falls-time', when: 'close@M5 falls by 10 pips in 45m' },
  { id: 'sma', when: 'close@H1 crosses above sma(20)' },
  { id: 'ema', when: 'close@H1 crosses below ema(10)' },
  { id: 'rsi', when: 'rsi(14)@H1 < 40' },
  { id: 'macd', when: 'macd(12, 26, 9).line@H1 crosses macd(12, 26, 9).signal' },
  { id: 'bb', when: 'close@H1 > bb(20, 2).upper' },
  { id: 'stoch', when: 'stoch(14, 3, 3).k@M15 crosses below 80' },
  { id: 'atr', when: 'high@M15 - low@M15 > 1.5 * atr(14)@M15' },
  { id: 'trend', when: 'close@M15 is rising for 4 bars' },
  { id: 'both', when: 'close@M15 crosses above ema(20) and close@H1 > sma(20)@H1' },
  { id: 'tick-and-close', when: 'bid crosses above high@H1 and rsi(14)@M15 > 50' },
  { id: 'enters', when: 'close@M5 enters 1.3870 .. 1.3880' },
  { id: 'leaves', when: 'bid leaves 1.3882 .. 1.3890' },
  { id: 'inside', when: 'mid inside 1.3878 .. 1.3882' },
  { id: 'outside', when: 'close@H1 outside 1.3865 .. 1.3895' },
  { id: 'for', when: 'bid > 1.3885 for 20m' },
  { id: 'within', when: 'close@M5 > 1.3880 and (bid crosses 1.3885 within 10m)' },
  { id: 'then', when: '(bid crosses above 1.3885) then (bid crosses below 1.3883) within 2h' },
];

const recorded = sharedTickFile('EURUSD_ticks_2014-05-04_05-09_oanda.csv.gz');
const crossed = sharedTickFile('EURUSD_ticks_2014-05-04_05-09_fxcm.csv.gz');
/** Sunday 21:00 UTC, when the week of New York's summer begins. */
const OPEN = Date.UTC(2014, 4, 4, 21);

const generated = () => tickWalk({ seed: 7, count: 60_000, from: OPEN, meanGapMs: 4_500 });

function proves(ticks: ReturnType<typeof generated>): void {
  const run = runEngine(WATCHES, ticks);
  expect(run.engine.counters).toMatchObject({ ticks: ticks.length, late: 0, rejected: {} });
  expect(differences(run.events, runReference(WATCHES, ticks))).toEqual([]);
  const fired = new Set(run.events.map(({ alert }) => alert));
  expect(WATCHES.filter(({ id }) => !fired.has(id))).toEqual([]);
  expect(new Set(run.events.map(({ key }) => key)).size).toBe(run.events.length);
  expect(JSON.stringify(runEngine(WATCHES, ticks).events)).toBe(JSON.stringify(run.events));
}

describe('a replay', () => {
  test('of a generated week fires exactly what the reference says, twice the same', () => {
    proves(generated());
  });

  test.skipIf(recorded === null)(
    'of a recorded week fires exactly what the reference says, twice the same',
    async () => {
      const ticks = await readTicks(recorded!);
      expect(ticks.length).toBe(248_039);
      proves(ticks);
    },
  );
});

describe('a recording with crossed quotes', () => {
  test.skipIf(crossed === null)(
    'has each of them refused and counted, and no event carries one',
    { timeout: 120_000 },
    async () => {
      const ticks = await readTicks(crossed!);
      const run = runEngine(WATCHES, ticks);
      const bad = ticks.filter(({ bid, ask }) => bid > ask);
      expect(bad.length).toBe(53_302);
      expect(run.engine.counters.rejected.crossed).toBe(bad.length);
      expect(run.accepted.filter(({ bid, ask }) => bid > ask)).toEqual([]);
      const quote = ({ at, bid, ask }: { at: number; bid: number | null; ask: number | null }) =>
        `${at} ${bid} ${ask}`;
      const badQuotes = new Set(bad.map(quote));
      expect(run.events.length).toBeGreaterThan(100);
      expect(run.events.filter((event) => badQuotes.has(quote(event)))).toEqual([]);
      // Without the refused quotes in the file nothing is different.
      expect(JSON.stringify(runEngine(WATCHES, run.accepted).events)).toBe(JSON.stringify(run.events));
    },
  );
});
