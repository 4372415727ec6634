/** Expressions of one predicate to resolved ones: units become numbers, constants are folded, dimensions are checked. */
import { assert } from '../kernel/assert.ts';
import { type Instrument, quantaPerUnit } from '../market/instrument.ts';
import type { ArithmeticOperator, ExpressionNode, OperandNode } from './ast.ts';
import { ConditionFault, excerpt, type Span } from './fault.ts';
import {
  areForeign,
  combined,
  commonMeasure,
  isMoney,
  type Measure,
  NUMBER,
  PERCENT,
  quantityOf,
} from './measure.ts';
import { MAX_NUMBER } from './limits.ts';
import type { Expression, Quanta } from './resolved.ts';
import type { Checking, Scope } from './scope.ts';

/** A resolved expression with what it measures and where it stands. */
export interface Measured {
  readonly node: ExpressionNode;
  readonly expression: Expression;
  readonly measure: Measure;
}

/** `beside` is the instrument of what stands on the other side: whose pips are meant. */
export function checkExpression(
  checking: Checking,
  scope: Scope,
  node: ExpressionNode,
  beside: Instrument | null = null,
): Measured {
  switch (node.type) {
    case 'number':
      return { node, expression: number(node.value), measure: NUMBER };
    case 'amount':
      if (node.unit === 'percent') return { node, expression: number(node.value), measure: PERCENT };
      return { node, ...pips(checking, node, beside === null ? moneyOf(scope) : [beside]) };
    case 'operand':
      return { node, ...operand(scope, node) };
    case 'multiple': {
      const unit = operand(scope, node.operand);
      const factor = number(node.value);
      const expression: Expression = {
        type: 'arithmetic',
        operator: '*',
        left: factor,
        right: unit.expression,
      };
      return { node, expression, measure: unit.measure };
    }
    case 'negate': {
      const { expression, measure } = checkExpression(checking, scope, node.operand, beside);
      const negated: Expression =
        expression.type === 'number' ? number(-expression.value) : { type: 'negate', operand: expression };
      return { node, expression: negated, measure };
    }
    case 'arithmetic': {
      const [left, right] = checkSides(checking, scope, node, beside);
      return { node, ...arithmetic(checking, node, { left, right }) };
    }
  }
}

/** Both sides of an operator or relation, each told whose prices are on the other. */
export function checkSides(
  checking: Checking,
  scope: Scope,
  { left, right }: { readonly left: ExpressionNode; readonly right: ExpressionNode },
  beside: Instrument | null = null,
): [left: Measured, right: Measured] {
  if (hasOperand(left)) {
    const first = checkExpression(checking, scope, left, beside);
    return [first, checkExpression(checking, scope, right, first.measure.instrument ?? beside)];
  }
  const second = checkExpression(checking, scope, right, beside);
  return [checkExpression(checking, scope, left, second.measure.instrument ?? beside), second];
}

/** Refuses sides that cannot be compared; gives the precision at which they are. `unlike`: how it is said that they are two kinds of things. */
export function checkPair(
  checking: Checking,
  left: Measured,
  right: Measured,
  unlike: 'sidesUnlike' | 'endsUnlike' = 'sidesUnlike',
): { readonly measure: Measure; readonly quanta: Quanta } {
  const span = { from: left.node.from, to: right.node.to };
  if (isConstant(left) && isConstant(right)) {
    const text = excerpt(checking.source, span);
    throw new ConditionFault('type', span, { key: 'sidesConstant', text });
  }
  if (areForeign(left.measure, right.measure)) throw foreign(checking, left, right);
  const measure = commonMeasure(left.measure, right.measure);
  if (measure === null) {
    throw new ConditionFault('type', span, {
      key: unlike,
      left: excerpt(checking.source, left.node),
      leftIs: quantityOf(left.measure),
      right: excerpt(checking.source, right.node),
      rightIs: quantityOf(right.measure),
    });
  }
  if (textOf(left.expression) !== null && textOf(left.expression) === textOf(right.expression)) {
    const text = excerpt(checking.source, left.node);
    throw new ConditionFault('type', span, { key: 'sidesEqual', text });
  }
  refusePlainSpread(checking, left, right);
  refusePlainSpread(checking, right, left);
  return { measure, quanta: quantaOf(measure) };
}

/** So wide that nobody means it. */
const WIDE_SPREAD_PIPS = 100;

/** `spread < 2`: without its unit the number is a price, and the condition holds for ever or never. */
function refusePlainSpread(
  { source }: Checking,
  left: Measured,
  { node, expression, measure }: Measured,
): void {
  const { instrument } = left.measure;
  if (instrument === null || !isSpread(left.expression)) return;
  if (expression.type !== 'number' || measure.dimension !== 'number') return;
  const count = decimal(expression.value / instrument.pip);
  if (Math.abs(count) < WIDE_SPREAD_PIPS) return;
  const meant = `${source.slice(node.from, node.to)} pips`;
  const text = excerpt(source, node);
  const said = { key: 'spreadWithoutUnit', text, pips: count, instrument: instrument.id } as const;
  throw new ConditionFault('type', node, said, meant);
}

function isSpread(expression: Expression): boolean {
  if (expression.type === 'function')
    return expression.name === 'typical' && expression.inputs.some(isSpread);
  return expression.type === 'quote' && expression.field === 'spread';
}

