/**
 * A candle as patterns see it: body, shadows, and what was usual before it. Measures are TA-Lib's default settings: bodies are long or
 * short beside the mean body of the 10 candles before, doji and shadowless beside a tenth of their mean range.
 * Lengths compare with a billionth of the price for rounding, so that lengths that are equal in points are equal.
 */
import type { Candle } from '../../market/candle.ts';

/** Means over the candles before: body and range of 10, range of 5; NaN until there are as many. */
export interface Usual {
  body: number;
  range: number;
  nearRange: number;
}

export class Shape {
  open = NaN;
  high = NaN;
  low = NaN;
  close = NaN;
  readonly usual: Usual = { body: NaN, range: NaN, nearRange: NaN };

  take({ open, high, low, close }: Candle, usual: Readonly<Usual>): void {
    this.open = open;
    this.high = high;
    this.low = low;
    this.close = close;
    this.usual.body = usual.body;
    this.usual.range = usual.range;
    this.usual.nearRange = usual.nearRange;
  }

  get body(): number {
    return Math.abs(this.close - this.open);
  }

  get range(): number {
    return this.high - this.low;
  }

  get top(): number {
    return Math.max(this.open, this.close);
  }

  get bottom(): number {
    return Math.min(this.open, this.close);
  }

  get upperShadow(): number {
    return this.high - this.top;
  }

  get lowerShadow(): number {
    return this.bottom - this.low;
  }

  /** A candle that closes where it opened is white. */
  get isWhite(): boolean {
    return this.close >= this.open;
  }

  get isLong(): boolean {
    return this.exceeds(this.body, this.usual.body);
  }

  get isShort(): boolean {
    return this.exceeds(this.usual.body, this.body);
  }

  get isDoji(): boolean {
    return !this.exceeds(this.body, 0.1 * this.usual.range);
  }

  get hasNoUpperShadow(): boolean {
    return this.exceeds(0.1 * this.usual.range, this.upperShadow);
  }

  get hasNoLowerShadow(): boolean {
    return this.exceeds(0.1 * this.usual.range, this.lowerShadow);
  }

  /** Distances up to which prices are near, not far, and equal. */
  get near(): number {
    return 0.2 * this.usual.nearRange;
  }

  get far(): number {
    return 0.6 * this.usual.nearRange;
  }

  get equal(): number {
    return 0.05 * this.usual.nearRange;
  }

  /** a > b by more than rounding. */
  exceeds(a: number, b: number): boolean {
    return a - b > 1e-9 * this.close;
  }
}
