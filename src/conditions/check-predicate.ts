/** One predicate: its operands resolved together, its sides compared, its window placed on candles. */
import { durationMs } from '../kernel/units.ts';
import type { BarsNode, ExpressionNode, OperandNode, PredicateNode, WindowNode } from './ast.ts';
import {
  checkExpression,
  checkPair,
  checkSides,
  checkStep,
  type Measured,
  quantaOf,
  refuseConstant,
} from './check-expression.ts';
import { ConditionFault, excerpt } from './fault.ts';
import { checkTouch } from './check-touch.ts';
import { unknownName } from './operand-meaning.ts';
import type { CandleSource, Condition, Expression, TimeframeName, Window } from './resolved.ts';
import { type Checking, openScope, refuseLoneInstrument, resolveFlag, type Scope } from './scope.ts';
import { flagNamed, functionNamed, isValueName } from './vocabulary.ts';
import { walkExpression } from './walk.ts';

const SESSION_RANGE = 'session_range';

export function checkPredicate(checking: Checking, node: PredicateNode): Condition {
  switch (node.type) {
    case 'flag':
      return checkFlag(checking, node.operand);
    case 'compare':
    case 'cross':
      return checkComparison(checking, node);
    case 'range':
      return checkRange(checking, node);
    case 'move':
      return checkMove(checking, node);
    case 'touch':
      return checkTouch(checking, node);
    case 'trend': {
      const scope = openScope(checking, [node.subject], node.window);
      refuseWithoutPast(checking, node.subject);
      const subject = variable(checking, scope, node.subject);
      const source = sourceOf(checking, node.window, scope);
      const { direction, window } = node;
      const quanta = quantaOf(subject.measure);
      return { type: 'trend', direction, subject: subject.expression, count: window.count, source, quanta };
    }
  }
}

function checkFlag(checking: Checking, node: OperandNode): Condition {
  refuseLoneInstrument(checking, node);
  const definition = flagNamed(node.name.text);
  if (definition === null) throw unknownName(checking.source, node);
  return { type: 'flag', name: definition.name, ...resolveFlag(checking, node, definition) };
}

type NodeOf<T extends PredicateNode['type']> = Extract<PredicateNode, { readonly type: T }>;

function checkComparison(checking: Checking, node: NodeOf<'compare' | 'cross'>): Condition {
  const scope = openScope(checking, [node.left, node.right], null);
  const [left, right] = checkSides(checking, scope, node);
  const { quanta } = checkPair(checking, left, right);
  const sides = { left: left.expression, right: right.expression, quanta };
  return node.type === 'compare'
    ? { type: 'compare', operator: node.operator, ...sides }
    : { type: 'cross', direction: node.direction, ...sides };
}

function checkRange(checking: Checking, node: NodeOf<'range'>): Condition {
  const ends = endsOf(checking, node);
  const scope = openScope(checking, [node.subject, ends.low, ends.high], null);
  if (node.high === null) nameBoth(checking, node.low, ends);
  const subject = variable(checking, scope, node.subject);
  const low = checkExpression(checking, scope, ends.low, subject.measure.instrument);
  const high = checkExpression(checking, scope, ends.high, subject.measure.instrument);
  const lower = checkPair(checking, subject, low);
  const upper = checkPair(checking, subject, high);
  if (low.expression.type === 'number' && high.expression.type === 'number') {
    if (low.expression.value > high.expression.value) throw reversedRange(checking, low, high);
  } else {
    checkPair(checking, low, high, 'endsUnlike');
  }
  return {
    type: 'range',
    relation: node.relation,
    subject: subject.expression,
    low: low.expression,
    high: high.expression,
    quanta: Math.max(lower.quanta, upper.quanta),
  };
}

interface Ends {
  readonly low: ExpressionNode;
  readonly high: ExpressionNode;
}

/** One name gives both ends only where it is a session's: `leaves session_range(tokyo)`. */
function endsOf(checking: Checking, { low, high }: NodeOf<'range'>): Ends {
  if (high !== null) return { low, high };
  if (low.type !== 'operand' || low.name.text !== SESSION_RANGE) throw refuseSingleEnd(checking, low);
  const named = (text: string): OperandNode => ({ ...low, name: { ...low.name, text } });
  return { low: named('session_low'), high: named('session_high') };
}

/** The canonical text of the one name, from that of an end. */
function nameBoth(checking: Checking, written: ExpressionNode, { low }: Ends): void {
  if (written.type !== 'operand' || low.type !== 'operand') return;
  const text = checking.operandTexts.get(low) ?? '';
  checking.operandTexts.set(written, text.replace('session_low', SESSION_RANGE));
}

