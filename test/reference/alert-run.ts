/** One alert of the reference: every term evaluated anew at every step, as docs/guide/conditions.md says it, and what must be remembered. */
import type {
  CalendarCall,
  CandleSource,
  CheckedCondition,
  Condition,
  Expression,
  Window,
} from '../../src/conditions/resolved.ts';
import type { EpochMs } from '../../src/kernel/units.ts';
import { periodOf } from '../../src/market/periods.ts';
import { flagTruth } from './functions.ts';
import { collectOperands, finestOf, isLive, visitOperands } from './operands.ts';
import { type Market, sourceKey } from './series.ts';
import type { Step } from './step.ts';
import { type Distance, touchPulse } from './touch.ts';
import { valueAtClose, valueNow } from './values.ts';

export interface ReferenceAlert {
  readonly id: string;
  readonly instrument: string;
  readonly checked: CheckedCondition;
  readonly frequency?: 'once' | 'every';
  readonly cooldownMs?: number;
  readonly onArm?: 'wait' | 'fire';
}

export interface ReferenceFiring {
  readonly alert: string;
  readonly key: string;
  readonly at: number;
  readonly bid: number | null;
  readonly ask: number | null;
  readonly operands: Readonly<Record<string, number | null>>;
}

/** true, false, or null for unknown. */
type Truth = boolean | null;

/** What a condition must remember between steps, by node. */
interface Memory {
  side?: -1 | 1;
  inside?: boolean;
  /** Values of a move and the instants at which they came, oldest first; those before `from` have left the window. */
  values?: { readonly at: number[]; readonly value: number[]; from: number };
  trueSince?: number | null;
  /** End (exclusive) of the last stretch in which the term was true; Infinity while it is. */
  trueUntil?: number;
  closesSinceTrue?: number;
  /** Of a touch, at every step at which it was known. */
  distances?: Distance[];
  /** When time alone may change a flag. */
  changesAt?: number;
  pendingAt?: number | null;
  closesSincePending?: number;
  /** Whether a sequence that ends in a state has been completed and that state still holds. */
  completed?: boolean;
  /** Last known truth of each state among pulses. */
  known?: Map<Condition, boolean>;
}

const round = (value: number, quanta: number) => (quanta === 0 ? value : Math.round(value * quanta));

export class AlertRun {
  readonly #market: Market;
  readonly #alert: ReferenceAlert;
  readonly #memory = new Map<Condition, Memory>();
  #lastKnown: boolean | null = null;
  #everKnown = false;
  #lastFiredAt = -Infinity;
  #lastStepAt = -Infinity;
  #firings = 0;

  constructor(market: Market, alert: ReferenceAlert) {
    this.#market = market;
    this.#alert = alert;
  }

  /** Whether this alert looks at such a step at all. */
  concerns(step: Step): boolean {
    const { clock } = this.#alert.checked;
    if (step.ticked !== null && clock.ticks.includes(step.ticked as never)) return true;
    return step.closed.size > 0 && clock.closes.some((source) => step.closed.has(sourceKey(source)));
  }

