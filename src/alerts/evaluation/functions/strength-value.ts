/** Change of one currency against seven others (conditions/functions/strength.ts). */
import type { Value } from '../value.ts';

export class StrengthValue implements Value {
  /** By leg: the close now, and the one it is compared with. */
  readonly #closes: readonly Value[];
  readonly #signs: readonly number[];
  /** −1 for the currency that all legs have in common. */
  readonly #place: number;

  constructor(closes: readonly Value[], [, place = -1, ...signs]: readonly number[]) {
    this.#closes = closes;
    this.#signs = signs;
    this.#place = place;
  }

  now(): number {
    return this.#strength((value) => value.now());
  }

  asOf(back: number): number {
    return this.#strength((value) => value.asOf(back));
  }

  #strength(read: (value: Value) => number): number {
    let own = 0;
    let sum = 0;
    for (const [leg, sign] of this.#signs.entries()) {
      const [now, then] = [this.#closes[2 * leg] as Value, this.#closes[2 * leg + 1] as Value];
      const change = sign * Math.log(read(now) / read(then));
      if (leg === this.#place) own = change;
      sum += change;
    }
    const others = (sum - own) / this.#signs.length;
    return 100 * (own - others);
  }
}
