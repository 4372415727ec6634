/** Turns a checked condition into nodes. */
import { isPulse } from '../../conditions/kind.ts';
import type { Condition, Expression, Window } from '../../conditions/resolved.ts';
import { Compilation } from './compilation.ts';
import { compileValue } from './compile-value.ts';
import { Compare, Cross, Range } from './comparison.ts';
import { compileFlag } from './functions/compile-flag.ts';
import { ExtremaWindow } from './extrema-window.ts';
import { Junction, Not, Rise } from './logic.ts';
import { MoveInCandles, MoveInTime, Trend } from './movement.ts';
import type { Node } from './node.ts';
import { keyOf } from './sources.ts';
import { Hold, Sequence, WithinCandles, WithinTime } from './time-operators.ts';
import { Touch, TOUCH_SLOTS } from './touch.ts';
import { FALSE, TRUE } from './truth.ts';

type Of<Type extends Condition['type']> = Extract<Condition, { readonly type: Type }>;

export function compileCondition(condition: Condition, to: Compilation): Node {
  switch (condition.type) {
    case 'and':
      return new Junction(
        FALSE,
        condition.terms.map((term) => compileCondition(term, to)),
      );
    case 'or':
      return compileOr(condition, to);
    case 'not':
      return new Not(compileCondition(condition.term, to));
    case 'compare':
    case 'cross':
      return compileSided(condition, to);
    case 'range': {
      const subject = compileValue(condition.subject, to);
      const low = compileValue(condition.low, to);
      const high = compileValue(condition.high, to);
      return new Range(condition, { subject, low, high }, to.slot());
    }
    case 'touch': {
      const subject = compileValue(condition.subject, to);
      const level = compileValue(condition.level, to);
      const tolerance = compileValue(condition.tolerance, to);
      const distance = compileValue(condition.distance, to);
      return new Touch(condition, { subject, level, tolerance, distance }, to.slot(TOUCH_SLOTS));
    }
    case 'move':
      return compileMove(condition, to);
    case 'trend':
      return compileTrend(condition, to);
    case 'flag':
      return compileFlag(condition, to);
    case 'for':
      return new Hold(compileCondition(condition.term, to), condition.ms, to.slot());
    case 'within':
      return compileWithin(condition, to);
    case 'sequence':
      return compileSequence(condition, to);
  }
}

export function compileSided(condition: Of<'compare' | 'cross'>, to: Compilation): Compare | Cross {
  const sides = { left: compileValue(condition.left, to), right: compileValue(condition.right, to) };
  if (condition.type === 'compare') return new Compare(condition, sides.left, sides.right);
  return new Cross(condition, sides, to.slot());
}

/** Among pulses, a state counts when it becomes true. */
function compileOr(condition: Of<'or' | 'and'>, to: Compilation): Node {
  const fires = isPulse(condition);
  const terms = condition.terms.map((term) => {
    const node = compileCondition(term, to);
    return fires && !isPulse(term) ? new Rise(node, to.slot()) : node;
  });
  return new Junction(TRUE, terms);
}

function compileMove(condition: Of<'move'>, to: Compilation): Node {
  const amount = compileValue(condition.amount, to);
  const { window } = condition;
  if (window.type === 'candles') {
    const source = to.useSeries(window.source, window.count);
    to.closes.add(source);
    to.read.add(source);
    const subject = compileValue(condition.subject, to, { source, count: window.count });
    return new MoveInCandles(condition, { subject, amount }, window.count);
  }
  const subject = compileValue(condition.subject, to);
  const shared = useWindow(condition.subject, window.ms, to);
  return new MoveInTime(condition, { subject, amount }, { shared, lengthMs: window.ms });
}

/** The window reads the value for itself, at the ticks and closes of that value alone. */
function useWindow(subject: Expression, lengthMs: number, to: Compilation): ExtremaWindow {
  const { window, release } = to.sources.useWindow(keyOf(subject), () => {
    const own = new Compilation(to.sources);
    const made = new ExtremaWindow(compileValue(subject, own));
    for (const book of own.ticks) book.samplers.add(made);
    for (const series of own.closes) series.samplers.add(made);
    const end = () => {
      for (const book of own.ticks) book.samplers.delete(made);
      for (const series of own.closes) series.samplers.delete(made);
      own.release();
    };
    return { window: made, release: end };
  });
  to.onRelease(release);
  window.want(lengthMs);
  to.onRelease(() => window.drop(lengthMs));
  return window;
}

function compileTrend(condition: Of<'trend'>, to: Compilation): Node {
  const source = to.useSeries(condition.source, condition.count + 1);
  to.closes.add(source);
  to.read.add(source);
  const subject = compileValue(condition.subject, to, { source, count: condition.count + 1 });
  return new Trend(condition, subject, { source, isLive: isLive(condition.subject) });
}

function isLive(expression: Expression): boolean {
  switch (expression.type) {
    case 'number':
      return false;
    case 'quote':
      return true;
    case 'candle':
    case 'indicator':
      return expression.live;
    case 'function':
      return expression.inputs.some(isLive);
    case 'negate':
      return isLive(expression.operand);
    case 'arithmetic':
      return isLive(expression.left) || isLive(expression.right);
  }
}

function compileWithin(condition: Of<'within'>, to: Compilation): Node {
  const term = compileCondition(condition.term, to);
  const { window } = condition;
  if (window.type === 'candles')
    return new WithinCandles(term, { source: countedSource(window, to), count: window.count }, to.slot());
  return new WithinTime(term, { isPulse: isPulse(condition.term), lengthMs: window.ms }, to.slot(2));
}

function compileSequence(condition: Of<'sequence'>, to: Compilation): Node {
  const parts = {
    first: compileCondition(condition.first, to),
    next: compileCondition(condition.then, to),
    cancel: condition.unless === null ? null : compileCondition(condition.unless, to),
  };
  const { window } = condition;
  const reach =
    window.type === 'duration'
      ? window
      : { type: 'candles' as const, source: countedSource(window, to), count: window.count };
  return new Sequence(parts, { isPulse: isPulse(condition.then), reach }, to.slot(2));
}

/** A source whose closes are counted is part of the clock. */
function countedSource(window: Extract<Window, { readonly type: 'candles' }>, to: Compilation) {
  const source = to.useSeries(window.source, 1);
  to.closes.add(source);
  return source;
}
