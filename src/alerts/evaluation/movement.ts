/** Moves by an amount in a window, and trends over candles. */
import type { Condition } from '../../conditions/resolved.ts';
import type { Series } from '../series/series.ts';
import { inQuanta } from './comparison.ts';
import type { ExtremaWindow } from './extrema-window.ts';
import type { Moment } from './moment.ts';
import type { Node } from './node.ts';
import { FALSE, TRUE, type Truth, UNKNOWN } from './truth.ts';
import type { Value } from './value.ts';

type Of<Type extends Condition['type']> = Extract<Condition, { readonly type: Type }>;

abstract class Move implements Node {
  readonly isStateful = false;
  readonly #rises: boolean;
  readonly #falls: boolean;
  readonly #percent: boolean;
  readonly #quanta: number;
  protected readonly subject: Value;
  readonly #amount: Value;
  protected low = NaN;
  protected high = NaN;

  constructor({ direction, percent, quanta }: Of<'move'>, subject: Value, amount: Value) {
    this.#rises = direction !== 'falls';
    this.#falls = direction !== 'rises';
    this.#percent = percent;
    this.#quanta = quanta;
    this.subject = subject;
    this.#amount = amount;
  }

  truth(_state: Float64Array, moment: Moment): Truth {
    const value = this.subject.now();
    const amount = this.#amount.now();
    if (value !== value || amount !== amount) return UNKNOWN;
    this.low = this.high = value;
    if (!this.widen(moment)) return UNKNOWN;
    if (this.#rises && this.#reaches(value - this.low, amount, this.low)) return TRUE;
    return this.#falls && this.#reaches(this.high - value, amount, this.high) ? TRUE : FALSE;
  }

  /** Takes the values of the window into `low` and `high`, which begin as the value now; false when too few are known. */
  protected abstract widen(moment: Moment): boolean;

  protected include(value: number): void {
    if (value < this.low) this.low = value;
    if (value > this.high) this.high = value;
  }

  /** Percent is of the extreme from which the move is measured. */
  #reaches(distance: number, amount: number, extreme: number): boolean {
    const wanted = this.#percent ? (Math.abs(extreme) * amount) / 100 : amount;
    return inQuanta(distance, this.#quanta) >= inQuanta(wanted, this.#quanta);
  }
}

/** In a duration: (now - D, now], over what came since the alert was armed. */
export class MoveInTime extends Move {
  readonly #window: ExtremaWindow;
  readonly #lengthMs: number;

  constructor(
    condition: Of<'move'>,
    values: { readonly subject: Value; readonly amount: Value },
    window: { readonly shared: ExtremaWindow; readonly lengthMs: number },
  ) {
    super(condition, values.subject, values.amount);
    this.#window = window.shared;
    this.#lengthMs = window.lengthMs;
  }

  protected override widen(moment: Moment): boolean {
    const from = moment.now - this.#lengthMs;
    this.include(this.#window.lowestAfter(from, moment.armedStep));
    this.include(this.#window.highestAfter(from, moment.armedStep));
    return true;
  }
}

/** In a number of candles: over the values at the last `count` closes; unknown until there are as many. */
export class MoveInCandles extends Move {
  readonly #count: number;

  constructor(
    condition: Of<'move'>,
    values: { readonly subject: Value; readonly amount: Value },
    count: number,
  ) {
    super(condition, values.subject, values.amount);
    this.#count = count;
  }

  protected override widen(): boolean {
    for (let back = 0; back < this.#count; back++) {
      const value = this.subject.asOf(back);
      if (value !== value) return false;
      this.include(value);
    }
    return true;
  }
}

/** Each of the last `count` candles beyond the one before it. A live subject counts the forming candle as the last. */
export class Trend implements Node {
  readonly isStateful = false;
  readonly #sign: number;
  readonly #count: number;
  readonly #quanta: number;
  readonly #subject: Value;
  readonly #source: Series;
  readonly #isLive: boolean;

  constructor(
    { direction, count, quanta }: Of<'trend'>,
    subject: Value,
    over: { readonly source: Series; readonly isLive: boolean },
  ) {
    this.#sign = direction === 'rising' ? 1 : -1;
    this.#count = count;
    this.#quanta = quanta;
    this.#subject = subject;
    this.#source = over.source;
    this.#isLive = over.isLive;
  }

  truth(): Truth {
    const shift = this.#isLive && this.#source.isForming ? 1 : 0;
    let later = inQuanta(this.#subject.now(), this.#quanta);
    if (later !== later) return UNKNOWN;
    let truth: Truth = TRUE;
    for (let back = 1; back <= this.#count; back++) {
      const earlier = inQuanta(this.#subject.asOf(back - shift), this.#quanta);
      if (earlier !== earlier) return UNKNOWN;
      if ((later - earlier) * this.#sign <= 0) truth = FALSE;
      later = earlier;
    }
    return truth;
  }
}
