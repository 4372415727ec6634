/**
 * Syntax tree to canonical text: one line, lower-case names, single spaces, only the parentheses that are needed.
 * Law: `parse(print(ast))` is `ast`, spans aside.
 */
import { civilOf, DAY_MS } from '../market/civil-date.ts';
import { clockText } from '../market/session.ts';
import type {
  ArgumentNode,
  BarsNode,
  ConditionNode,
  ExpressionNode,
  OperandNode,
  WindowNode,
} from './ast.ts';
import { isExpression } from './ast.ts';
import { UNIT_MS } from './lexer.ts';

/** How the leaves are printed; the checker prints them with everything filled in. */
interface LeafPrinter {
  operand(node: OperandNode): string;
  bars(node: BarsNode): string;
}

export const AS_WRITTEN: LeafPrinter = {
  operand: printOperand,
  bars: (node) => `${node.count} bars${node.timeframe === null ? '' : `@${node.timeframe.text}`}`,
};

export function print(node: ConditionNode | ExpressionNode, leaves: LeafPrinter = AS_WRITTEN): string {
  return isExpression(node) ? printExpression(node, leaves) : printCondition(node, leaves);
}

function printCondition(node: ConditionNode, leaves: LeafPrinter): string {
  const value = (expression: ExpressionNode): string => printExpression(expression, leaves);
  switch (node.type) {
    case 'or':
      return node.terms.map((term) => printCondition(term, leaves)).join(' or ');
    case 'and':
      return node.terms.map((term) => grouped(term, term.type === 'or', leaves)).join(' and ');
    case 'not':
      return `not ${grouped(node.term, isJoined(node.term), leaves)}`;
    case 'for':
      return `${printPart(node.term, leaves)} for ${printDuration(node.ms)}`;
    case 'within':
      return `${printPart(node.term, leaves)} within ${printWindow(node.window, leaves)}`;
    case 'sequence': {
      const parts = `${printPart(node.first, leaves)} then ${printPart(node.then, leaves)}`;
      const unless = node.unless === null ? '' : ` unless ${printPart(node.unless, leaves)}`;
      return `${parts} within ${printWindow(node.window, leaves)}${unless}`;
    }
    case 'compare':
      return `${value(node.left)} ${node.operator} ${value(node.right)}`;
    case 'cross': {
      const direction = node.direction === 'either' ? '' : ` ${node.direction}`;
      return `${value(node.left)} crosses${direction} ${value(node.right)}`;
    }
    case 'range': {
      const high = node.high === null ? '' : ` .. ${value(node.high)}`;
      return `${value(node.subject)} ${node.relation} ${value(node.low)}${high}`;
    }
    case 'move': {
      const window = printWindow(node.window, leaves);
      return `${value(node.subject)} ${node.direction} by ${value(node.amount)} in ${window}`;
    }
    case 'trend':
      return `${value(node.subject)} is ${node.direction} for ${leaves.bars(node.window)}`;
    case 'touch':
      return printTouch(node, leaves);
    case 'flag':
      return leaves.operand(node.operand);
  }
}

const DIRECTIONS = {
  touches: { either: '', up: '', down: '' },
  breaks: { either: '', up: ' above', down: ' below' },
  bounces: { either: ' off', up: ' up off', down: ' down off' },
} as const;

function printTouch(node: ConditionNode & { readonly type: 'touch' }, leaves: LeafPrinter): string {
  const value = (expression: ExpressionNode): string => printExpression(expression, leaves);
  const within = node.tolerance === null ? '' : ` within ${value(node.tolerance)}`;
  const by = node.distance === null ? '' : ` by ${value(node.distance)}`;
  const direction = DIRECTIONS[node.relation][node.direction];
  return `${value(node.subject)} ${node.relation}${direction} ${value(node.level)}${within}${by}`;
}

function isJoined(node: ConditionNode): boolean {
  return node.type === 'or' || node.type === 'and';
}

function grouped(node: ConditionNode, inParentheses: boolean, leaves: LeafPrinter): string {
  const text = printCondition(node, leaves);
  return inParentheses ? `(${text})` : text;
}

