/**
 * The parser's place in the tokens: what is next, what is wanted, how much of the bounds is used.
 * Whatever is asked for at the very end of the source is noted in `wanted`; completion reads it, so that the editor offers
 * exactly what the grammar takes.
 */
import { ConditionFault, excerpt, type Span } from './fault.ts';
import { lex, type Token } from './lexer.ts';
import { MAX_DEPTH, MAX_NODES } from './limits.ts';
import type { Expected, Found } from './sentences/faults.ts';
import { nearest } from './suggest.ts';

export type Wanted =
  | { readonly type: 'word'; readonly text: string }
  | { readonly type: 'operand'; readonly prefixed: boolean }
  | { readonly type: 'argument' | 'output'; readonly of: string }
  | { readonly type: 'timeframe' };

export class Cursor {
  readonly source: string;
  readonly wanted: Wanted[] = [];
  readonly #tokens: readonly Token[];
  #index = 0;
  #nodes = 0;
  #depth = 0;

  constructor(source: string) {
    this.source = source;
    this.#tokens = lex(source);
  }

  get token(): Token {
    return this.ahead(0);
  }

  /** The token `count` places on; the last one where there are fewer. */
  ahead(count: number): Token {
    const last = this.#tokens.length - 1;
    return this.#tokens[Math.min(this.#index + count, last)] as Token;
  }

  next(): Token {
    const token = this.token;
    if (token.kind !== 'end') this.#index++;
    return token;
  }

  /** End of the last token taken. */
  get taken(): number {
    return this.#tokens[this.#index - 1]?.to ?? 0;
  }

  want(wanted: Wanted): void {
    if (this.token.kind === 'end') this.wanted.push(wanted);
  }

  isWord(text: string): boolean {
    this.want({ type: 'word', text });
    return this.token.kind === 'word' && this.token.text === text;
  }

  isSymbol(text: string): boolean {
    return this.token.kind === 'symbol' && this.token.text === text;
  }

  acceptWord(text: string): boolean {
    const is = this.isWord(text);
    if (is) this.#index++;
    return is;
  }

  acceptSymbol(text: string): boolean {
    const is = this.isSymbol(text);
    if (is) this.#index++;
    return is;
  }

  /** The one of `words` that comes next, taken; null when none does. */
  acceptOneOf<W extends string>(words: readonly W[]): W | null {
    return words.find((word) => this.acceptWord(word)) ?? null;
  }

  /** Counts a node against the bound. */
  node<T extends Span>(node: T): T {
    if (++this.#nodes > MAX_NODES)
      throw new ConditionFault('limit', node, { key: 'tooManyParts', most: MAX_NODES });
    return node;
  }

  /** Runs `parse` one level deeper. */
  nested<T>(parse: () => T): T {
    if (++this.#depth > MAX_DEPTH)
      throw new ConditionFault('limit', this.token, {
        key: 'tooDeep',
        most: MAX_DEPTH,
        found: this.found(),
      });
    const result = parse();
    this.#depth--;
    return result;
  }

  /** What stands here instead of what was expected; characters that cannot be seen are named by their code. */
  found(): Found {
    const { token } = this;
    if (token.kind === 'end') return 'end';
    if (token.kind !== 'unknown' || !/^[\p{C}\p{Z}\p{M}]/u.test(token.text))
      return { text: excerpt(this.source, token) };
    const code = (token.text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return { character: `U+${code}` };
  }

  /** Stops at the current token; `words` that fit there are suggested when one is near. */
  refuse(expected: Expected, words: readonly string[] = []): never {
    const token = this.token;
    const suggestion =
      token.kind === 'unknown' ? token.suggestion : token.kind === 'word' ? nearest(token.text, words) : null;
    throw new ConditionFault('syntax', token, { key: 'expected', expected, found: this.found() }, suggestion);
  }
}