/** A price moves by a distance, anything else by its own kind. */
export function checkStep(checking: Checking, subject: Measured, amount: Measured): void {
  const isPrice = subject.measure.dimension === 'price';
  const step: Measure = isPrice ? { ...subject.measure, dimension: 'distance' } : subject.measure;
  if (commonMeasure(step, amount.measure) === null) {
    throw new ConditionFault('type', amount.node, {
      key: 'stepUnlike',
      subject: excerpt(checking.source, subject.node),
      step: quantityOf(step),
      amount: excerpt(checking.source, amount.node),
      amountIs: quantityOf(amount.measure),
    });
  }
  checkPair(checking, { ...subject, measure: step }, amount);
}

/** A constant does not move, enter or touch anything. */
export function refuseConstant(checking: Checking, measured: Measured): void {
  if (!isConstant(measured)) return;
  const { node } = measured;
  throw new ConditionFault('type', node, { key: 'neverChanges', text: excerpt(checking.source, node) });
}

function isConstant(measured: Measured): boolean {
  return measured.expression.type === 'number';
}

export function quantaOf({ instrument }: Measure): Quanta {
  return instrument === null ? 0 : quantaPerUnit(instrument);
}

type Value = Omit<Measured, 'node'>;

function number(value: number): Expression {
  return { type: 'number', value };
}

function operand(scope: Scope, node: OperandNode): Value {
  const resolved = scope.operands.get(node);
  assert(resolved !== undefined, `operand "${node.name.text}" was not resolved`);
  const { dimension } = resolved;
  const instrument = isMoney(dimension) ? resolved.instrument : null;
  return { expression: resolved.expression, measure: { dimension, instrument } };
}

function hasOperand(node: ExpressionNode): boolean {
  switch (node.type) {
    case 'number':
    case 'amount':
      return false;
    case 'operand':
    case 'multiple':
      return true;
    case 'negate':
      return hasOperand(node.operand);
    case 'arithmetic':
      return hasOperand(node.left) || hasOperand(node.right);
  }
}

/** The instruments whose prices or distances are in the predicate. */
function moneyOf(scope: Scope): readonly Instrument[] {
  const found = new Set<Instrument>();
  for (const { dimension, instrument } of scope.operands.values())
    if (isMoney(dimension)) found.add(instrument);
  return [...found];
}

/** A pip is that of the prices beside it, and there must be some. */
function pips(
  checking: Checking,
  node: Span & { readonly value: number },
  measured: readonly Instrument[],
): Value {
  const [first, ...others] = measured;
  if (first === undefined) {
    const text = excerpt(checking.source, node);
    throw new ConditionFault('type', node, { key: 'pipsWithoutPrice', text });
  }
  const different = others.find(({ pip }) => pip !== first.pip);
  if (different !== undefined) {
    throw new ConditionFault('type', node, {
      key: 'pipsAmbiguous',
      text: excerpt(checking.source, node),
      one: first.id,
      onePip: first.pip,
      other: different.id,
      otherPip: different.pip,
    });
  }
  const instrument = others.length === 0 ? first : null;
  return {
    expression: number(decimal(node.value * first.pip)),
    measure: { dimension: 'distance', instrument },
  };
}

/** Constants are decimals: 1.8 pips is 0.00018 and 150 + 5 pips is 150.05, without the noise of binary fractions. */
function decimal(value: number): number {
  return Number(value.toPrecision(15));
}

function arithmetic(
  checking: Checking,
  node: Span & { readonly operator: ArithmeticOperator },
  { left, right }: { readonly left: Measured; readonly right: Measured },
): Value {
  const { operator } = node;
  const isSum = operator === '+' || operator === '-';
  if (isSum && areForeign(left.measure, right.measure)) throw foreign(checking, left, right);
  const measure = combined(operator, left.measure, right.measure);
  if (measure === null) {
    const text = excerpt(checking.source, node);
    const sides = { left: quantityOf(left.measure), right: quantityOf(right.measure), text };
    throw new ConditionFault(
      'type',
      node,
      operator === '+' ? { key: 'cannotAdd', ...sides } : { key: 'cannotSubtract', ...sides },
    );
  }
  if (right.expression.type === 'number' && right.expression.value === 0 && operator === '/')
    throw new ConditionFault('type', node, {
      key: 'divisionByZero',
      text: excerpt(checking.source, node),
    });
  if (left.expression.type !== 'number' || right.expression.type !== 'number')
    return {
      expression: { type: 'arithmetic', operator, left: left.expression, right: right.expression },
      measure,
    };
  const value = compute(operator, left.expression.value, right.expression.value);
  if (!(Math.abs(value) <= MAX_NUMBER)) {
    const text = excerpt(checking.source, node);
    throw new ConditionFault('limit', node, { key: 'resultTooLarge', text, most: MAX_NUMBER });
  }
  return { expression: number(decimal(value)), measure };
}

function compute(operator: ArithmeticOperator, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
  }
}

function foreign(checking: Checking, left: Measured, right: Measured): ConditionFault {
  const span = { from: left.node.from, to: right.node.to };
  return new ConditionFault('type', span, {
    key: 'instrumentsMixed',
    one: left.measure.instrument?.id ?? '',
    other: right.measure.instrument?.id ?? '',
    text: excerpt(checking.source, span),
  });
}

/** Canonical text of a bare operand; null for anything computed. */
function textOf(expression: Expression): string | null {
  return 'text' in expression ? expression.text : null;
}
