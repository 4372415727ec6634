/**
 * The slow reference: what docs/guide/conditions.md says, written to be read next to it and for nothing else. It shares no code with the
 * engine: candles are cut from the whole list of ticks, indicators are the batch oracles, every condition is evaluated anew at every step.
 * Given the ticks and the checked conditions it returns the firings that the product must produce, exactly.
 */
import type {
  CandleSource,
  CheckedCondition,
  Condition,
  Expression,
  Window,
} from '../../src/conditions/resolved.ts';
import { sourceKey, valuesOf } from './series.ts';
import type { Market } from './series.ts';

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
/** An instant at which something can change: a tick, candle ends, or a timer of a condition. */
interface Step {
  readonly at: number;
  /** Index of the last accepted tick at or before this step; the standing quotes are those up to here. */
  readonly tick: number;
  readonly ticked: string | null;
  /** Closes that happen here: keys of their series. */
  readonly closed: ReadonlySet<string>;
}

/** What a condition must remember between steps, by node. */
interface Memory {
  side?: -1 | 1;
  inside?: boolean;
  values?: { at: number; value: number }[];
  trueSince?: number | null;
  /** End (exclusive) of the last stretch in which the term was true; Infinity while it is. */
  trueUntil?: number;
  closesSinceTrue?: number;
  pendingAt?: number | null;
  closesSincePending?: number;
}

const round = (value: number, quanta: number) => (quanta === 0 ? value : Math.round(value * quanta));

class AlertRun {
  readonly #market: Market;
  readonly #alert: ReferenceAlert;
  readonly #memory = new Map<Condition, Memory>();
  #lastKnown: boolean | null = null;
  #everKnown = false;
  #lastFiredAt = -Infinity;
  #firings = 0;

  constructor(market: Market, alert: ReferenceAlert) {
    this.#market = market;
    this.#alert = alert;
  }

  /** Whether this alert looks at such a step at all. */
  concerns(step: Step): boolean {
    const { clock } = this.#alert.checked;
    if (step.ticked !== null && clock.ticks.includes(step.ticked as never)) return true;
    return clock.closes.some((source) => step.closed.has(sourceKey(source)));
  }

  /** The next instant at which a condition changes by time alone; Infinity when none does. */
  nextTimer(): number {
    let next = Infinity;
    for (const [node, memory] of this.#memory) {
      if (node.type === 'for' && typeof memory.trueSince === 'number')
        next = Math.min(next, memory.trueSince + node.ms);
      if (
        node.type === 'within' &&
        node.window.type === 'duration' &&
        memory.trueUntil !== undefined &&
        memory.trueUntil !== Infinity
      ) {
        next = Math.min(next, memory.trueUntil + node.window.ms);
      }
    }
    return next;
  }

