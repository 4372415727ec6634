/** Regular divergence at the close that completes a swing (conditions/functions/divergence.ts). O(n) once a candle closes. */
import type { Series } from '../../series/series.ts';
import type { Value } from '../value.ts';
import { CandleStamp } from './candle-stamp.ts';

/** Candles on each side of a swing. */
const SIDE = 2;

export class DivergenceValue implements Value {
  readonly #stamp: CandleStamp;
  readonly #count: number;
  readonly #price: Value;
  readonly #oscillator: Value;
  /** By candles back. */
  readonly #prices: Float64Array;
  readonly #oscillations: Float64Array;
  #value = NaN;

  constructor(
    over: { readonly series: Series; readonly count: number },
    of: { readonly price: Value; readonly oscillator: Value },
  ) {
    this.#stamp = new CandleStamp([over.series]);
    this.#count = over.count;
    this.#price = of.price;
    this.#oscillator = of.oscillator;
    this.#prices = new Float64Array(over.count);
    this.#oscillations = new Float64Array(over.count);
  }

  now(): number {
    if (this.#stamp.hasMoved()) this.#value = this.#compute();
    return this.#value;
  }

  asOf(): number {
    return NaN;
  }

  #compute(): number {
    for (let back = 0; back < this.#count; back++) {
      const price = this.#price.asOf(back);
      const oscillator = this.#oscillator.asOf(back);
      if (price !== price || oscillator !== oscillator) return NaN;
      this.#prices[back] = price;
      this.#oscillations[back] = oscillator;
    }
    if (this.#diverges(1)) return 1;
    return this.#diverges(-1) ? -1 : 0;
  }

  /** `sign`: 1 for lows and a bullish divergence, −1 for highs and a bearish one. */
  #diverges(sign: number): boolean {
    if (!this.#isSwing(SIDE, sign)) return false;
    for (let back = SIDE + 1; back < this.#count - SIDE; back++) {
      if (!this.#isSwing(back, sign)) continue;
      const isBeyond = sign * ((this.#prices[SIDE] as number) - (this.#prices[back] as number)) < 0;
      const isWeaker =
        sign * ((this.#oscillations[SIDE] as number) - (this.#oscillations[back] as number)) > 0;
      return isBeyond && isWeaker;
    }
    return false;
  }

  #isSwing(back: number, sign: number): boolean {
    const price = this.#prices[back] as number;
    for (let away = 1; away <= SIDE; away++)
      if (
        sign * ((this.#prices[back - away] as number) - price) <= 0 ||
        sign * ((this.#prices[back + away] as number) - price) <= 0
      )
        return false;
    return true;
  }
}
