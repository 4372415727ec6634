/**
 * A candle that is still being made. It is changed in place, once per tick, and never leaves the engine: `freeze` copies it.
 * `coveredFrom` and `coveredTo` say which part of the period its M1 candles come from, so that history can complete the rest.
 */
import type { EpochMs } from '../../kernel/units.ts';
import type { Candle } from '../../market/candle.ts';
import type { Period } from '../../market/fx-time.ts';

export class FormingCandle implements Candle {
  at = -Infinity as EpochMs;
  closesAt = -Infinity as EpochMs;
  open = NaN;
  high = NaN;
  low = NaN;
  close = NaN;
  volume = 0;
  coveredFrom = Infinity;
  coveredTo = -Infinity;

  get isEmpty(): boolean {
    return Number.isNaN(this.open);
  }

  begin(period: Period): void {
    this.clear();
    this.at = period.at;
    this.closesAt = period.closesAt;
  }

  clear(): void {
    this.open = this.high = this.low = this.close = NaN;
    this.volume = 0;
    this.coveredFrom = Infinity;
    this.coveredTo = -Infinity;
  }

  trade(price: number, volume: number): void {
    if (this.open !== this.open) this.open = this.high = this.low = price;
    else if (price > this.high) this.high = price;
    else if (price < this.low) this.low = price;
    this.close = price;
    this.volume += volume;
  }

  /** A price that came too late to be the last one. */
  stretch(price: number): void {
    if (price > this.high) this.high = price;
    if (price < this.low) this.low = price;
    this.volume++;
  }

  append(part: Candle): void {
    if (this.isEmpty) this.open = part.open;
    this.#widen(part);
    this.close = part.close;
    this.coveredTo = Math.max(this.coveredTo, part.closesAt);
    if (this.coveredFrom === Infinity) this.coveredFrom = part.at;
  }

  prepend(part: Candle): void {
    if (this.isEmpty) this.close = part.close;
    this.#widen(part);
    this.open = part.open;
    this.coveredFrom = part.at;
    if (this.coveredTo === -Infinity) this.coveredTo = part.closesAt;
  }

  /** Becomes `rolled` followed by `last`; either may be empty. The period is that of `rolled`. */
  join(rolled: FormingCandle, last: FormingCandle): void {
    this.at = rolled.at;
    this.closesAt = rolled.closesAt;
    const first = rolled.isEmpty ? last : rolled;
    const end = last.isEmpty ? rolled : last;
    this.open = first.open;
    this.high = Math.max(first.high, end.high);
    this.low = Math.min(first.low, end.low);
    this.close = end.close;
    this.volume = rolled.volume + last.volume;
  }

  freeze(): Candle {
    const { at, closesAt, open, high, low, close, volume } = this;
    return { at, closesAt, open, high, low, close, volume };
  }

  snapshot(): number[] {
    const { at, closesAt, open, high, low, close, volume, coveredFrom, coveredTo } = this;
    return [at, closesAt, open, high, low, close, volume, coveredFrom, coveredTo];
  }

  restore(state: readonly number[]): void {
    const [at = -Infinity, closesAt = -Infinity, open = NaN, high = NaN, low = NaN, close = NaN] = state;
    this.at = at as EpochMs;
    this.closesAt = closesAt as EpochMs;
    this.open = open;
    this.high = high;
    this.low = low;
    this.close = close;
    [this.volume = 0, this.coveredFrom = Infinity, this.coveredTo = -Infinity] = state.slice(6);
  }

  #widen(part: Candle): void {
    if (!(part.high <= this.high)) this.high = part.high;
    if (!(part.low >= this.low)) this.low = part.low;
    this.volume += part.volume;
  }
}
