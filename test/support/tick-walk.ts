/** Seeded ticks of EURUSD: a walk on the grid of tenths of pips with quiet and hectic stretches. The same seed gives the same ticks. */
import { Random } from '../../src/kernel/random.ts';
import type { EpochMs, Price } from '../../src/kernel/units.ts';
import { instrumentId } from '../../src/kernel/units.ts';
import type { Tick } from '../../src/market/tick.ts';

const EURUSD = instrumentId('EURUSD');

export interface Walk {
  readonly seed: number;
  readonly count: number;
  /** First instant; the market must be open from there to the end. */
  readonly from: number;
  readonly meanGapMs: number;
  readonly startPoints?: number;
  readonly stepPoints?: number;
}

export function tickWalk({
  seed,
  count,
  from,
  meanGapMs,
  startPoints = 138_800,
  stepPoints = 3,
}: Walk): Tick[] {
  const random = new Random(seed);
  const ticks: Tick[] = [];
  let at = from;
  let points = startPoints;
  let pace = 1;
  for (let index = 0; index < count; index++) {
    if (random.uniform() < 0.01) pace = random.uniform() < 0.3 ? 0.1 : 0.5 + 2 * random.uniform();
    // A pull towards the start keeps every level within reach.
    points += Math.round(random.normal() * stepPoints * pace - (points - startPoints) / 5_000);
    const spread = random.integer(2, 20);
    ticks.push({
      instrument: EURUSD,
      bid: (points / 100_000) as Price,
      ask: ((points + spread) / 100_000) as Price,
      at: at as EpochMs,
    });
    // Some ticks share an instant, others leave whole candles empty.
    at +=
      random.uniform() < 0.05
        ? 0
        : Math.round((-Math.log(1 - random.uniform()) * meanGapMs) / Math.max(pace, 0.3));
  }
  return ticks;
}
