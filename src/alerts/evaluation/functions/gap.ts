/** The weekend gap (conditions/functions/gap.ts), read from the week in progress and the one that closed before it. O(1) a look. */
import { isMarketOpen } from '../../../market/fx-time.ts';
import { inQuanta } from '../comparison.ts';
import type { Moment } from '../moment.ts';
import type { Node } from '../node.ts';
import { COLUMN, type Series } from '../../series/series.ts';
import { FALSE, type Truth, UNKNOWN, truthOf } from '../truth.ts';
import type { Value } from '../value.ts';

export type GapWay = 'higher' | 'lower' | 'either';

export class GapValue implements Value {
  readonly #weeks: Series;

  constructor(weeks: Series) {
    this.#weeks = weeks;
  }

  /** Between two weeks there is none. */
  now(): number {
    const week = this.#weeks.live();
    return week === null ? NaN : week.open - this.#weeks.closed.value(0, COLUMN.close);
  }

  asOf(): number {
    return NaN;
  }
}

abstract class GapNode implements Node {
  readonly isStateful = false;
  readonly #gap: GapValue;
  protected readonly quanta: number;

  constructor(weeks: Series, quanta: number) {
    this.#gap = new GapValue(weeks);
    this.quanta = quanta;
  }

  truth(_state: Float64Array, moment: Moment): Truth {
    if (!isMarketOpen(moment.now)) return FALSE;
    const gap = inQuanta(this.#gap.now(), this.quanta);
    return gap === gap ? truthOf(this.holds(gap)) : UNKNOWN;
  }

  protected abstract holds(gap: number): boolean;
}

export class GapOpened extends GapNode {
  readonly #least: number;
  readonly #way: GapWay;

  constructor(
    weeks: Series,
    quanta: number,
    { least, way }: { readonly least: number; readonly way: GapWay },
  ) {
    super(weeks, quanta);
    this.#least = inQuanta(least, quanta);
    this.#way = way;
  }

  protected override holds(gap: number): boolean {
    const isUp = gap >= this.#least;
    const isDown = gap <= -this.#least;
    return this.#way === 'higher' ? isUp : this.#way === 'lower' ? isDown : isUp || isDown;
  }
}

export class GapFilled extends GapNode {
  readonly #weeks: Series;
  readonly #least: number;

  /** A gap of nothing is none. */
  constructor(weeks: Series, quanta: number, least: number) {
    super(weeks, quanta);
    this.#weeks = weeks;
    this.#least = Math.max(1, inQuanta(least, quanta));
  }

  protected override holds(gap: number): boolean {
    if (Math.abs(gap) < this.#least) return false;
    const week = this.#weeks.live();
    const before = inQuanta(this.#weeks.closed.value(0, COLUMN.close), this.quanta);
    if (week === null) return false;
    return gap > 0 ? inQuanta(week.low, this.quanta) <= before : inQuanta(week.high, this.quanta) >= before;
  }
}
