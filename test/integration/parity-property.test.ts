/** Any condition on any ticks: the engine fires what the slow reference fires. A counterexample prints its seed and its texts. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkableConditions } from '../arbitraries/condition.ts';
import { type Watch, differences, runEngine, runReference } from '../support/parity.ts';
import { marketWalk } from '../support/market-walk.ts';
import { tickWalk } from '../support/tick-walk.ts';

/** A Tuesday in May, 06:00 UTC. */
const FROM = Date.UTC(2014, 4, 6, 6);
/** Of each kind: the same on every machine, and seconds of its time. */
const RUNS = Number(process.env['FXALERT_PARITY_RUNS'] ?? 50);
const LEAST_FIRINGS = 5;
/** Several instruments over weeks cost more a run; `npm run parity` is the long way. */
const FUNCTION_RUNS = 40;

const level = { min: 1.3875, max: 1.3885, digits: 5 };
const timeframes = ['M5', 'M1', 'M15', 'M45', 'H1'] as const;

/** Found by these properties; each made the engine and the reference part. */
const COUNTEREXAMPLES: readonly string[] = ['close@M5 rises by 0.1 pips in 2 bars@M15'];

const watch = (when: fc.Arbitrary<string>): fc.Arbitrary<Omit<Watch, 'id'>> =>
  fc.record({
    when,
    frequency: fc.constantFrom('every', 'every', 'once'),
    cooldownMs: fc.constantFrom(0, 0, 600_000),
    onArm: fc.constantFrom('wait', 'wait', 'fire'),
  });

const walk = fc
  .record({
    seed: fc.integer({ min: 1, max: 1_000_000 }),
    count: fc.integer({ min: 50, max: 250 }),
    meanGapMs: fc.constantFrom(20_000, 60_000, 120_000),
    stepPoints: fc.constantFrom(4, 15),
  })
  .map((of) => tickWalk({ ...of, from: FROM }));

/** Days and weeks: a change of clocks in New York, Golden Week, Christmas and New Year, an ordinary week. */
const days = fc
  .record({
    seed: fc.integer({ min: 1, max: 1_000_000 }),
    count: fc.integer({ min: 50, max: 250 }),
    from: fc.constantFrom(FROM, Date.UTC(2014, 2, 7, 9), Date.UTC(2014, 4, 1, 20), Date.UTC(2014, 11, 23, 5)),
    meanGapMs: fc.constantFrom(600_000, 3_600_000, 7_200_000),
    stepPoints: fc.constantFrom(4, 15),
  })
  .map((of) => tickWalk(of));

describe('the engine fires what the reference fires', () => {
  test.each([
    ['closed candles', { ticks: false, timed: false, calendar: false }],
    ['closed candles with timers', { ticks: false, timed: true, calendar: false }],
    ['quotes, forming candles and timers', { ticks: true, timed: true, calendar: false }],
    ['the calendar and closed candles', { ticks: false, timed: true, calendar: true }],
    ['the calendar and quotes', { ticks: true, timed: true, calendar: true }],
  ])('for conditions on %s', (_, kinds) => {
    const watches = fc.array(watch(checkableConditions({ timeframes, level, ...kinds })), {
      minLength: 1,
      maxLength: 5,
    });
    let runs = 0;
    let firings = 0;
    fc.assert(
      fc.property(watches, kinds.calendar ? days : walk, (parts, ticks) => {
        const armed = parts.map((part, index) => ({ id: `a${index}`, ...part }));
        const { events, accepted } = runEngine(armed, ticks);
        expect(differences(events, runReference(armed, accepted), 3)).toEqual([]);
        runs++;
        firings += events.length;
      }),
      { numRuns: RUNS },
    );
    console.info(`${runs} runs, ${firings} firings compared`);
    expect(runs).toBe(RUNS);
    expect(firings).toBeGreaterThanOrEqual(LEAST_FIRINGS);
  });

  test.each([
    ['closed candles', { ticks: false, timed: true }],
    ['quotes and timers', { ticks: true, timed: true }],
  ])('for functions of several instruments on %s', (_, kinds) => {
    const watches = fc.array(
      watch(checkableConditions({ timeframes, level, ...kinds, calendar: false, functions: true })),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    const walks = fc
      .record({
        seed: fc.integer({ min: 1, max: 1_000_000 }),
        count: fc.integer({ min: 60, max: 250 }),
        meanGapMs: fc.constantFrom(120_000, 1_800_000, 3_600_000),
      })
      .map((of) => marketWalk({ ...of, from: FROM }));
    let runs = 0;
    let firings = 0;
    fc.assert(
      fc.property(watches, walks, (parts, ticks) => {
        const armed = parts.map((part, index) => ({ id: `a${index}`, ...part }));
        const { events } = runEngine(armed, ticks);
        expect(differences(events, runReference(armed, ticks), 3)).toEqual([]);
        runs++;
        firings += events.length;
      }),
      { numRuns: FUNCTION_RUNS },
    );
    console.info(`${runs} runs, ${firings} firings compared`);
    expect(runs).toBe(FUNCTION_RUNS);
    expect(firings).toBeGreaterThanOrEqual(LEAST_FIRINGS);
  });

  test.each(COUNTEREXAMPLES)('for the former counterexample %s', (when) => {
    const armed: Watch[] = [{ id: 'a', when }];
    for (let seed = 1; seed <= 20; seed++) {
      const ticks = tickWalk({ seed, count: 200, from: FROM, meanGapMs: 20_000, stepPoints: 4 });
      expect(differences(runEngine(armed, ticks).events, runReference(armed, ticks))).toEqual([]);
    }
  });
});
