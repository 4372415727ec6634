/**
 * Tokens to syntax tree, by recursive descent, in one pass without backtracking: `(` may open an expression or a condition,
 * so both are read by the same functions and told apart by what came out.
 *
 *   or        = and { "or" and }                       and = not { "and" not }
 *   not       = "not" not | timed
 *   timed     = predicate { "for" D | "within" W | "then" part "within" W [ "unless" part ] }
 *   part      = "not" part | predicate { "for" D }
 *   predicate = sum [ relation ]                       relation: < crosses enters rises is touches …
 *   sum       = product { ("+" | "-") product }        product = unary { ("*" | "/") unary }
 *   unary     = "-" unary | primary                    primary = number [ unit ] | operand | "(" or ")"
 */
import type { Result } from '../kernel/result.ts';
import type {
  ArgumentNode,
  ArithmeticOperator,
  CompareOperator,
  ConditionNode,
  ExpressionNode,
  OperandNode,
} from './ast.ts';
import { isExpression } from './ast.ts';
import type { ConditionError } from './condition-error.ts';
import { Cursor } from './cursor.ts';
import { catchFault, ConditionFault, excerpt } from './fault.ts';
import type { Token } from './lexer.ts';
import { MAX_NUMBER, MAX_SOURCE_LENGTH } from './limits.ts';
import { parseOperand, parseOperandTail } from './parse-operand.ts';
import {
  refuseChain,
  refuseForeignIs,
  refuseForeignSide,
  refuseMissingComparison,
  refuseRest,
} from './parse-refusals.ts';
import { parseInstant } from './parse-instant.ts';
import { parseBars, parseDuration, parseWindow } from './parse-window.ts';
import { isReserved, isValueName, RELATIONS } from './vocabulary.ts';

type Node = ExpressionNode | ConditionNode;

export function parse(source: string): Result<ConditionNode, ConditionError> {
  return catchFault(source, () => parseSource(new Cursor(bounded(source))));
}

/** Like `parse`, for callers that catch faults themselves. */
export function parseSource(cursor: Cursor): ConditionNode {
  const condition = asCondition(cursor, parseOr(cursor));
  if (cursor.token.kind !== 'end') refuseRest(cursor, condition);
  return condition;
}

/** One operand and nothing else. */
export function parseLoneOperand(cursor: Cursor): OperandNode {
  const operand = parseOperand(cursor, parseArgument);
  if (cursor.token.kind !== 'end') cursor.refuse({ key: 'nothing', after: excerpt(cursor.source, operand) });
  return operand;
}

/** The source, when it is short enough to be looked at. */
export function bounded(source: string): string {
  if (source.length <= MAX_SOURCE_LENGTH) return source;
  const span = { from: MAX_SOURCE_LENGTH, to: source.length };
  const { length } = source;
  throw new ConditionFault('limit', span, { key: 'sourceTooLong', length, most: MAX_SOURCE_LENGTH });
}

function parseOr(cursor: Cursor): Node {
  return parseTerms(cursor, 'or', parseAnd);
}

function parseAnd(cursor: Cursor): Node {
  return parseTerms(cursor, 'and', parseNot);
}

function parseTerms(cursor: Cursor, type: 'or' | 'and', parseTerm: (cursor: Cursor) => Node): Node {
  const first = parseTerm(cursor);
  if (!standsAlone(first) || !cursor.isWord(type)) return first;
  const terms: ConditionNode[] = [];
  addTerm(terms, type, asCondition(cursor, first));
  while (cursor.acceptWord(type)) addTerm(terms, type, asCondition(cursor, parseTerm(cursor)));
  return cursor.node({ type, terms, from: first.from, to: cursor.taken });
}

/** Keeps `and` and `or` flat. */
function addTerm(terms: ConditionNode[], type: 'or' | 'and', term: ConditionNode): void {
  if (term.type === type) terms.push(...term.terms);
  else terms.push(term);
}

