/** Which conditions are plain levels: a quoted value compared with, or crossing, a fixed number. They are indexed by price. */
import type { Condition, Expression } from '../../conditions/resolved.ts';
import { quantise } from '../../market/instrument.ts';
import type { QuoteField } from '../series/instrument-book.ts';

type LevelRelation = '<' | '<=' | '>' | '>=' | 'above' | 'below' | 'either';

export interface Level {
  readonly instrument: string;
  readonly field: QuoteField;
  /** The operand as the user reads it. */
  readonly operand: string;
  readonly relation: LevelRelation;
  /** In quanta. */
  readonly level: number;
}

const MIRRORED = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  above: 'below',
  below: 'above',
  either: 'either',
} as const;

/** Null for everything that is not a plain level, or is compared in other quanta than the instrument's. */
export function levelOf(condition: Condition, quantaOf: (instrument: string) => number): Level | null {
  if (condition.type !== 'compare' && condition.type !== 'cross') return null;
  const relation = condition.type === 'compare' ? condition.operator : condition.direction;
  if (relation === '=' || relation === '!=') return null;
  const { left, right, quanta } = condition;
  const number = constantOf(right) ?? constantOf(left);
  const quote = left.type === 'quote' ? left : right;
  if (number === null || quote.type !== 'quote' || quanta !== quantaOf(quote.instrument)) return null;
  return {
    instrument: quote.instrument,
    field: quote.field,
    operand: quote.text,
    relation: quote === left ? relation : MIRRORED[relation],
    level: quantise(number, quanta),
  };
}

function constantOf(expression: Expression): number | null {
  if (expression.type === 'number') return expression.value;
  if (expression.type !== 'negate') return null;
  const operand = constantOf(expression.operand);
  return operand === null ? null : -operand;
}
