/** Tells whether candles have closed since it was last asked, for values that are computed once a close and not once a look. */
import { COLUMN, type Series } from '../../series/series.ts';

export class CandleStamp {
  readonly #series: readonly Series[];
  readonly #ends: number[];
  readonly #lengths: number[];

  constructor(series: readonly Series[]) {
    this.#series = series;
    this.#ends = series.map(() => NaN);
    this.#lengths = series.map(() => -1);
  }

  /** True at first. History that comes later counts too: it leaves the last candle where it is, and more before it. */
  hasMoved(): boolean {
    let moved = false;
    for (let place = 0; place < this.#series.length; place++) {
      const { closed } = this.#series[place] as Series;
      const end = closed.length === 0 ? -Infinity : closed.value(0, COLUMN.closesAt);
      if (end === this.#ends[place] && closed.length === this.#lengths[place]) continue;
      this.#ends[place] = end;
      this.#lengths[place] = closed.length;
      moved = true;
    }
    return moved;
  }
}
