/**
 * Which time the simulated market has. It follows the wall clock while the real market is open; started at a weekend, or behind what was
 * recorded before, it runs on a clock of its own through weekdays, so that there is always something to see. Never backwards.
 */
import type { Clock } from '../../kernel/clock.ts';
import type { EpochMs } from '../../kernel/units.ts';
import { isMarketOpen } from '../../market/fx-time.ts';
import { nextOpen } from './simulated-history.ts';

interface MarketClockOptions {
  readonly clock: Clock;
  /** Begins here, on its own clock. */
  readonly startAt?: EpochMs;
  /** Last recorded market time. */
  readonly notBefore?: EpochMs;
  /** Of its own clock. */
  readonly speed?: number;
}

const DAY_MS = 86_400_000;
/** 13:00 UTC: London and New York are both open, in summer and in winter. */
const LIVELY_MS = 13 * 3_600_000;

export class MarketClock {
  readonly isOwn: boolean;
  readonly why: 'wall' | 'start' | 'weekend' | 'recorded-later';
  readonly #clock: Clock;
  readonly #speed: number;
  /** Market time at `#sinceMs` of the monotonic clock. */
  #from: EpochMs;
  #sinceMs: number;

  constructor({ clock, startAt, notBefore, speed = 1 }: MarketClockOptions) {
    const wall = clock.now();
    const floor = notBefore ?? (-Infinity as EpochMs);
    const open = isMarketOpen(wall);
    this.why = startAt !== undefined ? 'start' : !open ? 'weekend' : wall < floor ? 'recorded-later' : 'wall';
    this.isOwn = this.why !== 'wall';
    this.#clock = clock;
    this.#speed = speed;
    const begin = startAt ?? (this.why === 'weekend' ? livelyThursdayBefore(wall) : wall);
    this.#from = nextOpen(Math.max(begin, floor) as EpochMs);
    this.#sinceMs = clock.monotonicMs();
  }

  /** On its own clock, the weekend is left out. */
  now(): EpochMs {
    if (!this.isOwn) return this.#clock.now();
    const elapsedMs = (this.#clock.monotonicMs() - this.#sinceMs) * this.#speed;
    const now = Math.floor(this.#from + elapsedMs) as EpochMs;
    if (isMarketOpen(now)) return now;
    this.#from = nextOpen(now);
    this.#sinceMs = this.#clock.monotonicMs();
    return this.#from;
  }
}

function livelyThursdayBefore(wall: EpochMs): EpochMs {
  const today = Math.floor(wall / DAY_MS) * DAY_MS;
  // 1970-01-01 was a Thursday.
  const sinceThursday = (Math.floor(wall / DAY_MS) % 7) + (wall - today < LIVELY_MS ? 7 : 0);
  return (today - (sinceThursday % 7) * DAY_MS + LIVELY_MS) as EpochMs;
}