  evaluate(step: Step): ReferenceFiring | null {
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
      const value = this.#value(operand, step);
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

  #key(step: Step): string {
    const { checked, id } = this.#alert;
    if (checked.clock.ticks.length > 0 || step.closed.size === 0) return `${id}:1:${this.#firings}`;
    const closes = checked.clock.closes.filter((source) => step.closed.has(sourceKey(source)));
    const opens = closes.map((source) => this.#market.lastClosed(source, step.at)?.at ?? 0);
    return `${id}:1:${Math.max(...opens)}:${checked.kind === 'pulse' ? 'pulse' : 'rise'}`;
  }

  #value(expression: Expression, step: Step): number {
    switch (expression.type) {
      case 'number':
        return expression.value;
      case 'negate':
        return -this.#value(expression.operand, step);
      case 'arithmetic': {
        const left = this.#value(expression.left, step);
        const right = this.#value(expression.right, step);
        if (expression.operator === '+') return left + right;
        if (expression.operator === '-') return left - right;
        if (expression.operator === '*') return left * right;
        return right === 0 ? NaN : left / right;
      }
      case 'quote': {
        const quote = this.#market.quoteAt(expression.instrument, step.tick);
        if (quote === null) return NaN;
        if (expression.field === 'spread') return quote.ask - quote.bid;
        return expression.field === 'mid' ? (quote.bid + quote.ask) / 2 : quote[expression.field];
      }
      case 'candle':
      case 'indicator':
        return valuesOf(this.#market, expression, step.at, step.tick);
    }
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
        const terms = node.terms.map((term) => this.#truth(term, step));
        return terms.includes(true) ? true : terms.includes(null) ? null : false;
      }
      case 'not': {
        const term = this.#truth(node.term, step);
        return term === null ? null : !term;
      }
      case 'compare': {
        const left = round(this.#value(node.left, step), node.quanta);
        const right = round(this.#value(node.right, step), node.quanta);
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
          round(this.#value(node.left, step), node.quanta) -
          round(this.#value(node.right, step), node.quanta);
        if (Number.isNaN(difference)) return null;
        if (difference === 0) return false;
        const side = difference > 0 ? 1 : -1;
        const crossed = memory.side !== undefined && memory.side !== side;
        memory.side = side;
        return crossed && (node.direction === 'either' || (node.direction === 'above') === side > 0);
      }
      case 'range': {
        const [subject, low, high] = [node.subject, node.low, node.high].map((part) =>
          round(this.#value(part, step), node.quanta),
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
        const values = Array.from({ length: node.count + 1 }, (_, back) =>
          this.#value(shifted(node.subject, back), step),
        );
        if (values.some(Number.isNaN)) return null;
        const quantised = values.map((value) => round(value, node.quanta));
        return quantised
          .slice(1)
          .every((older, index) =>
            node.direction === 'rising' ? quantised[index]! > older : quantised[index]! < older,
          );
      }
      case 'for': {
        const term = this.#truth(node.term, step);
        if (term !== true) {
          memory.trueSince = null;
          return term;
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
        const pendingAt = memory.pendingAt ?? null;
        if (
          pendingAt !== null &&
          node.window.type === 'candles' &&
          step.closed.has(sourceKey(node.window.source))
        ) {
          memory.closesSincePending = (memory.closesSincePending ?? 0) + 1;
        }
        const open =
          pendingAt !== null && isOpen(node.window, step.at - pendingAt, memory.closesSincePending ?? 0);
        if (unless === true) {
          memory.pendingAt = null;
          return false;
        }
        const result = !open ? false : then;
        if (result === true || !open) memory.pendingAt = null;
        if (first === true) {
          memory.pendingAt = step.at;
          memory.closesSincePending = 0;
        }
        return result;
      }
    }
  }

  #move(node: Extract<Condition, { type: 'move' }>, memory: Memory, step: Step): Truth {
    const now = this.#value(node.subject, step);
    const amount = this.#value(node.amount, step);
    let values: number[];
    if (node.window.type === 'candles') {
      const live = isLive(node.subject);
      values = Array.from({ length: node.window.count }, (_, back) =>
        this.#value(shifted(node.subject, live ? back + 1 : back), step),
      );
      if (values.some(Number.isNaN)) return null;
    } else {
      const from = step.at - node.window.ms;
      memory.values ??= [];
      if (!Number.isNaN(now) && this.#ticksFor(node.subject, step))
        memory.values.push({ at: step.at, value: now });
      memory.values = memory.values.filter((entry) => entry.at > from);
      values = memory.values.map((entry) => entry.value);
    }
    if (Number.isNaN(now) || Number.isNaN(amount)) return null;
    const low = Math.min(now, ...values);
    const high = Math.max(now, ...values);
    const reaches = (distance: number, extreme: number) =>
      node.percent
        ? round(distance, node.quanta) >= round((Math.abs(extreme) * amount) / 100, node.quanta)
        : round(distance, node.quanta) >= round(amount, node.quanta);
    const rises = reaches(now - low, low);
    const falls = reaches(high - now, high);
    return node.direction === 'rises' ? rises : node.direction === 'falls' ? falls : rises || falls;
  }

  /** Whether this step belongs to the clock of the subject. */
  #ticksFor(subject: Expression, step: Step): boolean {
    let concerned = false;
    visitOperands(subject, (operand) => {
      if (operand.type === 'quote') concerned ||= step.ticked === operand.instrument;
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
        return true;
      case 'range':
        return node.relation === 'enters' || node.relation === 'leaves';
      case 'and':
      case 'or':
        return node.terms.some((term) => this.#isPulse(term));
      case 'sequence':
        return this.#isPulse(node.then);
      default:
        return false;
    }
  }
}

function isOpen(window: Window, elapsedMs: number, closes: number): boolean {
  return window.type === 'duration' ? elapsedMs <= window.ms : closes <= window.count;
}

function isLive(expression: Expression): boolean {
  let live = false;
  visitOperands(
    expression,
    (operand) => (live ||= operand.type !== 'quote' && 'live' in operand && operand.live),
  );
  return live;
}

function shifted(expression: Expression, back: number): Expression {
  switch (expression.type) {
    case 'candle':
    case 'indicator':
      return { ...expression, offset: expression.offset + back };
    case 'negate':
      return { ...expression, operand: shifted(expression.operand, back) };
    case 'arithmetic':
      return { ...expression, left: shifted(expression.left, back), right: shifted(expression.right, back) };
    default:
      return expression;
  }
}

function visitOperands(expression: Expression, visit: (operand: Expression) => void): void {
  if (expression.type === 'negate') visitOperands(expression.operand, visit);
  else if (expression.type === 'arithmetic')
    [expression.left, expression.right].forEach((part) => visitOperands(part, visit));
  else if (expression.type !== 'number') visit(expression);
}

function collectOperands(node: Condition, visit: (operand: Expression) => void): void {
  const inside = (...expressions: Expression[]) =>
    expressions.forEach((expression) => visitOperands(expression, visit));
  switch (node.type) {
    case 'and':
    case 'or':
      return node.terms.forEach((term) => collectOperands(term, visit));
    case 'not':
    case 'for':
    case 'within':
      return collectOperands(node.term, visit);
    case 'compare':
    case 'cross':
      return inside(node.left, node.right);
    case 'range':
      return inside(node.subject, node.low, node.high);
    case 'move':
      return inside(node.subject, node.amount);
    case 'trend':
      return inside(node.subject);
    case 'sequence':
      return [node.first, node.then, ...(node.unless === null ? [] : [node.unless])].forEach((part) =>
        collectOperands(part, visit),
      );
  }
}

/** Every firing, in the order of time; alerts that fire at one step in the order given. All are armed before the first tick. */
export function referenceFirings(
  market: Market,
  alerts: readonly ReferenceAlert[],
): readonly ReferenceFiring[] {
  const runs = alerts.map((alert) => new AlertRun(market, alert));
  const sources: CandleSource[] = alerts.flatMap(({ checked }) => [...checked.clock.closes]);
  const closes = market.closeInstants(sources);
  const firings: ReferenceFiring[] = [];
  let nextClose = 0;

  const happen = (step: Step, concerned: readonly AlertRun[]) => {
    for (const run of concerned) {
      const firing = run.evaluate(step);
      if (firing !== null) firings.push(firing);
    }
  };

  /** Closes and timers up to and including `until`, in the order of time. */
  const advance = (until: number, tick: number) => {
    for (;;) {
      const close = closes[nextClose];
      const closeAt = close === undefined ? Infinity : close.at;
      const timerAt = Math.min(Infinity, ...runs.map((run) => run.nextTimer()));
      const at = Math.min(closeAt, timerAt);
      if (at > until) return;
      const closed = close !== undefined && closeAt === at ? close.series : new Set<string>();
      if (closeAt === at) nextClose += 1;
      const step: Step = { at, tick, ticked: null, closed };
      happen(
        step,
        runs.filter((run) => run.concerns(step) || run.nextTimer() === at),
      );
    }
  };

  market.ticks.forEach((tick, index) => {
    advance(tick.at, index - 1);
    const step: Step = { at: tick.at, tick: index, ticked: tick.instrument, closed: new Set() };
    happen(
      step,
      runs.filter((run) => run.concerns(step)),
    );
  });
  return firings;
}
