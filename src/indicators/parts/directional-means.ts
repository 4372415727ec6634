/**
 * Wilder means of the true range, +DM and −DM of candles, from the second candle on; +DI and −DI are the shares of the range. The three begin and
 * go on together, so one question finds out for all of them whether a candle is one. A candle that is none is passed over.
 * Cost: O(1), 7 numbers. Source: Wilder, 1978; the seeds as in exponential-mean.ts.
 */
import type { Candle } from '../../market/candle.ts';
import { directionalMovement } from './directional-movement.ts';
import type { Part, StateReader } from './part.ts';

export class DirectionalMeans implements Part {
  /** +DI and −DI after the latest push or peek. */
  plus = NaN;
  minus = NaN;

  readonly #length: number;
  readonly #weight: number;
  readonly #isShort: boolean;
  #high = NaN;
  #low = NaN;
  #close = NaN;
  /** Candles until the means are known. */
  #missing: number;
  /** The means; until the seed is complete, its sums. */
  #range = 0;
  #up = 0;
  #down = 0;

  /** A short seed has n − 1 values, and the n-th is smoothed in (TA-Lib). */
  constructor(length: number, isShort: boolean) {
    this.#length = length;
    this.#weight = 1 / length;
    this.#isShort = isShort;
    this.#missing = length;
  }

  push({ high, low, close }: Candle): void {
    const range = Math.max(high, this.#close) - Math.min(low, this.#close);
    const rise = high - this.#high;
    const fall = this.#low - low;
    const up = directionalMovement(rise, fall);
    const down = directionalMovement(fall, rise);
    this.#high = high;
    this.#low = low;
    this.#close = close;
    const all = range + up + down;
    if (this.#missing > 0 || all - all !== 0) return this.#pushEarlyOrUnknown(range, up, down);
    const weight = this.#weight;
    const mean = this.#range + weight * (range - this.#range);
    const meanUp = this.#up + weight * (up - this.#up);
    const meanDown = this.#down + weight * (down - this.#down);
    this.#range = mean;
    this.#up = meanUp;
    this.#down = meanDown;
    this.#conclude(mean, meanUp, meanDown);
  }

  peek({ high, low }: Candle): void {
    const range = Math.max(high, this.#close) - Math.min(low, this.#close);
    const up = directionalMovement(high - this.#high, this.#low - low);
    const down = directionalMovement(this.#low - low, high - this.#high);
    const all = range + up + down;
    if (this.#missing > 1 || all - all !== 0) return this.#conclude(NaN, NaN, NaN);
    this.#conclude(this.#next(this.#range, range), this.#next(this.#up, up), this.#next(this.#down, down));
  }

  save(state: number[]): void {
    state.push(this.#high, this.#low, this.#close, this.#missing, this.#range, this.#up, this.#down);
  }

  load(state: StateReader): void {
    this.#high = state.number();
    this.#low = state.number();
    this.#close = state.number();
    this.#missing = state.number();
    this.#range = state.number();
    this.#up = state.number();
    this.#down = state.number();
  }

  #pushEarlyOrUnknown(range: number, up: number, down: number): void {
    if (!Number.isFinite(range + up + down)) return this.#conclude(NaN, NaN, NaN);
    this.#range = this.#next(this.#range, range);
    this.#up = this.#next(this.#up, up);
    this.#down = this.#next(this.#down, down);
    this.#missing -= 1;
    if (this.#missing > 0) this.#conclude(NaN, NaN, NaN);
    else this.#conclude(this.#range, this.#up, this.#down);
  }

  /** The mean, or sum, after x. */
  #next(before: number, x: number): number {
    if (this.#missing === 0) return before + this.#weight * (x - before);
    if (this.#missing > 1) return before + x;
    if (!this.#isShort) return (before + x) / this.#length;
    const seed = before / this.#length;
    return seed + this.#weight * (x - seed);
  }

  #conclude(range: number, up: number, down: number): void {
    this.plus = range === 0 ? 0 : (100 * up) / range;
    this.minus = range === 0 ? 0 : (100 * down) / range;
  }
}
