/** `for`, `within` and `then`: conditions that remember instants. Each says when time alone can change it, through `moment.wakeAt`. */
import type { Series } from '../series/series.ts';
import type { Moment } from './moment.ts';
import type { Node } from './node.ts';
import { FALSE, TRUE, type Truth, UNKNOWN, truthOf } from './truth.ts';

function wakeAt(moment: Moment, at: number): void {
  if (at < moment.wakeAt) moment.wakeAt = at;
}

/**
 * True from the instant `lengthMs` after the term became known to be true, as long as it stays so. Unknown in between is no break, as it
 * is no edge of a state: between a close and the next tick no candle is forming, and every `live` operand is unknown for a moment.
 */
export class Hold implements Node {
  readonly isStateful = true;
  readonly #term: Node;
  readonly #lengthMs: number;
  readonly #since: number;

  constructor(term: Node, lengthMs: number, slot: number) {
    this.#term = term;
    this.#lengthMs = lengthMs;
    this.#since = slot;
  }

  truth(state: Float64Array, moment: Moment): Truth {
    const truth = this.#term.truth(state, moment);
    if (truth === FALSE) {
      state[this.#since] = NaN;
      return FALSE;
    }
    if (truth === TRUE && Number.isNaN(state[this.#since])) state[this.#since] = moment.now;
    // NaN while it has not begun. What is unknown now may be known by then.
    const end = (state[this.#since] as number) + this.#lengthMs;
    if (moment.now < end) wakeAt(moment, end);
    return truth === TRUE ? truthOf(moment.now >= end) : UNKNOWN;
  }
}

/** True while the term was true at some instant of (now - D, now]. */
export class WithinTime implements Node {
  readonly isStateful = true;
  readonly #term: Node;
  readonly #isPulse: boolean;
  readonly #lengthMs: number;
  /** Whether the term was true at the last step, and the instant until which it is known to have been true. */
  readonly #held: number;
  readonly #until: number;

  /** Takes two places from `slot`. */
  constructor(term: Node, of: { readonly isPulse: boolean; readonly lengthMs: number }, slot: number) {
    this.#term = term;
    this.#isPulse = of.isPulse;
    this.#lengthMs = of.lengthMs;
    this.#held = slot;
    this.#until = slot + 1;
  }

  truth(state: Float64Array, moment: Moment): Truth {
    const truth = this.#term.truth(state, moment);
    if (truth === TRUE || (state[this.#held] === 1 && !this.#isPulse)) state[this.#until] = moment.now;
    state[this.#held] = Number(truth === TRUE);
    const end = (state[this.#until] as number) + this.#lengthMs;
    if (truth === TRUE && !this.#isPulse) return TRUE;
    if (moment.now < end) {
      wakeAt(moment, end);
      return TRUE;
    }
    return truth === UNKNOWN ? UNKNOWN : FALSE;
  }
}

/** True while fewer than `count` candles of the source have closed since the term was last true. */
export class WithinCandles implements Node {
  readonly isStateful = true;
  readonly #term: Node;
  readonly #source: Series;
  readonly #count: number;
  readonly #closesThen: number;

  constructor(term: Node, of: { readonly source: Series; readonly count: number }, slot: number) {
    this.#term = term;
    this.#source = of.source;
    this.#count = of.count;
    this.#closesThen = slot;
  }

  truth(state: Float64Array, moment: Moment): Truth {
    const truth = this.#term.truth(state, moment);
    if (truth === TRUE) state[this.#closesThen] = this.#source.closes;
    if (this.#source.closes - (state[this.#closesThen] as number) < this.#count) return TRUE;
    return truth === UNKNOWN ? UNKNOWN : FALSE;
  }
}

/** How far `then` may lie after `first`: elapsed time, or closed candles of a source. */
type Reach =
  | { readonly type: 'duration'; readonly ms: number }
  | { readonly type: 'candles'; readonly source: Series; readonly count: number };

/**
 * `first then next within W unless cancel`.
 *
 * | waiting for | at a step                         | result | goes to          |
 * |-------------|-----------------------------------|--------|------------------|
 * | first       | first true                        | false  | next             |
 * | next        | next true, at most W after first  | TRUE   | first            |
 * | any         | cancel true                       | false  | first            |
 * | next        | first true again                  | false  | next, from now   |
 *
 * Within one step: cancel, then next, then first. So a step that makes both `first` and `next` true does not count for itself, and a
 * cancel at the very step of `next` is in time. Where `next` is a state, the whole stays true until `next` is no longer true.
 */
export class Sequence implements Node {
  readonly isStateful = true;
  readonly #parts: { readonly first: Node; readonly next: Node; readonly cancel: Node | null };
  readonly #isPulse: boolean;
  readonly #reach: Reach;
  /** Time or count of closes at `first`, NaN while waiting for it; and whether the whole, as a state, is true. */
  readonly #from: number;
  readonly #isOn: number;

  /** Takes two places from `slot`. */
  constructor(
    parts: { readonly first: Node; readonly next: Node; readonly cancel: Node | null },
    of: { readonly isPulse: boolean; readonly reach: Reach },
    slot: number,
  ) {
    this.#parts = parts;
    this.#isPulse = of.isPulse;
    this.#reach = of.reach;
    this.#from = slot;
    this.#isOn = slot + 1;
  }

  truth(state: Float64Array, moment: Moment): Truth {
    const first = this.#parts.first.truth(state, moment);
    const next = this.#parts.next.truth(state, moment);
    const cancel = this.#parts.cancel?.truth(state, moment) ?? FALSE;
    const position = this.#reach.type === 'duration' ? moment.now : this.#reach.source.closes;
    const reach = this.#reach.type === 'duration' ? this.#reach.ms : this.#reach.count;
    const isInReach = position - (state[this.#from] as number) <= reach;
    if (cancel === TRUE) {
      state[this.#from] = NaN;
      state[this.#isOn] = 0;
      return FALSE;
    }
    const completes = next === TRUE && isInReach;
    if (completes || !isInReach) state[this.#from] = NaN;
    if (first === TRUE) state[this.#from] = position;
    if (completes) {
      state[this.#isOn] = 1;
      return TRUE;
    }
    if (next === FALSE) state[this.#isOn] = 0;
    if (next === UNKNOWN) return isInReach || state[this.#isOn] === 1 ? UNKNOWN : FALSE;
    return next === TRUE && !this.#isPulse && state[this.#isOn] === 1 ? TRUE : FALSE;
  }
}
