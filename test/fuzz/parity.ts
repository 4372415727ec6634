/**
 * `npm run parity -- --steps 1000000 --seed 1`: random conditions on random markets, the engine against the slow reference. A step is
 * one tick that one armed condition lives through. Stops at the first difference and tells conditions and seed.
 */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { checkableConditions } from '../arbitraries/condition.ts';
import { marketWalk } from '../support/market-walk.ts';
import { differences, runEngine, runReference, type Watch } from '../support/parity.ts';
import { tickWalk } from '../support/tick-walk.ts';

const { values } = parseArgs({
  options: { steps: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' } },
});
const wanted = Number(values.steps);
const firstSeed = Number(values.seed);

/** A Tuesday in May, 06:00 UTC. */
const FROM = Date.UTC(2014, 4, 6, 6);
const CONDITIONS = 12;
const TICKS = 200;
const prices = {
  level: { min: 1.3875, max: 1.3885, digits: 5 },
  timeframes: ['M5', 'M1', 'M15', 'M45', 'H1'],
} as const;
const KINDS = [
  { ticks: false, timed: true, calendar: false, functions: false },
  { ticks: true, timed: true, calendar: false, functions: false },
  { ticks: true, timed: true, calendar: true, functions: false },
  { ticks: false, timed: true, calendar: false, functions: true },
  { ticks: true, timed: true, calendar: false, functions: true },
];

let steps = 0;
let firings = 0;
let conditions = 0;
for (let round = 0; steps < wanted; round++) {
  const seed = firstSeed + round;
  const kinds = KINDS[round % KINDS.length]!;
  const sources = fc.sample(checkableConditions({ ...prices, ...kinds }), { seed, numRuns: CONDITIONS });
  const watches = sources.map((when, index): Watch => ({
    id: `c${index}`,
    when,
    onArm: index % 3 === 0 ? 'fire' : 'wait',
  }));
  const ticks =
    kinds.functions || kinds.calendar
      ? marketWalk({ seed, count: TICKS, from: FROM, meanGapMs: [120_000, 1_800_000, 3_600_000][round % 3]! })
      : tickWalk({
          seed,
          count: TICKS,
          from: FROM,
          meanGapMs: [20_000, 60_000, 120_000][round % 3]!,
          stepPoints: 6,
        });
  const { events } = runEngine(watches, ticks);
  const found = differences(events, runReference(watches, ticks), 3);
  if (found.length > 0)
    throw new Error(
      `seed ${seed}: the engine and the reference part\n${found.join('\n')}\n${sources.join('\n')}`,
    );
  steps += ticks.length * watches.length;
  conditions += watches.length;
  firings += events.length;
}
process.stdout.write(
  `${steps} steps of ${conditions} random conditions from seed ${firstSeed}: the engine and the reference agree on all ${firings} firings\n`,
);
