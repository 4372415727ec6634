/** Norms by hour of the week (conditions/functions/typical.ts): the median over the weeks that have a value for the hour. */
import type { EpochMs } from '../../../kernel/units.ts';
import type { Candle } from '../../../market/candle.ts';
import type { InstrumentBook } from '../../series/instrument-book.ts';
import type { IndicatorStream } from '../../series/indicator-stream.ts';
import type { Series } from '../../series/series.ts';
import type { Value } from '../value.ts';

/** Sorted in place, without allocation. */
abstract class Norm implements Value {
  readonly #weeks: number;
  readonly #sorted: Float64Array;

  constructor(weeks: number) {
    this.#weeks = weeks;
    this.#sorted = new Float64Array(weeks);
  }

  now(): number {
    const count = this.#collect();
    if (count < this.#needed) return NaN;
    const sorted = this.#sorted;
    const middle = count >> 1;
    const upper = sorted[middle] as number;
    return count % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
  }

  asOf(): number {
    return NaN;
  }

  /** How many more weeks have to have a value for the hour. */
  weeksMissing(): number {
    return Math.max(0, this.#needed - this.#collect());
  }

  get #needed(): number {
    return Math.ceil(this.#weeks / 2);
  }

  /** The value `back` weeks before this one; not finite when there is none. */
  protected abstract valueOf(back: number): number;

  #collect(): number {
    let count = 0;
    for (let back = 0; back < this.#weeks; back++) {
      const value = this.valueOf(back);
      if (!Number.isFinite(value)) continue;
      let place = count++;
      for (; place > 0 && (this.#sorted[place - 1] as number) > value; place--)
        this.#sorted[place] = this.#sorted[place - 1] as number;
      this.#sorted[place] = value;
    }
    return count;
  }
}

/** Of the spread: of the hour that holds the present instant, from the hours of ask and bid. */
export class SpreadNorm extends Norm {
  readonly #ask: IndicatorStream;
  readonly #bid: IndicatorStream;
  readonly #time: { readonly now: number };
  readonly #present: { -readonly [K in keyof Candle]: Candle[K] };

  constructor(
    weeks: number,
    of: { readonly ask: IndicatorStream; readonly bid: IndicatorStream },
    time: { readonly now: number },
  ) {
    super(weeks);
    this.#ask = of.ask;
    this.#bid = of.bid;
    this.#time = time;
    const at = 0 as EpochMs;
    this.#present = { at, closesAt: at, open: NaN, high: NaN, low: NaN, close: NaN, volume: 0 };
  }

  protected override valueOf(back: number): number {
    const now = this.#time.now as EpochMs;
    this.#present.at = now;
    return this.#ask.live(this.#present, back, now) - this.#bid.live(this.#present, back, now);
  }
}

/** Of a candle: of the hour in which it opened. */
export class CandleNorm extends Norm {
  readonly #series: Series;
  readonly #stream: IndicatorStream;
  readonly #book: InstrumentBook;
  readonly #place: { readonly offset: number; readonly live: boolean; readonly standsIn: boolean };

  constructor(
    weeks: number,
    of: { readonly series: Series; readonly stream: IndicatorStream; readonly book: InstrumentBook },
    place: CandleNorm['place'],
  ) {
    super(weeks);
    this.#series = of.series;
    this.#stream = of.stream;
    this.#book = of.book;
    this.#place = place;
  }

  get place() {
    return this.#place;
  }

  protected override valueOf(back: number): number {
    const { offset, live, standsIn } = this.#place;
    const forming = live ? this.#series.live() : null;
    if (!live || (standsIn && forming === null)) return this.#stream.closed.value(offset, back);
    if (offset > 0) return this.#stream.closed.value(offset - 1, back);
    return forming === null ? NaN : this.#stream.live(forming, back, this.#book.version);
  }
}
