/**
 * `touches`, `breaks` and `bounces`: pulses of a value against a level, which may move itself. All three look at the distance
 * d = value − level, in quanta; w is the tolerance, D the distance of a bounce. Steps at which d is unknown change nothing.
 *
 * | predicate | remembers                                   | pulse                                                            |
 * |-----------|---------------------------------------------|------------------------------------------------------------------|
 * | touches   | whether it was above, in or below the band  | comes into −w ≤ d ≤ w, or jumps from one side of it to the other   |
 * | breaks    | the side it was last beyond the band on     | gets beyond on the other side: d > w or d < −w                     |
 * | bounces   | that side, and whether the band was reached | after that, still on this side, d ≥ D above or d ≤ −D below        |
 *
 * Getting beyond on the other side, through the band or over it, ends a bounce before it is one.
 */
import type { Condition } from '../../conditions/resolved.ts';
import { inQuanta } from './comparison.ts';
import type { Node } from './node.ts';
import { FALSE, type Truth, UNKNOWN, truthOf } from './truth.ts';
import type { Value } from './value.ts';

type TouchCondition = Extract<Condition, { readonly type: 'touch' }>;

/** Numbers of state that each of them takes. */
export const TOUCH_SLOTS = 2;

export class Touch implements Node {
  readonly isStateful = true;
  readonly #relation: TouchCondition['relation'];
  /** 1 up, −1 down, 0 either. */
  readonly #direction: number;
  readonly #values: {
    readonly subject: Value;
    readonly level: Value;
    readonly tolerance: Value;
    readonly distance: Value;
  };
  readonly #quanta: number;
  readonly #side: number;
  readonly #reached: number;

  constructor({ relation, direction, quanta }: TouchCondition, values: Touch['values'], slot: number) {
    this.#relation = relation;
    this.#direction = direction === 'up' ? 1 : direction === 'down' ? -1 : 0;
    this.#values = values;
    this.#quanta = quanta;
    this.#side = slot;
    this.#reached = slot + 1;
  }

  get values() {
    return this.#values;
  }

  truth(state: Float64Array): Truth {
    const { subject, level, tolerance, distance } = this.#values;
    const away = inQuanta(subject.now(), this.#quanta) - inQuanta(level.now(), this.#quanta);
    const near = inQuanta(tolerance.now(), this.#quanta);
    const far = inQuanta(distance.now(), this.#quanta);
    if (away !== away || near !== near || far !== far) return UNKNOWN;
    const zone = away > near ? 1 : away < -near ? -1 : 0;
    const before = state[this.#side] as number;
    switch (this.#relation) {
      case 'touches':
        state[this.#side] = zone;
        return truthOf((zone === 0 && Math.abs(before) === 1) || zone * before === -1);
      case 'breaks':
        if (zone === 0) return FALSE;
        state[this.#side] = zone;
        return truthOf(before === -zone && this.#isWanted(zone));
      case 'bounces':
        return this.#bounces(state, { zone, isFar: Math.abs(away) >= far });
    }
  }

  #bounces(state: Float64Array, { zone, isFar }: { readonly zone: number; readonly isFar: boolean }): Truth {
    const before = state[this.#side] as number;
    if (zone === 0) {
      state[this.#reached] = Number(before === before);
      return FALSE;
    }
    if (zone !== before) {
      state[this.#side] = zone;
      state[this.#reached] = 0;
      return FALSE;
    }
    if (state[this.#reached] !== 1 || !isFar) return FALSE;
    state[this.#reached] = 0;
    return truthOf(this.#isWanted(zone));
  }

  #isWanted(side: number): boolean {
    return this.#direction === 0 || this.#direction === side;
  }
}