function parseNot(cursor: Cursor): Node {
  const from = cursor.token.from;
  if (!cursor.acceptWord('not')) return parseTimed(cursor);
  return cursor.nested(() => {
    const term = asCondition(cursor, parseNot(cursor));
    return cursor.node({ type: 'not', term, from, to: cursor.taken });
  });
}

function parseTimed(cursor: Cursor): Node {
  let node = parsePredicate(cursor);
  const { from } = node;
  while (standsAlone(node)) {
    if (cursor.isWord('for')) {
      node = parseFor(cursor, node);
    } else if (cursor.isWord('within')) {
      const term = asCondition(cursor, node);
      cursor.next();
      const window = parseWindow(cursor);
      node = cursor.node({ type: 'within', term, window, from, to: cursor.taken });
    } else if (cursor.isWord('then')) {
      const first = asCondition(cursor, node);
      cursor.next();
      const then = parsePart(cursor);
      if (!cursor.acceptWord('within')) cursor.refuse({ key: 'withinAfterThen' }, ['within']);
      const window = parseWindow(cursor);
      const unless = cursor.acceptWord('unless') ? parsePart(cursor) : null;
      node = cursor.node({ type: 'sequence', first, then, window, unless, from, to: cursor.taken });
    } else {
      break;
    }
  }
  return node;
}

/** What stands after `then` and `unless`: `within` belongs to the sequence. */
function parsePart(cursor: Cursor): ConditionNode {
  const from = cursor.token.from;
  if (cursor.acceptWord('not'))
    return cursor.nested(() => {
      const term = parsePart(cursor);
      return cursor.node({ type: 'not', term, from, to: cursor.taken });
    });
  let node = parsePredicate(cursor);
  while (standsAlone(node) && cursor.isWord('for')) node = parseFor(cursor, node);
  return asCondition(cursor, node);
}

/** `for` is next. */
function parseFor(cursor: Cursor, node: Node): ConditionNode {
  const term = asCondition(cursor, node);
  cursor.next();
  const ms = parseDuration(cursor);
  return cursor.node({ type: 'for', term, ms, from: node.from, to: cursor.taken });
}

const COMPARISONS: ReadonlySet<string> = new Set(['<', '<=', '>', '>=', '=', '!=']);

function isComparison(token: Token): token is Token & { readonly text: CompareOperator } {
  return token.kind === 'symbol' && COMPARISONS.has(token.text);
}

function parsePredicate(cursor: Cursor): Node {
  const left = parseSum(cursor);
  const token = cursor.token;
  if (isComparison(token)) {
    cursor.next();
    const operator = token.text;
    const subject = asExpression(cursor, left);
    const right = asExpression(cursor, parseSum(cursor));
    if (isComparison(cursor.token)) refuseChain(cursor);
    return cursor.node({
      type: 'compare',
      operator,
      left: subject,
      right,
      from: left.from,
      to: cursor.taken,
    });
  }
  // At the end of the source relations are wanted, but not after a condition.
  if (token.kind === 'end' && !isExpression(left)) return left;
  const relation = cursor.acceptOneOf(RELATIONS);
  if (relation === null) return left;
  return parseRelation(cursor, relation, asExpression(cursor, left));
}

