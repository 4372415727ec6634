/**
 * Source text to a condition the engine can plan, or the first thing that is wrong with it and where.
 * Guarantee: any text gives a result; nothing is thrown. Bounded by limits.ts; about 15 µs for a typical condition.
 */
import { durationMs } from '../kernel/units.ts';
import type { Result } from '../kernel/result.ts';
import { parseSessionHours } from '../market/session.ts';
import type { BarsNode, ConditionNode, OperandNode } from './ast.ts';
import { checkPredicate, checkWindow, type Surroundings } from './check-predicate.ts';
import type { ConditionError } from './condition-error.ts';
import type { ConditionContext } from './context.ts';
import { Cursor } from './cursor.ts';
import { catchFault, ConditionFault, excerpt } from './fault.ts';
import { isPulse } from './kind.ts';
import { MAX_LOOK_BACK_CANDLES } from './limits.ts';
import { bounded, parseSource } from './parser.ts';
import { AS_WRITTEN, print } from './print.ts';
import { clockOf, instrumentsOf, warmUpOf } from './requirements.ts';
import type { CheckedCondition, Condition, ConditionClock } from './resolved.ts';
import type { Checking } from './scope.ts';
import type { Lasting } from './sentences/faults.ts';
import { walk } from './walk.ts';

export function checkCondition(
  source: string,
  context: ConditionContext,
): Result<CheckedCondition, ConditionError> {
  return catchFault(source, () => {
    const node = parseSource(new Cursor(bounded(source)));
    const operandTexts = new Map<OperandNode, string>();
    const barsTexts = new Map<BarsNode, string>();
    const condition = check({ source, context, operandTexts, barsTexts }, node);
    const warmUp = warmUpOf(condition);
    refuseFarLookBack(node, warmUp);
    const text = print(node, {
      operand: (operand) => operandTexts.get(operand) ?? AS_WRITTEN.operand(operand),
      bars: (bars) => barsTexts.get(bars) ?? AS_WRITTEN.bars(bars),
    });
    const clock = clockOf(condition);
    refuseWithoutClock(node, condition, { source, clock });
    const kind = isPulse(condition) ? 'pulse' : 'state';
    return { condition, kind, clock, instruments: instrumentsOf(condition), warmUp, text };
  });
}

function check(checking: Checking, node: ConditionNode): Condition {
  switch (node.type) {
    case 'or':
    case 'and':
      return { type: node.type, terms: node.terms.map((term) => check(checking, term)) };
    case 'not':
      return { type: 'not', term: checkState(checking, node) };
    case 'for':
      return { type: 'for', term: checkState(checking, node), ms: durationMs(node.ms) };
    case 'within': {
      const term = check(checking, node.term);
      return { type: 'within', term, window: checkWindow(checking, node.window, surroundingsOf([term])) };
    }
    case 'sequence': {
      const first = check(checking, node.first);
      const then = check(checking, node.then);
      const unless = node.unless === null ? null : check(checking, node.unless);
      const window = checkWindow(checking, node.window, surroundingsOf([first, then]));
      return { type: 'sequence', first, then, window, unless };
    }
    default:
      return checkPredicate(checking, node);
  }
}

/** `not` and `for` speak of what lasts; a pulse is over at once. */
function checkState(
  checking: Checking,
  { type, term }: ConditionNode & { readonly type: 'not' | 'for' },
): Condition {
  const condition = check(checking, term);
  if (!isPulse(condition)) return condition;
  const text = excerpt(checking.source, term);
  throw new ConditionFault('type', term, {
    key: 'notLasting',
    word: type,
    text,
    lasting: lastingFormOf(term),
  });
}

function lastingFormOf(term: ConditionNode): Lasting {
  if (term.type === 'cross') return { compare: term.direction === 'below' ? '<' : '>' };
  if (term.type === 'range') return { use: term.relation === 'enters' ? 'inside' : 'outside' };
  if (term.type === 'flag' && (term.operand.name.text === 'opens' || term.operand.name.text === 'closes'))
    return { use: 'session' };
  return null;
}

/** Timeframes and instruments of the operands of `conditions`, for the bars of a window around them. */
function surroundingsOf(conditions: readonly Condition[]): Surroundings {
  const timeframes = new Set<string>();
  const instruments = new Set<Surroundings['instruments'][number]>();
  for (const condition of conditions)
    walk(condition, {
      operand(operand) {
        instruments.add(operand.instrument);
        if (operand.type !== 'quote' && !isSession(operand.timeframe)) timeframes.add(operand.timeframe);
      },
    });
  return { timeframes: [...timeframes], instruments: [...instruments] };
}

/** The candles of a session are read by name; they are no bars that could be counted. */
function isSession(timeframe: string): boolean {
  return parseSessionHours(timeframe) !== null;
}

/** A line alone changes with time, but nothing ever looks at it. */
function refuseWithoutClock(
  node: ConditionNode,
  condition: Condition,
  { source, clock }: { readonly source: string; readonly clock: ConditionClock },
): void {
  if (clock.ticks.length > 0 || clock.closes.length > 0) return;
  let hasFlag = false;
  walk(condition, { condition: ({ type }) => void (hasFlag ||= type === 'flag') });
  if (hasFlag) return;
  throw new ConditionFault('type', node, { key: 'clockMissing', text: excerpt(source, node) });
}

function refuseFarLookBack(node: ConditionNode, warmUp: CheckedCondition['warmUp']): void {
  const far = warmUp.find(({ candles }) => candles > MAX_LOOK_BACK_CANDLES);
  if (far === undefined) return;
  const { candles, timeframe, instrument } = far;
  const most = MAX_LOOK_BACK_CANDLES;
  throw new ConditionFault('limit', node, { key: 'needsTooMany', candles, timeframe, instrument, most });
}
