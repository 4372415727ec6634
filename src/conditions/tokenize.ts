/** A source cut into coloured pieces, for editors. Total and linear; works a line at a time, since no token spans two lines. */
import { parseTimeframe } from '../market/timeframe.ts';
import type { Span } from './fault.ts';
import { scan, type Token } from './lexer.ts';
import { MAX_SOURCE_LENGTH } from './limits.ts';
import {
  BAR_WORDS,
  callableNamed,
  indicatorNamed,
  isCandleField,
  isPlanned,
  isQuoteField,
  isReserved,
} from './vocabulary.ts';

export type HighlightKind =
  | 'keyword'
  /** `pips`, `%`, `bars` */
  | 'unit'
  /** `bid`, `close` */
  | 'field'
  /** `rsi`; also planned names, which are called in the same way. */
  | 'indicator'
  /** `typical`, `stale` */
  | 'function'
  | 'output'
  | 'instrument'
  | 'timeframe'
  | 'number'
  | 'operator'
  | 'punctuation'
  | 'comment'
  /** A name that means nothing, or a character that fits nowhere. */
  | 'invalid'
  /** A word whose meaning depends on where it stands, such as a parameter. */
  | 'word';

export type HighlightToken = Span & { readonly kind: HighlightKind };

/** Beyond the bound of a source everything is one invalid piece. */
export function tokenize(source: string): readonly HighlightToken[] {
  const pieces: HighlightToken[] = [];
  const readable = source.slice(0, MAX_SOURCE_LENGTH);
  let before: Token | null = null;
  let depth = 0;
  for (let token = scan(readable, 0); token.kind !== 'end';) {
    const next = scan(readable, token.to);
    if (token.text === '(') depth++;
    if (token.text === ')') depth = Math.max(0, depth - 1);
    pieces.push({
      kind: kindOf(token, { before, next, inParentheses: depth > 0 }),
      from: token.from,
      to: token.to,
    });
    if (token.kind !== 'comment') before = token;
    token = next;
  }
  if (source.length > readable.length)
    pieces.push({ kind: 'invalid', from: readable.length, to: source.length });
  return pieces;
}

interface Neighbours {
  readonly before: Token | null;
  readonly next: Token;
  readonly inParentheses: boolean;
}

function kindOf(token: Token, around: Neighbours): HighlightKind {
  switch (token.kind) {
    case 'number':
    case 'date':
    case 'time':
      return 'number';
    case 'duration':
      return around.before?.text === '@' ? 'invalid' : 'number';
    case 'comment':
      return 'comment';
    case 'symbol':
      return SYMBOL_KINDS.get(token.text) ?? 'operator';
    case 'word':
      return kindOfWord(token.text, around);
    case 'unknown':
    case 'end':
      return 'invalid';
  }
}

const SYMBOL_KINDS: ReadonlyMap<string, HighlightKind> = new Map([
  ...['(', ')', '[', ']', ',', '.', ':', '@'].map((sign): [string, HighlightKind] => [sign, 'punctuation']),
  ['%', 'unit'],
]);

function kindOfWord(word: string, { before, next, inParentheses }: Neighbours): HighlightKind {
  if (before?.text === '@') return parseTimeframe(word) === null ? 'invalid' : 'timeframe';
  if (before?.text === '.') return 'output';
  if (next.text === ':') return 'instrument';
  if (word === 'pips' || word === 'pip' || BAR_WORDS.includes(word)) return 'unit';
  if (isReserved(word)) return 'keyword';
  if (isQuoteField(word) || isCandleField(word)) return 'field';
  if (callableNamed(word) !== null) return 'function';
  if (indicatorNamed(word) !== null || isPlanned(word)) return 'indicator';
  return inParentheses ? 'word' : 'invalid';
}