function parseRelation(cursor: Cursor, relation: string, subject: ExpressionNode): ConditionNode {
  const { from } = subject;
  switch (relation) {
    case 'crosses': {
      const direction = cursor.acceptOneOf(['above', 'below'] as const) ?? 'either';
      refuseForeignSide(cursor);
      const right = asExpression(cursor, parseSum(cursor));
      return cursor.node({ type: 'cross', direction, left: subject, right, from, to: cursor.taken });
    }
    case 'enters':
    case 'leaves':
    case 'inside':
    case 'outside': {
      const low = asExpression(cursor, parseSum(cursor));
      if (!cursor.isSymbol('..') && low.type !== 'operand') cursor.refuse({ key: 'upperEnd' });
      const high = cursor.acceptSymbol('..') ? asExpression(cursor, parseSum(cursor)) : null;
      return cursor.node({ type: 'range', relation, subject, low, high, from, to: cursor.taken });
    }
    case 'rises':
    case 'falls':
    case 'moves': {
      if (!cursor.acceptWord('by')) cursor.refuse({ key: 'by', relation }, ['by']);
      const amount = asExpression(cursor, parseSum(cursor));
      if (!cursor.acceptWord('in')) cursor.refuse({ key: 'inTime' }, ['in']);
      const window = parseWindow(cursor);
      return cursor.node({
        type: 'move',
        direction: relation,
        subject,
        amount,
        window,
        from,
        to: cursor.taken,
      });
    }
    case 'touches':
    case 'breaks':
    case 'bounces':
      return parseTouch(cursor, relation, subject);
    default: {
      const direction = cursor.acceptOneOf(['rising', 'falling'] as const);
      if (direction === null) return refuseForeignIs(cursor);
      if (!cursor.acceptWord('for')) cursor.refuse({ key: 'trendBars', direction }, ['for']);
      const window = parseBars(cursor);
      return cursor.node({ type: 'trend', direction, subject, window, from, to: cursor.taken });
    }
  }
}

function parseTouch(
  cursor: Cursor,
  relation: 'touches' | 'breaks' | 'bounces',
  subject: ExpressionNode,
): ConditionNode {
  const direction = parseDirection(cursor, relation);
  const level = asExpression(cursor, parseSum(cursor));
  // A bounce is not over before its "by", so "within" cannot be a time there.
  const isNear = relation === 'bounces' || (relation === 'touches' && startsTolerance(cursor));
  const tolerance = isNear && cursor.acceptWord('within') ? asExpression(cursor, parseSum(cursor)) : null;
  const isFar = relation !== 'touches' && cursor.acceptWord('by');
  if (relation === 'bounces' && !isFar) cursor.refuse({ key: 'bounceBy' }, ['by']);
  const distance = isFar ? asExpression(cursor, parseSum(cursor)) : null;
  const parts = { relation, direction, subject, level, tolerance, distance };
  return cursor.node({ type: 'touch', ...parts, from: subject.from, to: cursor.taken });
}

function parseDirection(cursor: Cursor, relation: string): 'up' | 'down' | 'either' {
  if (relation === 'touches') return 'either';
  if (relation === 'breaks') {
    const side = cursor.acceptOneOf(['above', 'below'] as const);
    refuseForeignSide(cursor);
    return side === null ? 'either' : side === 'above' ? 'up' : 'down';
  }
  const direction = cursor.acceptOneOf(['up', 'down'] as const) ?? 'either';
  if (!cursor.acceptWord('off')) cursor.refuse({ key: 'bounceOff' }, ['off']);
  return direction;
}

/** `within 2 pips` is how near; `within 5 bars` and `within 2h` say how long ago, and stand after the predicate. */
function startsTolerance(cursor: Cursor): boolean {
  if (!cursor.isWord('within') || cursor.ahead(1).kind !== 'number') return false;
  const unit = cursor.ahead(2);
  return unit.kind !== 'word' || ['pips', 'pip', 'atr', 'by', ...FOLLOWERS].includes(unit.text);
}

function parseSum(cursor: Cursor): Node {
  return parseChain(cursor, ['+', '-'], parseProduct);
}

function parseProduct(cursor: Cursor): Node {
  return parseChain(cursor, ['*', '/'], parseUnary);
}

function parseChain(
  cursor: Cursor,
  operators: readonly ArithmeticOperator[],
  parseSide: (cursor: Cursor) => Node,
): Node {
  let node = parseSide(cursor);
  for (;;) {
    const operator = operators.find((sign) => cursor.acceptSymbol(sign));
    if (operator === undefined) return node;
    const left = asExpression(cursor, node);
    const right = asExpression(cursor, parseSide(cursor));
    node = cursor.node({ type: 'arithmetic', operator, left, right, from: left.from, to: right.to });
  }
}

