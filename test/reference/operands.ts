/** What a condition reads, found by walking its tree. */
import type { CandleSource, Condition, Expression } from '../../src/conditions/resolved.ts';
import { type Timeframe, timeframe } from '../../src/market/timeframe.ts';

export function isLive(expression: Expression): boolean {
  let live = false;
  visitOperands(expression, (operand) => (live ||= readsTicks(operand)));
  return live;
}

function readsTicks(operand: Expression): boolean {
  if (operand.type === 'function') return operand.inputs.some(isLive);
  return operand.type === 'quote' || ('live' in operand && operand.live);
}

/** The finest timeframe, when each of the others ends only where one of its periods ends; otherwise null. */
export function finestOf(sources: readonly CandleSource[]): Timeframe | null {
  const frames = sources.map((source) => timeframe(source.timeframe)).sort((a, b) => a.minutes - b.minutes);
  const [finest] = frames;
  const nests = (other: Timeframe) =>
    other.unit !== 'session' &&
    (finest?.unit === 'minute'
      ? other.unit !== 'minute' || other.minutes % finest.minutes === 0
      : finest?.unit === 'day' || other.unit === finest?.unit);
  return finest !== undefined && frames.every(nests) ? finest : null;
}

export function visitOperands(expression: Expression, visit: (operand: Expression) => void): void {
  if (expression.type === 'negate') visitOperands(expression.operand, visit);
  else if (expression.type === 'arithmetic')
    [expression.left, expression.right].forEach((part) => visitOperands(part, visit));
  else if (expression.type !== 'number') visit(expression);
}

export function collectOperands(node: Condition, visit: (operand: Expression) => void): void {
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
    case 'touch':
      return inside(node.subject, node.level, node.tolerance, node.distance);
    case 'flag':
      return;
    case 'sequence':
      return [node.first, node.then, ...(node.unless === null ? [] : [node.unless])].forEach((part) =>
        collectOperands(part, visit),
      );
  }
}
