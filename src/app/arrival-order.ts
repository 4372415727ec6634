/**
 * Makes beats leave no trace. Ticks are recorded, beats are not; a tick that arrives after market time has gone past it would be read by a
 * restart, or by a second engine, as if it had come in time, and their candles and firings would differ from those that were sent.
 *
 *   tick at or after the last beat                      as it is
 *   older, but the newest of its instrument             counts from the beat on: it carries the beat's time
 *   older than another of its instrument, minute open   as it is: it may widen that candle
 *   the same, minute closed by the beat                 dropped: nobody can use it any more
 *
 * Beats follow elapsed time; the wall clock corrects them by at most CORRECTION_MS a beat, so that a clock that is set forward by an hour
 * does not close the candles of that hour.
 */
import type { Clock } from '../kernel/clock.ts';
import type { EpochMs, InstrumentId } from '../kernel/units.ts';
import { periodOf } from '../market/periods.ts';
import type { Tick } from '../market/tick.ts';
import { timeframe } from '../market/timeframe.ts';

const CORRECTION_MS = 100;
const MINUTE = timeframe('M1');

export class ArrivalOrder {
  /** By the provider's own times. */
  readonly #newest = new Map<InstrumentId, EpochMs>();
  #beatAt = -Infinity as EpochMs;
  #wall: { readonly at: number; readonly monotonicMs: number } | null = null;

  /** Market time is told to have reached `at`. */
  beat(at: EpochMs): void {
    if (at > this.#beatAt) this.#beatAt = at;
  }

  /** The tick as the log may have it, or null. */
  admit(tick: Tick): Tick | null {
    const { instrument, at } = tick;
    const newest = this.#newest.get(instrument) ?? -Infinity;
    if (at >= newest) {
      this.#newest.set(instrument, at);
      return at < this.#beatAt ? { ...tick, at: this.#beatAt } : tick;
    }
    return at < this.#beatAt && periodOf(MINUTE, at).closesAt <= this.#beatAt ? null : tick;
  }

  /** The tick was refused: it is no measure for those that follow. */
  forget({ instrument }: Tick): void {
    this.#newest.delete(instrument);
  }

  /** Wall time for the next beat. */
  wallTime(clock: Clock): number {
    const now = clock.now();
    const monotonicMs = clock.monotonicMs();
    const { at, monotonicMs: before } = this.#wall ?? { at: now, monotonicMs };
    const expected = at + monotonicMs - before;
    const corrected = expected + Math.max(-CORRECTION_MS, Math.min(CORRECTION_MS, now - expected));
    this.#wall = { at: corrected, monotonicMs };
    return Math.round(corrected);
  }
}
