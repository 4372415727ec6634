/**
 * Local time from precomputed tables, for 2000 to 2050; outside, the first or last known offset holds. O(log n), no allocation.
 * A local time that a change of clocks skips or repeats maps to an instant within an hour of it: clocks change on Sundays, while every
 * market is closed.
 */
import { type EpochMs, MINUTE_MS } from '../kernel/units.ts';
import type { ZoneTransitions } from './zone-transitions.ts';

export class Zone {
  readonly #from: Float64Array;
  readonly #offset: Float64Array;

  constructor(transitions: ZoneTransitions) {
    this.#from = Float64Array.from(transitions, ([fromMinute]) => fromMinute * MINUTE_MS);
    this.#offset = Float64Array.from(transitions, ([, offsetMinutes]) => offsetMinutes * MINUTE_MS);
  }

  /** Milliseconds east of UTC at an instant. */
  offsetAt(at: number): number {
    let low = 0;
    let high = this.#from.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#from[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    return this.#offset[low]!;
  }

  /** Local wall time, as milliseconds since 1970-01-01T00:00 local. */
  localAt(at: number): number {
    return at + this.offsetAt(at);
  }

  instantOf(local: number): EpochMs {
    const guess = local - this.offsetAt(local);
    return (local - this.offsetAt(guess)) as EpochMs;
  }
}
