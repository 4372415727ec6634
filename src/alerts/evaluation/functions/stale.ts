/** Silence of an instrument while its market is open (conditions/functions/stale.ts). Looks at each quote, and when time is up. */
import { fxWeekOf, isMarketOpen } from '../../../market/fx-time.ts';
import type { InstrumentBook } from '../../series/instrument-book.ts';
import type { Moment } from '../moment.ts';
import type { Node } from '../node.ts';
import { FALSE, TRUE, type Truth, UNKNOWN } from '../truth.ts';

export class Stale implements Node {
  readonly isStateful = false;
  readonly #book: InstrumentBook;
  readonly #lengthMs: number;

  constructor(book: InstrumentBook, lengthMs: number) {
    this.#book = book;
    this.#lengthMs = lengthMs;
  }

  truth(_state: Float64Array, moment: Moment): Truth {
    const { lastAt } = this.#book;
    if (lastAt === -Infinity) return UNKNOWN;
    const week = fxWeekOf(moment.now);
    const staleAt = Math.max(lastAt, week.at) + this.#lengthMs;
    if (!isMarketOpen(moment.now)) return wake(moment, staleAt);
    if (moment.now < staleAt) return wake(moment, Math.min(staleAt, week.closesAt));
    wake(moment, week.closesAt);
    return TRUE;
  }
}

function wake(moment: Moment, at: number): typeof FALSE {
  if (at < moment.wakeAt) moment.wakeAt = at;
  return FALSE;
}
