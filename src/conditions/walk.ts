/** Visits to a resolved condition, each in reading order. */
import type { Condition, Expression, Window } from './resolved.ts';

/** An operand: what has a value of its own at a moment. */
export type Operand = Extract<Expression, { readonly text: string }>;

interface Visitor {
  operand?(operand: Operand): void;
  window?(window: Window): void;
  condition?(condition: Condition): void;
}

export function walk(condition: Condition, visitor: Visitor): void {
  visitor.condition?.(condition);
  for (const expression of expressionsOf(condition)) walkExpression(expression, visitor);
  for (const part of partsOf(condition)) walk(part, visitor);
  const window = windowOf(condition);
  if (window !== null) visitor.window?.(window);
}

export function walkExpression(expression: Expression, visitor: Visitor): void {
  switch (expression.type) {
    case 'number':
      return;
    case 'negate':
      walkExpression(expression.operand, visitor);
      return;
    case 'arithmetic':
      walkExpression(expression.left, visitor);
      walkExpression(expression.right, visitor);
      return;
    default:
      visitor.operand?.(expression);
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