function parseUnary(cursor: Cursor): Node {
  const from = cursor.token.from;
  if (!cursor.acceptSymbol('-')) return parsePrimary(cursor);
  return cursor.nested(() => {
    const operand = asExpression(cursor, parseUnary(cursor));
    return cursor.node({ type: 'negate', operand, from, to: operand.to });
  });
}

function parsePrimary(cursor: Cursor): Node {
  if (cursor.token.kind === 'number') return parseNumber(cursor);
  const { from } = cursor.token;
  if (!cursor.acceptSymbol('(')) return parseOperand(cursor, parseArgument);
  const inner = cursor.nested(() => parseOr(cursor));
  if (!cursor.acceptSymbol(')'))
    cursor.refuse({ key: isExpression(inner) ? 'closingOrOperator' : 'closingOrConnective' });
  return { ...inner, from, to: cursor.taken };
}

/** A number, with its unit where it has one. */
function parseNumber(cursor: Cursor): ExpressionNode {
  const number = cursor.next();
  const value = number.kind === 'number' ? number.value : NaN;
  const { from } = number;
  if (!(value <= MAX_NUMBER)) {
    const text = excerpt(cursor.source, number);
    throw new ConditionFault('limit', number, { key: 'numberTooLarge', text, most: MAX_NUMBER });
  }
  if (cursor.acceptOneOf(['pips', 'pip']) !== null)
    return cursor.node({ type: 'amount', unit: 'pips', value, from, to: cursor.taken });
  if (cursor.acceptSymbol('%'))
    return cursor.node({ type: 'amount', unit: 'percent', value, from, to: cursor.taken });
  if (cursor.isWord('atr')) {
    const operand = parseOperandTail(cursor, { instrument: null, name: cursor.next(), parseArgument });
    return cursor.node({ type: 'multiple', value, operand, from, to: cursor.taken });
  }
  if (cursor.token.kind === 'word' && !isReserved(cursor.token.text))
    cursor.refuse({ key: 'operatorOrUnit', number: number.text }, ['pips', 'and', 'or', ...RELATIONS]);
  return cursor.node({ type: 'number', value, from, to: number.to });
}

function parseArgument(cursor: Cursor): ArgumentNode {
  const token = cursor.token;
  switch (token.kind) {
    case 'duration':
      return cursor.node({ type: 'duration', ms: parseDuration(cursor), from: token.from, to: token.to });
    case 'time':
      cursor.next();
      return cursor.node({ type: 'time', minutes: token.value, from: token.from, to: token.to });
    case 'date':
      return parseInstant(cursor);
    default:
      return asExpression(cursor, parseSum(cursor));
  }
}

function asExpression(cursor: Cursor, node: Node): ExpressionNode {
  if (isExpression(node)) return node;
  const text = excerpt(cursor.source, node);
  throw new ConditionFault('syntax', node, { key: 'conditionAsValue', text });
}

const FOLLOWERS: readonly string[] = ['and', 'or', 'for', 'within', 'then', 'unless'];

/** A lone operand may be a flag such as `gotobi`; any other lone expression still lacks its comparison. */
function asCondition(cursor: Cursor, node: Node): ConditionNode {
  if (!isExpression(node)) return node;
  if (node.type === 'operand' && mayBeFlag(cursor, node))
    return cursor.node({ type: 'flag', operand: node, from: node.from, to: node.to });
  return refuseMissingComparison(cursor, excerpt(cursor.source, node));
}

function mayBeFlag(cursor: Cursor, operand: OperandNode): boolean {
  const { token } = cursor;
  const ends =
    token.kind === 'end' ||
    (token.kind === 'symbol' && token.text === ')') ||
    (token.kind === 'word' && FOLLOWERS.includes(token.text));
  return ends && standsAlone(operand);
}

/** True or false by itself, as far as names tell: a condition, or an operand that is no price or indicator. */
function standsAlone(node: Node): boolean {
  return !isExpression(node) || (node.type === 'operand' && !isValueName(node.name.text));
}
