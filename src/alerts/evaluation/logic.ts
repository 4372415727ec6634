/** `and`, `or`, `not`, and the edge that lets a state stand beside pulses in an `or`. */
import type { Moment } from './moment.ts';
import type { Node } from './node.ts';
import { FALSE, TRUE, type Truth, UNKNOWN, negation } from './truth.ts';

/**
 * Kleene's `and` (decided by FALSE) or `or` (decided by TRUE). Terms that remember are always evaluated; of the others, none after
 * the result is decided.
 */
export class Junction implements Node {
  readonly isStateful: boolean;
  readonly #decisive: Truth;
  readonly #stateful: readonly Node[];
  readonly #stateless: readonly Node[];

  constructor(decisive: typeof FALSE | typeof TRUE, terms: readonly Node[]) {
    this.#decisive = decisive;
    // A copy is no longer than it has to be: there may be as many junctions as alerts.
    this.#stateful = terms.filter((term) => term.isStateful).slice();
    this.#stateless = terms.filter((term) => !term.isStateful).slice();
    this.isStateful = this.#stateful.length > 0;
  }

  /** How many terms remember. */
  get remembering(): number {
    return this.#stateful.length;
  }

  truth(state: Float64Array, moment: Moment): Truth {
    const decisive = this.#decisive;
    let result = negation(decisive);
    for (const term of this.#stateful) {
      const truth = term.truth(state, moment);
      if (truth === decisive || (truth === UNKNOWN && result !== decisive)) result = truth;
    }
    return result === decisive ? result : this.#join(result, state, moment);
  }

  /** Of the terms that do not remember alone. */
  truthNow(state: Float64Array, moment: Moment): Truth {
    return this.#join(negation(this.#decisive), state, moment);
  }

  #join(result: Truth, state: Float64Array, moment: Moment): Truth {
    for (const term of this.#stateless) {
      const truth = term.truth(state, moment);
      if (truth === this.#decisive) return truth;
      if (truth === UNKNOWN) result = truth;
    }
    return result;
  }
}

export class Not implements Node {
  readonly isStateful: boolean;
  readonly #term: Node;

  constructor(term: Node) {
    this.#term = term;
    this.isStateful = term.isStateful;
  }

  truth(state: Float64Array, moment: Moment): Truth {
    return negation(this.#term.truth(state, moment));
  }
}

/** True at the step at which a state becomes true: it was known and false before. */
export class Rise implements Node {
  readonly isStateful = true;
  readonly #term: Node;
  readonly #last: number;

  constructor(term: Node, slot: number) {
    this.#term = term;
    this.#last = slot;
  }

  truth(state: Float64Array, moment: Moment): Truth {
    const truth = this.#term.truth(state, moment);
    if (truth === UNKNOWN) return UNKNOWN;
    const rises = truth === TRUE && state[this.#last] === FALSE;
    state[this.#last] = truth;
    return rises ? TRUE : FALSE;
  }
}
