/** The machine's clock, for tests of edges that wait for real time. */
import type { Clock } from '../../src/kernel/clock.ts';
import type { EpochMs } from '../../src/kernel/units.ts';

export const systemClock: Clock = {
  now: () => Date.now() as EpochMs,
  monotonicMs: () => performance.now(),
};
