/** Expressions of one predicate to resolved ones: units become numbers, constants are folded, dimensions are checked. */
import { assert } from '../kernel/assert.ts';
import { type Instrument, quantaPerUnit } from '../market/instrument.ts';
import type { ArithmeticOperator, ExpressionNode, OperandNode } from './ast.ts';
import { ConditionFault, quote, type Span } from './fault.ts';
import {
  areForeign,
  combined,
  commonMeasure,
  described,
  isMoney,
  type Measure,
  NUMBER,
  PERCENT,
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

/** Refuses sides that cannot be compared; gives the precision at which they are. `verb`: `is compared with`. */
export function checkPair(
  checking: Checking,
  verb: string,
  left: Measured,
  right: Measured,
): { readonly measure: Measure; readonly quanta: Quanta } {
  const span = { from: left.node.from, to: right.node.to };
  if (isConstant(left) && isConstant(right)) {
    const message = `${quote(checking.source, span)} compares constants: one side must be an operand such as close@H1`;
    throw new ConditionFault('type', span, message);
  }
  if (areForeign(left.measure, right.measure)) throw foreign(checking, left, right);
  const measure = commonMeasure(left.measure, right.measure);
  if (measure === null) {
    const [one, other] = [quote(checking.source, left.node), quote(checking.source, right.node)];
    const kinds = `${described(left.measure)} ${verb} ${described(right.measure)}`;
    const hint = hintFor(left.measure, right.measure);
    throw new ConditionFault('type', span, `${kinds}: ${one} and ${other}${hint}`);
  }
  if (textOf(left.expression) !== null && textOf(left.expression) === textOf(right.expression)) {
    const message = `both sides are ${quote(checking.source, left.node)}: the comparison can never change`;
    throw new ConditionFault('type', span, message);
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
  const message = `${quote(source, node)} is a price here, ${count} pips of ${instrument.id}: say its unit`;
  throw new ConditionFault('type', node, message, meant);
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
    const moves = `${quote(checking.source, subject.node)} moves by ${described(step)}`;
    const found = `${described(amount.measure)}: ${quote(checking.source, amount.node)}`;
    throw new ConditionFault(
      'type',
      amount.node,
      `${moves}${isPrice ? ' such as 40 pips' : ''}, not by ${found}`,
    );
  }
  checkPair(checking, 'moves by', { ...subject, measure: step }, amount);
}

/** A constant does not move, enter or touch anything. */
export function refuseConstant(checking: Checking, measured: Measured): void {
  if (!isConstant(measured)) return;
  const message = `${quote(checking.source, measured.node)} never changes: expected an operand such as close@H1`;
  throw new ConditionFault('type', measured.node, message);
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
    const message = `${quote(checking.source, node)} needs a price to measure, such as close@H1, in the same comparison`;
    throw new ConditionFault('type', node, message);
  }
  const different = others.find(({ pip }) => pip !== first.pip);
  if (different !== undefined) {
    const sizes = `a pip of ${first.id} is ${first.pip}, one of ${different.id} is ${different.pip}`;
    throw new ConditionFault('type', node, `${quote(checking.source, node)} is ambiguous: ${sizes}`);
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
    const verb = operator === '+' ? 'is added to' : 'is taken from';
    const [first, second] = operator === '+' ? [left, right] : [right, left];
    const message = `${described(first.measure)} ${verb} ${described(second.measure)}: ${quote(checking.source, node)}`;
    throw new ConditionFault('type', node, message);
  }
  if (right.expression.type === 'number' && right.expression.value === 0 && operator === '/')
    throw new ConditionFault('type', node, `division by zero: ${quote(checking.source, node)}`);
  if (left.expression.type !== 'number' || right.expression.type !== 'number')
    return {
      expression: { type: 'arithmetic', operator, left: left.expression, right: right.expression },
      measure,
    };
  const value = compute(operator, left.expression.value, right.expression.value);
  if (!(Math.abs(value) <= MAX_NUMBER)) {
    const message = `${quote(checking.source, node)} is too large: at most ${MAX_NUMBER}`;
    throw new ConditionFault('limit', node, message);
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
  const ids = `${left.measure.instrument?.id ?? ''} and ${right.measure.instrument?.id ?? ''}`;
  const span = { from: left.node.from, to: right.node.to };
  const message = `prices of different instruments (${ids}) meet in ${quote(checking.source, span)}: only their ratios or products can be compared`;
  return new ConditionFault('type', span, message);
}

function hintFor(left: Measure, right: Measure): string {
  const dimensions = [left.dimension, right.dimension];
  const isPriceAndDistance = dimensions.includes('price') && dimensions.includes('distance');
  return isPriceAndDistance ? ' — a distance is a difference of prices, such as close@H1 - open@H1' : '';
}

/** Canonical text of a bare operand; null for anything computed. */
function textOf(expression: Expression): string | null {
  return 'text' in expression ? expression.text : null;
}
