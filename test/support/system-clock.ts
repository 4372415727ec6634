/** The clock of this machine, for tests with real servers. */
import type { Clock } from '../../src/kernel/clock.ts';
import { epochMs } from '../../src/kernel/units.ts';

export const systemClock: Clock = {
  now: () => epochMs(Date.now()),
  monotonicMs: () => performance.now(),
};
