/** Comparisons, crossings and ranges. Prices are compared as whole quanta, so that 0.00018 is 1.8 pips and not 1.7999999. */
import type { Condition } from '../../conditions/resolved.ts';
import type { Node } from './node.ts';
import { FALSE, type Truth, UNKNOWN, truthOf } from './truth.ts';
import type { Value } from './value.ts';

type Of<Type extends Condition['type']> = Extract<Condition, { readonly type: Type }>;

/** In whole quanta, or the plain number where there are none; NaN stays NaN. */
export function inQuanta(value: number, quanta: number): number {
  return quanta === 0 ? value : Math.round(value * quanta);
}

/** What hysteresis measures. */
export interface Sided {
  /** How far the left side is above the right one, in quanta; NaN when unknown. */
  distance(): number;
}

export class Compare implements Node, Sided {
  readonly isStateful = false;
  readonly #operator: Of<'compare'>['operator'];
  readonly #left: Value;
  readonly #right: Value;
  readonly #quanta: number;

  constructor({ operator, quanta }: Of<'compare'>, left: Value, right: Value) {
    this.#operator = operator;
    this.#left = left;
    this.#right = right;
    this.#quanta = quanta;
  }

  truth(): Truth {
    const left = inQuanta(this.#left.now(), this.#quanta);
    const right = inQuanta(this.#right.now(), this.#quanta);
    if (left !== left || right !== right) return UNKNOWN;
    return truthOf(holds(this.#operator, left, right));
  }

  distance(): number {
    return inQuanta(this.#left.now(), this.#quanta) - inQuanta(this.#right.now(), this.#quanta);
  }
}

export function holds(operator: Of<'compare'>['operator'], left: number, right: number): boolean {
  switch (operator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    case '=':
      return left === right;
    case '!=':
      return left !== right;
  }
}

/** A pulse at the step at which the side changes. Standing on the level keeps the last side. */
export class Cross implements Node, Sided {
  readonly isStateful = true;
  readonly #direction: Of<'cross'>['direction'];
  readonly #left: Value;
  readonly #right: Value;
  readonly #quanta: number;
  readonly #side: number;

  constructor(
    { direction, quanta }: Of<'cross'>,
    sides: { readonly left: Value; readonly right: Value },
    slot: number,
  ) {
    this.#direction = direction;
    this.#left = sides.left;
    this.#right = sides.right;
    this.#quanta = quanta;
    this.#side = slot;
  }

  truth(state: Float64Array): Truth {
    const distance = this.distance();
    if (distance !== distance) return UNKNOWN;
    if (distance === 0) return FALSE;
    const side = distance > 0 ? 1 : -1;
    const before = state[this.#side];
    state[this.#side] = side;
    if (before !== -side) return FALSE;
    return truthOf(this.#direction === 'either' || (this.#direction === 'above') === side > 0);
  }

  distance(): number {
    return inQuanta(this.#left.now(), this.#quanta) - inQuanta(this.#right.now(), this.#quanta);
  }
}

/** `inside` holds while low <= x <= high; `enters` and `leaves` are pulses at its edges. */
export class Range implements Node {
  readonly isStateful: boolean;
  readonly #relation: Of<'range'>['relation'];
  readonly #values: { readonly subject: Value; readonly low: Value; readonly high: Value };
  readonly #quanta: number;
  readonly #wasInside: number;

  /** `slot` is used by the pulses only. */
  constructor({ relation, quanta }: Of<'range'>, values: Range['values'], slot: number) {
    this.#relation = relation;
    this.#values = values;
    this.#quanta = quanta;
    this.#wasInside = slot;
    this.isStateful = relation === 'enters' || relation === 'leaves';
  }

  get values() {
    return this.#values;
  }

  truth(state: Float64Array): Truth {
    const subject = inQuanta(this.#values.subject.now(), this.#quanta);
    const low = inQuanta(this.#values.low.now(), this.#quanta);
    const high = inQuanta(this.#values.high.now(), this.#quanta);
    if (subject !== subject || low !== low || high !== high) return UNKNOWN;
    const isInside = low <= subject && subject <= high;
    if (this.#relation === 'inside') return truthOf(isInside);
    if (this.#relation === 'outside') return truthOf(!isInside);
    const before = state[this.#wasInside];
    state[this.#wasInside] = Number(isInside);
    return truthOf(this.#relation === 'enters' ? before === 0 && isInside : before === 1 && !isInside);
  }
}
