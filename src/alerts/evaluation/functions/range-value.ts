/** High minus low of a candle. */
import type { Value } from '../value.ts';

export class RangeValue implements Value {
  readonly #high: Value;
  readonly #low: Value;

  constructor([high, low]: readonly Value[]) {
    this.#high = high as Value;
    this.#low = low as Value;
  }

  now(): number {
    return this.#high.now() - this.#low.now();
  }

  asOf(back: number): number {
    return this.#high.asOf(back) - this.#low.asOf(back);
  }
}
