/** The machine's clock, for edges. */
import type { Clock } from '../kernel/clock.ts';
import type { EpochMs } from '../kernel/units.ts';

export const systemClock: Clock = {
  now: () => Date.now() as EpochMs,
  monotonicMs: () => performance.now(),
};
