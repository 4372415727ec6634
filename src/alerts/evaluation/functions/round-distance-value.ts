/** How far a price is from the nearest multiple of a step. */
import type { Value } from '../value.ts';

export class RoundDistanceValue implements Value {
  readonly #price: Value;
  readonly #step: number;

  constructor(price: Value, step: number) {
    this.#price = price;
    this.#step = step;
  }

  now(): number {
    return this.#distance(this.#price.now());
  }

  asOf(back: number): number {
    return this.#distance(this.#price.asOf(back));
  }

  #distance(price: number): number {
    return Math.abs(price - Math.round(price / this.#step) * this.#step);
  }
}
