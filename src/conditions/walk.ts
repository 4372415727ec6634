/** Visits to a resolved condition, each in reading order. */
import type { Condition, Expression, FunctionOperand, Window } from './resolved.ts';

/** A leaf: what has a value of its own at a moment. A function reads such ones. */
export type Operand = Exclude<Extract<Expression, { readonly text: string }>, FunctionOperand>;

interface Visitor {
  /** `lookBack`: how many closed candles further back a function around it looks at it. */
  operand?(operand: Operand, lookBack: number): void;
  window?(window: Window): void;
  condition?(condition: Condition): void;
}

export function walk(condition: Condition, visitor: Visitor): void {
  visitor.condition?.(condition);
  const lookBack = condition.type === 'flag' ? condition.lookBack : 0;
  for (const expression of expressionsOf(condition)) walkExpression(expression, visitor, lookBack);
  for (const part of partsOf(condition)) walk(part, visitor);
  const window = windowOf(condition);
  if (window !== null) visitor.window?.(window);
}

export function walkExpression(expression: Expression, visitor: Visitor, lookBack = 0): void {
  switch (expression.type) {
    case 'number':
      return;
    case 'function':
      for (const input of expression.inputs) walkExpression(input, visitor, lookBack + expression.lookBack);
      return;
    case 'negate':
      walkExpression(expression.operand, visitor, lookBack);
      return;
    case 'arithmetic':
      walkExpression(expression.left, visitor, lookBack);
      walkExpression(expression.right, visitor, lookBack);
      return;
    default:
      visitor.operand?.(expression, lookBack);
  }
}

/** Conditions directly inside. */
export function partsOf(condition: Condition): readonly Condition[] {
  switch (condition.type) {
    case 'or':
    case 'and':
      return condition.terms;
    case 'not':
    case 'for':
    case 'within':
      return [condition.term];
    case 'sequence':
      return condition.unless === null
        ? [condition.first, condition.then]
        : [condition.first, condition.then, condition.unless];
    default:
      return [];
  }
}

/** Expressions directly inside. */
export function expressionsOf(condition: Condition): readonly Expression[] {
  switch (condition.type) {
    case 'compare':
    case 'cross':
      return [condition.left, condition.right];
    case 'range':
      return [condition.subject, condition.low, condition.high];
    case 'move':
      return [condition.subject, condition.amount];
    case 'trend':
      return [condition.subject];
    case 'touch':
      return [condition.subject, condition.level, condition.tolerance, condition.distance];
    case 'flag':
      return condition.inputs;
    default:
      return [];
  }
}

/** How far back the condition itself looks; a trend looks over bars. */
export function windowOf(condition: Condition): Window | null {
  switch (condition.type) {
    case 'move':
    case 'within':
    case 'sequence':
      return condition.window;
    case 'trend':
      return { type: 'candles', count: condition.count, source: condition.source };
    default:
      return null;
  }
}
