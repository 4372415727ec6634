/** The line through two points, straight in trading time (conditions/functions/trendline.ts). */
import type { EpochMs } from '../../../kernel/units.ts';
import { fxWeekOf, type Period } from '../../../market/fx-time.ts';
import { tradingMs, tradingMsIn } from '../../../market/trading-time.ts';
import { COLUMN } from '../../series/series.ts';
import type { LookBack, Value } from '../value.ts';

export class TrendlineValue implements Value {
  readonly #time: { readonly now: number };
  readonly #past: LookBack | null;
  readonly #from: number;
  readonly #price: number;
  readonly #slope: number;
  #week: Period | null = null;

  constructor(
    [from = NaN, price = NaN, to = NaN, toPrice = NaN]: readonly number[],
    time: { readonly now: number },
    past: LookBack | null,
  ) {
    this.#time = time;
    this.#past = past;
    this.#from = tradingMs(from as EpochMs);
    this.#price = price;
    this.#slope = (toPrice - price) / (tradingMs(to as EpochMs) - this.#from);
  }

  now(): number {
    return this.#at(this.#time.now);
  }

  asOf(back: number): number {
    const instant = this.#past?.source.closed.value(back, COLUMN.closesAt) ?? NaN;
    return Number.isNaN(instant) ? NaN : this.#at(instant);
  }

  #at(instant: number): number {
    let week = this.#week;
    if (week === null || instant < week.at || instant >= week.closesAt)
      this.#week = week = fxWeekOf(instant as EpochMs);
    return this.#price + this.#slope * (tradingMsIn(week, instant) - this.#from);
  }
}
