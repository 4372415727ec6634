/**
 * Source text to tokens. Total: every text has a token sequence, what fits nothing becomes an `unknown` token and is refused
 * by the parser at its place. Linear in the source.
 */
import { DAY_MS, dayNumberOf } from '../market/civil-date.ts';
import type { Span } from './fault.ts';

export type Token = Span &
  (
    | { readonly kind: 'number'; readonly text: string; readonly value: number }
    /** `15m`, `1.5h`: value in milliseconds. */
    | { readonly kind: 'duration'; readonly text: string; readonly value: number }
    /** `09:55`: value in minutes of the day. */
    | { readonly kind: 'time'; readonly text: string; readonly value: number }
    /** `2026-01-02`: value in milliseconds to midnight UTC; NaN for a day that no calendar has. */
    | { readonly kind: 'date'; readonly text: string; readonly value: number }
    /** Lower case, whatever was typed. */
    | { readonly kind: 'word'; readonly text: string }
    | { readonly kind: 'symbol'; readonly text: string }
    | { readonly kind: 'comment'; readonly text: string }
    /** What was meant, where it can be told: `&&` for `and`, full-width signs. */
    | { readonly kind: 'unknown'; readonly text: string; readonly suggestion: string | null }
    | { readonly kind: 'end'; readonly text: '' }
  );

export const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** All tokens but comments; the last one is `end`. */
export function lex(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let token: Token;
  let at = 0;
  do {
    token = scan(source, at);
    at = token.to;
    if (token.kind !== 'comment') tokens.push(token);
  } while (token.kind !== 'end');
  return tokens;
}

/** The first token at or after `at`. */
export function scan(source: string, at: number): Token {
  let from = at;
  while (isSpace(source.charCodeAt(from))) from++;
  if (from >= source.length) return { kind: 'end', text: '', from: source.length, to: source.length };
  const unit = source.charCodeAt(from);
  if (isDigit(unit)) return scanNumber(source, from);
  if (isWordUnit(unit)) {
    const to = endOfWord(source, from);
    return { kind: 'word', text: source.slice(from, to).toLowerCase(), from, to };
  }
  if (source.startsWith('--', from)) return scanComment(source, from);
  return scanSymbol(source, from);
}

function scanNumber(source: string, from: number): Token {
  let to = endOfDigits(source, from);
  if (to - from === 4 && source[to] === '-') {
    const date = scanDate(source, from);
    if (date !== null) return date;
  }
  if (to - from <= 2 && source[to] === ':' && endOfDigits(source, to + 1) === to + 3) {
    const text = source.slice(from, to + 3);
    const value = Number(source.slice(from, to)) * 60 + Number(source.slice(to + 1, to + 3));
    return { kind: 'time', text, value, from, to: to + 3 };
  }
  // A point belongs to the number only when a digit follows: `149..150` is a range.
  if (source[to] === '.' && isDigit(source.charCodeAt(to + 1))) to = endOfDigits(source, to + 1);
  const value = Number(source.slice(from, to));
  const wordEnd = endOfWord(source, to);
  const unitMs = wordEnd === to + 1 ? unitMsOf(source.slice(to, wordEnd).toLowerCase()) : null;
  if (unitMs !== null)
    return { kind: 'duration', text: source.slice(from, wordEnd), value: value * unitMs, from, to: wordEnd };
  return { kind: 'number', text: source.slice(from, to), value, from, to };
}

/** Without blanks, and not followed by more: `2026-1-2` and `2026 - 01 - 02` are differences. */
function scanDate(source: string, from: number): Token | null {
  const text = source.slice(from, from + 10);
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || isWordUnit(source.charCodeAt(from + 10))) return null;
  return { kind: 'date', text, value: dayMs(text), from, to: from + 10 };
}

function dayMs(text: string): number {
  const [year, month, day] = text.split('-').map(Number) as [number, number, number];
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  const length = lengths[month - 1];
  return length === undefined || day < 1 || day > length ? NaN : dayNumberOf(year, month, day) * DAY_MS;
}

/** Milliseconds of `s`, `m`, `h`, `d`; null for any other word. */
export function unitMsOf(word: string): number | null {
  return Object.hasOwn(UNIT_MS, word) ? (UNIT_MS[word] ?? null) : null;
}

function scanComment(source: string, from: number): Token {
  let to = from;
  while (to < source.length && source[to] !== '\n' && source[to] !== '\r') to++;
  return { kind: 'comment', text: source.slice(from, to), from, to };
}

const DOUBLE_SYMBOLS: ReadonlySet<string> = new Set(['<=', '>=', '!=', '..']);
const SINGLE_SYMBOLS: ReadonlySet<string> = new Set('()[],.:@<>=+-*/%');
/** Signs of other languages, and what they are here. */
const MEANT: ReadonlyMap<string, string> = new Map([
  ['==', '='],
  ['<>', '!='],
  ['=>', '>='],
  ['=<', '<='],
  ['&&', 'and'],
  ['||', 'or'],
  ['&', 'and'],
  ['|', 'or'],
  ['!', 'not'],
  ['≥', '>='],
  ['≧', '>='],
  ['≤', '<='],
  ['≦', '<='],
  ['≠', '!='],
  ['×', '*'],
  ['÷', '/'],
  ['−', '-'],
  ['…', '..'],
  ['、', ','],
]);

function scanSymbol(source: string, from: number): Token {
  const two = source.slice(from, from + 2);
  if (DOUBLE_SYMBOLS.has(two)) return { kind: 'symbol', text: two, from, to: from + 2 };
  const meantByTwo = two.length === 2 ? MEANT.get(two) : undefined;
  if (meantByTwo !== undefined) return unknownToken(two, meantByTwo, from);
  const one = source.slice(from, from + 1);
  if (SINGLE_SYMBOLS.has(one)) return { kind: 'symbol', text: one, from, to: from + 1 };
  const character = String.fromCodePoint(source.codePointAt(from) ?? 0);
  const meant = MEANT.get(character);
  if (meant !== undefined) return unknownToken(character, meant, from);
  return scanFullWidth(source, from) ?? unknownToken(character, null, from);
}

function unknownToken(text: string, suggestion: string | null, from: number): Token {
  return { kind: 'unknown', text, suggestion, from, to: from + text.length };
}

/** `１５０`, `ＲＳＩ（１４）`: what Japanese input methods write, as one token that suggests its ASCII form. */
function scanFullWidth(source: string, from: number): Token | null {
  let to = from;
  while (isFullWidth(source.charCodeAt(to))) to++;
  if (to === from) return null;
  const text = source.slice(from, to);
  return unknownToken(text, text.normalize('NFKC'), from);
}

/** The block that mirrors printable ASCII. */
function isFullWidth(unit: number): boolean {
  return unit >= 0xff01 && unit <= 0xff5e;
}

function endOfDigits(source: string, from: number): number {
  let to = from;
  while (isDigit(source.charCodeAt(to))) to++;
  return to;
}

function endOfWord(source: string, from: number): number {
  let to = from;
  while (isWordUnit(source.charCodeAt(to))) to++;
  return to;
}

export function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

/** Letters, digits and `_`. */
export function isWordUnit(unit: number): boolean {
  return (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || unit === 95 || isDigit(unit);
}

/** Blank, tab, line ends, no-break and ideographic space. */
function isSpace(unit: number): boolean {
  return unit === 32 || (unit >= 9 && unit <= 13) || unit === 0xa0 || unit === 0x3000 || unit === 0xfeff;
}