  /** The next instant at which a condition changes by time alone; Infinity when none does. What was reached has had its step. */
  nextTimer(): number {
    let next = Infinity;
    const consider = (at: number) => {
      if (at > this.#lastStepAt) next = Math.min(next, at);
    };
    for (const [node, memory] of this.#memory) {
      if (node.type === 'flag') consider(memory.changesAt ?? Infinity);
      if (node.type === 'for' && typeof memory.trueSince === 'number') consider(memory.trueSince + node.ms);
      if (node.type === 'within' && node.window.type === 'duration')
        consider((memory.trueUntil ?? Infinity) + node.window.ms);
    }
    return next;
  }

  evaluate(step: Step): ReferenceFiring | null {
    this.#lastStepAt = step.at;
    const truth = this.#truth(this.#alert.checked.condition, step);
    const fires = this.#becomesTrue(truth);
    if (truth !== null) {
      this.#lastKnown = truth;
      this.#everKnown = true;
    }
    if (!fires) return null;
    if (step.at - this.#lastFiredAt < (this.#alert.cooldownMs ?? 0)) return null;
    if (this.#alert.frequency === 'once' && this.#firings > 0) return null;
    this.#lastFiredAt = step.at;
    this.#firings += 1;
    return this.#firing(step);
  }

  #becomesTrue(truth: Truth): boolean {
    if (truth !== true) return false;
    if (this.#alert.checked.kind === 'pulse') return true;
    if (!this.#everKnown) return this.#alert.onArm === 'fire';
    return this.#lastKnown === false;
  }

  #firing(step: Step): ReferenceFiring {
    const { checked, id, instrument } = this.#alert;
    const quote = this.#market.quoteAt(instrument, step.tick);
    const operands: Record<string, number | null> = {};
    collectOperands(checked.condition, (operand) => {
      const value = valueNow(this.#market, operand, step);
      operands[(operand as { text: string }).text] = Number.isNaN(value) ? null : value;
    });
    return {
      alert: id,
      key: this.#key(step),
      at: step.at,
      bid: quote?.bid ?? null,
      ask: quote?.ask ?? null,
      operands,
    };
  }

  /** A step of closed candles is named by the finest period that ends there, whether or not a tick made a candle of it. */
  #key(step: Step): string {
    const { checked, id } = this.#alert;
    const { ticks, closes } = checked.clock;
    const finest = finestOf(closes);
    const isClose = closes.some((source) => step.closed.has(sourceKey(source)));
    if (ticks.length > 0 || finest === null || !isClose) return `${id}:1:${this.#firings}`;
    const { at } = periodOf(finest, (step.at - 1) as EpochMs);
    return `${id}:1:${at}:${checked.kind === 'pulse' ? 'pulse' : 'rise'}`;
  }

  #truth(node: Condition, step: Step): Truth {
    const memory = this.#memory.get(node) ?? {};
    this.#memory.set(node, memory);
    switch (node.type) {
      case 'and': {
        const terms = node.terms.map((term) => this.#truth(term, step));
        return terms.includes(false) ? false : terms.includes(null) ? null : true;
      }
      case 'or': {
        const terms = node.terms.map((term) =>
          this.#isPulse(node) && !this.#isPulse(term)
            ? this.#rise(term, memory, step)
            : this.#truth(term, step),
        );
        return terms.includes(true) ? true : terms.includes(null) ? null : false;
      }
      case 'not': {
        const term = this.#truth(node.term, step);
        return term === null ? null : !term;
      }
      case 'compare': {
        const left = round(valueNow(this.#market, node.left, step), node.quanta);
        const right = round(valueNow(this.#market, node.right, step), node.quanta);
        if (Number.isNaN(left) || Number.isNaN(right)) return null;
        switch (node.operator) {
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
      // falls through: every operator returned
      case 'cross': {
        const difference =
          round(valueNow(this.#market, node.left, step), node.quanta) -
          round(valueNow(this.#market, node.right, step), node.quanta);
        if (Number.isNaN(difference)) return null;
        if (difference === 0) return false;
        const side = difference > 0 ? 1 : -1;
        const crossed = memory.side !== undefined && memory.side !== side;
        memory.side = side;
        return crossed && (node.direction === 'either' || (node.direction === 'above') === side > 0);
      }
      case 'range': {
        const [subject, low, high] = [node.subject, node.low, node.high].map((part) =>
          round(valueNow(this.#market, part, step), node.quanta),
        );
        if (Number.isNaN(subject! + low! + high!)) return null;
        const inside = low! <= subject! && subject! <= high!;
        if (node.relation === 'inside') return inside;
        if (node.relation === 'outside') return !inside;
        const changed = memory.inside !== undefined && memory.inside !== inside;
        memory.inside = inside;
        return changed && inside === (node.relation === 'enters');
      }
      case 'move':
        return this.#move(node, memory, step);
      case 'trend': {
        // A forming candle is the newest of them.
        const newest = isLive(node.subject) && this.#isForming(node.source, step) ? 0 : 1;
        const values = Array.from({ length: node.count + 1 }, (_, back) =>
          back === 0
            ? valueNow(this.#market, node.subject, step)
            : valueAtClose(this.#market, node.subject, {
                source: node.source,
                back: back - 1 + newest,
                step,
              }),
        );
        if (values.some(Number.isNaN)) return null;
        const quantised = values.map((value) => round(value, node.quanta));
        return quantised
          .slice(1)
          .every((older, index) =>
            node.direction === 'rising' ? quantised[index]! > older : quantised[index]! < older,
          );
      }
      case 'touch': {
        const [subject, level, near, far] = [node.subject, node.level, node.tolerance, node.distance].map(
          (part) => round(valueNow(this.#market, part, step), node.quanta),
        );
        const distance = { away: subject! - level!, near: near!, far: far! };
        if (Object.values(distance).some(Number.isNaN)) return null;
        (memory.distances ??= []).push(distance);
        return touchPulse(node, memory.distances);
      }
      case 'flag': {
        if (node.calendar !== undefined) return this.#calendar(node.calendar, memory, step);
        const { truth, changesAt } = flagTruth(this.#market, node, step);
        memory.changesAt = changesAt;
        return truth;
      }
      case 'for': {
        const term = this.#truth(node.term, step);
        if (term === null) return null;
        if (!term) {
          memory.trueSince = null;
          return false;
        }
        memory.trueSince ??= step.at;
        return step.at - memory.trueSince >= node.ms;
      }
      case 'within':
        return this.#within(node, memory, step);
      case 'sequence': {
        const first = this.#truth(node.first, step);
        const then = this.#truth(node.then, step);
        const unless = node.unless === null ? false : this.#truth(node.unless, step);
        if (
          typeof memory.pendingAt === 'number' &&
          node.window.type === 'candles' &&
          step.closed.has(sourceKey(node.window.source))
        ) {
          memory.closesSincePending = (memory.closesSincePending ?? 0) + 1;
        }
        const open =
          typeof memory.pendingAt === 'number' &&
          isOpen(node.window, step.at - memory.pendingAt, memory.closesSincePending ?? 0);
        if (unless === true) {
          memory.pendingAt = null;
          memory.completed = false;
          return false;
        }
        const completes = open && then === true;
        if (completes || !open) memory.pendingAt = null;
        if (first === true) {
          memory.pendingAt = step.at;
          memory.closesSincePending = 0;
        }
        if (completes) memory.completed = true;
        if (then === false) memory.completed = false;
        const stands = memory.completed === true && !this.#isPulse(node.then);
        if (then === null) return open || stands ? null : false;
        return completes || (then && stands);
      }
    }
  }

  /** Inside or not; at an edge, whether it has just become so, or ceased to be. */
  #calendar({ window, edge }: CalendarCall, memory: Memory, step: Step): Truth {
    const inside = this.#market.calendar.isInside(window, step.at);
    memory.changesAt = this.#market.calendar.nextEnd(window, step.at);
    if (edge === null) return inside;
    const changed = memory.inside !== undefined && memory.inside !== inside;
    memory.inside = inside;
    return changed && inside === (edge === 'start');
  }

  /** Among pulses a state counts at the step at which it becomes true. */
  #rise(node: Condition, memory: Memory, step: Step): Truth {
    const truth = this.#truth(node, step);
    memory.known ??= new Map();
    const before = memory.known.get(node);
    if (truth === null) return null;
    memory.known.set(node, truth);
    return truth && before === false;
  }

  #move(node: Extract<Condition, { type: 'move' }>, memory: Memory, step: Step): Truth {
    const now = valueNow(this.#market, node.subject, step);
    const amount = valueNow(this.#market, node.amount, step);
    if (Number.isNaN(now) || Number.isNaN(amount)) return null;
    let low = now;
    let high = now;
    const include = (value: number) => {
      if (value < low) low = value;
      if (value > high) high = value;
    };
    const { window } = node;
    if (window.type === 'candles') {
      for (let back = 0; back < window.count; back++) {
        const value = valueAtClose(this.#market, node.subject, { source: window.source, back: back, step });
        if (Number.isNaN(value)) return null;
        include(value);
      }
    } else {
      const { value, from } = this.#recent(node.subject, window.ms, { memory, step });
      for (let index = from; index < value.length; index++) include(value[index]!);
    }
    const reaches = (distance: number, extreme: number) =>
      node.percent
        ? round(distance, node.quanta) >= round((Math.abs(extreme) * amount) / 100, node.quanta)
        : round(distance, node.quanta) >= round(amount, node.quanta);
    const rises = reaches(now - low, low);
    const falls = reaches(high - now, high);
    return node.direction === 'rises' ? rises : node.direction === 'falls' ? falls : rises || falls;
  }

  /** Values that stood in (now - length, now]: each from a step of the subject's own clock until the next that knows one. */
  #recent(
    subject: Expression,
    lengthMs: number,
    { memory, step }: { memory: Memory; step: Step },
  ): NonNullable<Memory['values']> {
    const values = (memory.values ??= { at: [], value: [], from: 0 });
    const now = valueNow(this.#market, subject, step);
    if (this.#ticksFor(subject, step) && !Number.isNaN(now)) {
      values.at.push(step.at);
      values.value.push(now);
    }
    while (values.from + 1 < values.at.length && values.at[values.from + 1]! <= step.at - lengthMs)
      values.from++;
    return values;
  }

  #isForming(source: CandleSource, step: Step): boolean {
    return this.#market.forming(source, step.at, step.tick) !== undefined;
  }

  /** Whether this step belongs to the clock of the subject. */
  #ticksFor(subject: Expression, step: Step): boolean {
    let concerned = false;
    visitOperands(subject, (operand) => {
      if (operand.type === 'quote') concerned ||= step.ticked === operand.instrument;
      else if (operand.type === 'function')
        concerned ||= operand.inputs.some((input) => this.#ticksFor(input, step));
      else if (operand.type === 'candle' || operand.type === 'indicator') {
        concerned ||=
          step.closed.has(sourceKey(operand)) || (operand.live && step.ticked === operand.instrument);
      }
    });
    return concerned;
  }

  #within(node: Extract<Condition, { type: 'within' }>, memory: Memory, step: Step): Truth {
    const term = this.#truth(node.term, step);
    const { window } = node;
    if (window.type === 'candles') {
      if (step.closed.has(sourceKey(window.source)))
        memory.closesSinceTrue = (memory.closesSinceTrue ?? Infinity) + 1;
      if (term === true) memory.closesSinceTrue = 0;
      if ((memory.closesSinceTrue ?? Infinity) < window.count) return true;
      return term;
    }
    if (term === true) memory.trueUntil = this.#isPulse(node.term) ? step.at : Infinity;
    else if (memory.trueUntil === Infinity) memory.trueUntil = step.at;
    if (memory.trueUntil !== undefined && step.at - memory.trueUntil < window.ms) return true;
    memory.trueUntil = undefined as never;
    return term;
  }

  #isPulse(node: Condition): boolean {
    switch (node.type) {
      case 'cross':
      case 'touch':
        return true;
      case 'range':
        return node.relation === 'enters' || node.relation === 'leaves';
      case 'and':
      case 'or':
        return node.terms.some((term) => this.#isPulse(term));
      case 'sequence':
        return this.#isPulse(node.then);
      case 'flag':
        return node.calendar !== undefined && node.calendar.edge !== null;
      default:
        return false;
    }
  }
}

function isOpen(window: Window, elapsedMs: number, closes: number): boolean {
  return window.type === 'duration' ? elapsedMs <= window.ms : closes <= window.count;
}
