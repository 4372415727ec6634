/**
 * What the calendar says, evaluated: a daily window is open or not, and changes at its two ends. The ends are part of the clock of a
 * condition: the plan asks `changesAt` at every look, whether or not the window mattered, so that the steps of a condition do not depend on
 * the order in which its parts are decided. O(1) but at an end.
 */
import type { EpochMs } from '../../kernel/units.ts';
import { type DailyWindow, windowAt } from '../../market/daily-window.ts';
import type { Period } from '../../market/fx-time.ts';
import type { Moment } from './moment.ts';
import type { Node } from './node.ts';
import { type Truth, UNKNOWN, truthOf } from './truth.ts';

/** 2000-01-01: the tables of zones and holidays begin; before, and before there is any market time, nothing is known. */
const TABLES_BEGIN = 946_684_800_000;
const NEVER: Period = { at: Infinity as EpochMs, closesAt: Infinity as EpochMs };

export class WindowCursor {
  readonly #window: DailyWindow;
  #since = Infinity;
  #period: Period = NEVER;

  constructor(window: DailyWindow) {
    this.#window = window;
  }

  truth(now: EpochMs): Truth {
    return now >= TABLES_BEGIN ? truthOf(this.#at(now).at <= now) : UNKNOWN;
  }

  /** The next end of a window after `now`. */
  changesAt(now: EpochMs): number {
    if (!(now >= TABLES_BEGIN)) return TABLES_BEGIN;
    const { at, closesAt } = this.#at(now);
    return at > now ? at : closesAt;
  }

  #at(now: EpochMs): Period {
    if (now < this.#since || now >= this.#period.closesAt) {
      this.#period = windowAt(this.#window, now) ?? NEVER;
      this.#since = now;
    }
    return this.#period;
  }
}

export class InWindow implements Node {
  readonly isStateful = false;
  readonly #cursor: WindowCursor;

  constructor(cursor: WindowCursor) {
    this.#cursor = cursor;
  }

  truth(_state: Float64Array, moment: Moment): Truth {
    return this.#cursor.truth(moment.now);
  }
}
