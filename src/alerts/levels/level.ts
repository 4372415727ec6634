/**
 * Which conditions are levels: a quoted or closed value compared with, or crossing, a fixed number. They are indexed by that number, so
 * that they cost nothing until the value comes to it. Two closed values compared with one another are a level at 0 of their distance.
 */
import type { Condition, Expression } from '../../conditions/resolved.ts';
import { inQuanta } from '../evaluation/comparison.ts';
import type { ClosedOperand, LevelOperand } from './level-source.ts';

export type LevelRelation = '<' | '<=' | '>' | '>=' | 'above' | 'below' | 'either';

export interface Level {
  readonly operand: LevelOperand;
  readonly relation: LevelRelation;
  /** As compared: in quanta where there are any. */
  readonly level: number;
  readonly quanta: number;
}

/** The level is 0. */
interface Pair {
  readonly left: ClosedOperand;
  readonly right: ClosedOperand;
  readonly relation: LevelRelation;
  readonly quanta: number;
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

/** Null for everything that is not a level, or is a quote compared in other quanta than the instrument's. */
export function levelOf(condition: Condition, quantaOf: (instrument: string) => number): Level | null {
  const sides = sidesOf(condition);
  if (sides === null) return null;
  const { left, right, relation, quanta } = sides;
  const number = constantOf(right) ?? constantOf(left);
  const operand = operandOf(left) ?? operandOf(right);
  if (number === null || operand === null) return null;
  if (operand.type === 'quote' && quanta !== quantaOf(operand.instrument)) return null;
  const isLeft = operand === left;
  return {
    operand,
    relation: isLeft ? relation : MIRRORED[relation],
    level: inQuanta(number, quanta),
    quanta,
  };
}

/** Null for everything but two closed values of one instrument: their distance then changes with that market alone. */
export function pairOf(condition: Condition): Pair | null {
  const sides = sidesOf(condition);
  if (sides === null) return null;
  const left = operandOf(sides.left);
  const right = operandOf(sides.right);
  if (left === null || right === null || left.type === 'quote' || right.type === 'quote') return null;
  return left.instrument === right.instrument ? { ...sides, left, right } : null;
}

function sidesOf(condition: Condition): {
  readonly left: Expression;
  readonly right: Expression;
  readonly relation: LevelRelation;
  readonly quanta: number;
} | null {
  if (condition.type !== 'compare' && condition.type !== 'cross') return null;
  const relation = condition.type === 'compare' ? condition.operator : condition.direction;
  if (relation === '=' || relation === '!=') return null;
  const { left, right, quanta } = condition;
  return { left, right, relation, quanta };
}

/** Which ways of a value past the level can make the relation come true: 1 upwards, -1 downwards, 0 both. */
export function directionOf(relation: LevelRelation): -1 | 0 | 1 {
  if (relation === 'either') return 0;
  return relation === 'above' || relation === '>' || relation === '>=' ? 1 : -1;
}

export function isCrossing(relation: LevelRelation): relation is 'above' | 'below' | 'either' {
  return relation === 'above' || relation === 'below' || relation === 'either';
}

function operandOf(expression: Expression): LevelOperand | null {
  if (expression.type === 'quote') return expression;
  if (expression.type !== 'candle' && expression.type !== 'indicator') return null;
  return expression.live || expression.offset > 0 ? null : expression;
}

function constantOf(expression: Expression): number | null {
  if (expression.type === 'number') return expression.value;
  if (expression.type !== 'negate') return null;
  const operand = constantOf(expression.operand);
  return operand === null ? null : -operand;
}