/** Inside a time operator everything but a predicate stands in parentheses, also where the grammar could do without. */
function printPart(node: ConditionNode, leaves: LeafPrinter): string {
  const compound =
    ['or', 'and', 'not', 'for', 'within', 'sequence'].includes(node.type) ||
    (node.type === 'touch' && node.tolerance !== null);
  return grouped(node, compound, leaves);
}

const PRECEDENCE = { '+': 1, '-': 1, '*': 2, '/': 2 } as const;
const UNARY = 3;

/** `least`: the weakest operator that may stand here without parentheses. */
function printExpression(node: ExpressionNode, leaves: LeafPrinter, least = 0): string {
  switch (node.type) {
    case 'number':
      return printNumber(node.value);
    case 'amount':
      return node.unit === 'percent' ? `${printNumber(node.value)}%` : `${printNumber(node.value)} pips`;
    case 'multiple':
      return `${printNumber(node.value)} ${leaves.operand(node.operand)}`;
    case 'operand':
      return leaves.operand(node);
    case 'negate': {
      // Two signs in a row would start a comment.
      const operand = printExpression(node.operand, leaves, UNARY);
      return node.operand.type === 'negate' ? `-(${operand})` : `-${operand}`;
    }
    case 'arithmetic': {
      const precedence = PRECEDENCE[node.operator];
      const left = printExpression(node.left, leaves, precedence);
      const right = printExpression(node.right, leaves, precedence + 1);
      const text = `${left} ${node.operator} ${right}`;
      return precedence < least ? `(${text})` : text;
    }
  }
}

function printOperand(node: OperandNode): string {
  const instrument = node.instrument === null ? '' : `${node.instrument.text}:`;
  const args = node.arguments.length === 0 ? '' : `(${node.arguments.map(printArgument).join(', ')})`;
  const output = node.output === null ? '' : `.${node.output.text}`;
  return `${instrument}${node.name.text}${args}${output}${printSource(node.timeframe?.text ?? null, node)}`;
}

/** `@H1 live[1]` */
export function printSource(timeframe: string | null, at: { live: boolean; offset: number }): string {
  const suffix = timeframe === null ? '' : `@${timeframe}`;
  return `${suffix}${at.live ? ' live' : ''}${at.offset === 0 ? '' : `[${at.offset}]`}`;
}

function printArgument(node: ArgumentNode): string {
  switch (node.type) {
    case 'duration':
      return printDuration(node.ms);
    case 'instant':
      return printInstant(node);
    case 'time':
      return clockText(node.minutes);
    default:
      return printExpression(node, AS_WRITTEN);
  }
}

/** With its time, and its zone unless that is UTC: `2026-01-02 10:00 tokyo`. */
export function printInstant({ localMs, zone }: { readonly localMs: number; readonly zone: string }): string {
  const [year, month, day] = civilOf(Math.floor(localMs / DAY_MS));
  const date = `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`;
  const minutes = (localMs - Math.floor(localMs / DAY_MS) * DAY_MS) / 60_000;
  return `${date} ${clockText(minutes)}${zone === 'utc' ? '' : ` ${zone}`}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function printWindow(node: WindowNode, leaves: LeafPrinter): string {
  return node.type === 'bars' ? leaves.bars(node) : printDuration(node.ms);
}

/** In the largest unit that divides: `90m`, `1h`, `2d`; milliseconds as decimals of a second. */
export function printDuration(ms: number): string {
  for (const unit of ['d', 'h', 'm', 's'] as const) {
    const size = UNIT_MS[unit] ?? 1;
    if (ms % size === 0) return `${ms / size}${unit}`;
  }
  return `${printNumber(ms / 1_000)}s`;
}

/** The shortest decimal that reads back as the same double, without an exponent. */
export function printNumber(value: number): string {
  const text = String(value);
  const match = /^(\d)(?:\.(\d+))?e-(\d+)$/.exec(text);
  if (match === null) return text;
  const [, whole = '', fraction = '', zeros = '1'] = match;
  return `0.${'0'.repeat(Number(zeros) - 1)}${whole}${fraction}`;
}