function checkMove(checking: Checking, node: NodeOf<'move'>): Condition {
  const scope = openScope(checking, [node.subject, node.amount], node.window);
  const subject = variable(checking, scope, node.subject);
  if (node.window.type === 'bars') refuseWithoutPast(checking, node.subject);
  const amount = checkExpression(checking, scope, node.amount, subject.measure.instrument);
  if (amount.expression.type === 'number' && !(amount.expression.value > 0)) {
    const text = excerpt(checking.source, node.amount);
    throw new ConditionFault('type', node.amount, { key: 'moveNotPositive', text });
  }
  const percent = amount.measure.dimension === 'percent' && subject.measure.dimension !== 'percent';
  if (!percent) checkStep(checking, subject, amount);
  const window = checkWindow(checking, node.window, scope);
  refuseSingleClose(checking, node, { subject: subject.expression, window });
  return {
    type: 'move',
    direction: node.direction,
    subject: subject.expression,
    amount: amount.expression,
    percent,
    window,
    quanta: quantaOf(subject.measure),
  };
}

/** The last one of the very candles that are counted is the value now: it has not moved from itself. */
function refuseSingleClose(
  checking: Checking,
  node: NodeOf<'move'>,
  { subject, window }: { readonly subject: Expression; readonly window: Window },
): void {
  if (window.type !== 'candles' || window.count > 1) return;
  const { instrument, timeframe } = window.source;
  let isSingle = true;
  walkExpression(subject, {
    operand(one) {
      if (one.type === 'quote' || one.live) isSingle = false;
      else isSingle &&= one.instrument === instrument && one.timeframe === timeframe;
    },
  });
  if (!isSingle) return;
  throw new ConditionFault('type', node.window, {
    key: 'moveOfSingle',
    window: excerpt(checking.source, node.window),
    value: excerpt(checking.source, node.subject),
  });
}

/** An expression that can change; a constant cannot enter, move or rise. */
function variable(checking: Checking, scope: Scope, node: ExpressionNode): Measured {
  const measured = checkExpression(checking, scope, node);
  refuseConstant(checking, measured);
  return measured;
}

/** What is computed for the present only cannot be followed over bars. */
function refuseWithoutPast(checking: Checking, node: ExpressionNode): void {
  if (node.type === 'negate') refuseWithoutPast(checking, node.operand);
  if (node.type === 'arithmetic') {
    refuseWithoutPast(checking, node.left);
    refuseWithoutPast(checking, node.right);
  }
  if (node.type !== 'operand' || functionNamed(node.name.text)?.hasPast !== false) return;
  throw new ConditionFault('type', node, { key: 'presentOnly', text: excerpt(checking.source, node) });
}

function refuseSingleEnd(checking: Checking, low: ExpressionNode): ConditionFault {
  if (low.type === 'operand' && !isValueName(low.name.text)) return unknownName(checking.source, low);
  const end = { from: low.to, to: low.to };
  const after = excerpt(checking.source, low);
  return new ConditionFault('syntax', end, { key: 'upperEndMissing', after });
}

function reversedRange(checking: Checking, low: Measured, high: Measured): ConditionFault {
  const span = { from: low.node.from, to: high.node.to };
  const written = (end: Measured): string => checking.source.slice(end.node.from, end.node.to);
  const said = { key: 'rangeReversed', text: excerpt(checking.source, span) } as const;
  return new ConditionFault('type', span, said, `${written(high)} .. ${written(low)}`);
}

/** The candles around a window: those of the operands it spans. */
export type Surroundings = Pick<Scope, 'timeframes' | 'instruments'>;

export function checkWindow(checking: Checking, node: WindowNode, around: Surroundings): Window {
  if (node.type === 'duration') return { type: 'duration', ms: durationMs(node.ms) };
  return { type: 'candles', count: node.count, source: sourceOf(checking, node, around) };
}

/** The candles that `N bars` counts; of several instruments the alert's own, else the first named. */
function sourceOf(
  checking: Checking,
  node: BarsNode,
  { timeframes, instruments }: Surroundings,
): CandleSource {
  const timeframe = node.timeframe?.text ?? onlyTimeframe(checking, node, timeframes);
  checking.barsTexts.set(node, `${node.count} bars@${timeframe}`);
  const { defaultInstrument, basis } = checking.context;
  const [first = defaultInstrument] = instruments;
  if (first === null) {
    const text = excerpt(checking.source, node);
    throw new ConditionFault('type', node, { key: 'barsWithoutInstrument', text });
  }
  const isOwn = defaultInstrument !== null && instruments.includes(defaultInstrument);
  const instrument = isOwn ? defaultInstrument : first;
  return { instrument, basis, timeframe };
}

function onlyTimeframe(
  checking: Checking,
  node: BarsNode,
  timeframes: readonly TimeframeName[],
): TimeframeName {
  const [only, other] = timeframes;
  if (only !== undefined && other === undefined) return only;
  const text = excerpt(checking.source, node);
  const example = `${node.count} bars@${only ?? 'M15'}`;
  throw new ConditionFault(
    'type',
    node,
    only === undefined
      ? { key: 'timeframeMissing', text, example }
      : { key: 'timeframeOfBars', text, timeframes, example },
  );
}
