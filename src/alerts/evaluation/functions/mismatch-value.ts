/** A price made of two legs, minus the cross: each leg to the power 1 or −1. Unknown while any of the three is. */
import type { Value } from '../value.ts';

export class MismatchValue implements Value {
  readonly #legs: readonly Value[];
  readonly #exponents: readonly number[];

  /** Two legs and the cross. */
  constructor(legs: readonly Value[], exponents: readonly number[]) {
    this.#legs = legs;
    this.#exponents = exponents;
  }

  now(): number {
    const [first, second, cross] = this.#legs as [Value, Value, Value];
    return this.#mismatch(first.now(), second.now(), cross.now());
  }

  asOf(back: number): number {
    const [first, second, cross] = this.#legs as [Value, Value, Value];
    return this.#mismatch(first.asOf(back), second.asOf(back), cross.asOf(back));
  }

  #mismatch(first: number, second: number, cross: number): number {
    const [one, other] = this.#exponents as [number, number];
    return (one > 0 ? first : 1 / first) * (other > 0 ? second : 1 / second) - cross;
  }
}
