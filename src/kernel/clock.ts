/** Time as an argument. Market logic reads the time of the tick; only edges hold a Clock. */
import type { EpochMs } from './units.ts';

export interface Clock {
  /** Wall time, for stamps. May step. */
  now(): EpochMs;
  /** Milliseconds from an arbitrary start, never going back, for elapsed time. */
  monotonicMs(): number;
}
