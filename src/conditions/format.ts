/**
 * The one way a condition is written: lower-case words, upper-case instruments and timeframes, single spaces, no needless
 * parentheses. A line that would be longer than 100 characters is broken before its outermost `and` or `or`.
 * A source with comments keeps its lines and its parentheses, so that every comment stays beside what it speaks of.
 * What blanks would make too long for the language stays as it is.
 * Laws: what is formatted means the same, formatting again changes nothing, no comment is lost.
 */
import type { Result } from '../kernel/result.ts';
import { parseTimeframe } from '../market/timeframe.ts';
import type { ConditionNode } from './ast.ts';
import type { ConditionError } from './condition-error.ts';
import { Cursor } from './cursor.ts';
import { catchFault } from './fault.ts';
import { scan, type Token } from './lexer.ts';
import { MAX_SOURCE_LENGTH } from './limits.ts';
import { bounded, parseSource } from './parser.ts';
import { print } from './print.ts';
import { isReserved } from './vocabulary.ts';

const LONGEST_LINE = 100;

export function format(source: string): Result<string, ConditionError> {
  return catchFault(source, () => {
    const node = parseSource(new Cursor(bounded(source)));
    const tokens = tokensOf(source);
    const hasComment = tokens.some(({ kind }) => kind === 'comment');
    const text = hasComment ? formatLines(source, tokens) : printLines(node);
    return text.length <= MAX_SOURCE_LENGTH ? text : source;
  });
}

function printLines(node: ConditionNode): string {
  const line = print(node);
  if (line.length <= LONGEST_LINE || (node.type !== 'and' && node.type !== 'or')) return line;
  return node.terms
    .map((term) => (node.type === 'and' && term.type === 'or' ? `(${print(term)})` : print(term)))
    .join(`\n${node.type} `);
}

/** Comments among them. */
function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let token = scan(source, 0); token.kind !== 'end'; token = scan(source, token.to)) tokens.push(token);
  return tokens;
}

function formatLines(source: string, tokens: readonly Token[]): string {
  let text = '';
  let before: Token | null = null;
  let last: Token | null = null;
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1] ?? null;
    const between = source.slice(before?.to ?? 0, token.from);
    const breaks = before !== null && (before.kind === 'comment' || /[\n\r]/.test(between));
    const gap = before === null ? '' : breaks ? '\n' : isTight(last, before, token) ? '' : ' ';
    text += gap + spelled(token, before, next);
    if (before?.kind !== 'comment') last = before;
    before = token;
  }
  return text;
}

/** Whether `token` stands directly after `before`; `last` is the one before that which is no comment. */
function isTight(last: Token | null, before: Token, token: Token): boolean {
  // Two signs in a row would start a comment.
  if (token.kind === 'comment' || (isSign(before, '-') && isSign(token, '-'))) return false;
  if (isSign(before, '(', '[', '@', '.', ':')) return true;
  if (isSign(token, ')', ']', ',', '@', '.', ':', '%', '[')) return true;
  if (isSign(token, '(')) return before.kind === 'word' && !isReserved(before.text);
  return isSign(before, '-') && isUnary(last);
}

/** A minus after nothing, an operator, an opening sign or a keyword has no left side. */
function isUnary(last: Token | null): boolean {
  if (last === null) return true;
  if (last.kind === 'word') return isReserved(last.text);
  return last.kind === 'symbol' && !isSign(last, ')', ']', '%');
}

function isSign(token: Token, ...signs: readonly string[]): boolean {
  return token.kind === 'symbol' && signs.includes(token.text);
}

function spelled(token: Token, before: Token | null, next: Token | null): string {
  if (token.kind === 'comment') return token.text.trimEnd();
  if (token.kind !== 'word') return token.text.toLowerCase();
  if (before !== null && isSign(before, '@')) return parseTimeframe(token.text)?.name ?? token.text;
  return next !== null && isSign(next, ':') ? token.text.toUpperCase() : token.text;
}
