/**
 * Finds subscriptions that silently broke. Looks at /ticker come at intervals: a quote that changed between two looks while the symbol
 * was subscribed must have been streamed by the third. Comparing with the next look, not with this one, forgives a stream that is only
 * a moment behind.
 */
export interface Listed {
  readonly symbol: string;
  readonly at: number;
  readonly subscribed: boolean;
}

export class StreamWatch {
  readonly #lagMs: number;
  readonly #streamed = new Map<string, number>();
  readonly #listed = new Map<string, Listed>();
  readonly #expected = new Map<string, number>();

  constructor(lagMs: number) {
    this.#lagMs = lagMs;
  }

  streamed(symbol: string, at: number): void {
    this.#streamed.set(symbol, Math.max(at, this.#streamed.get(symbol) ?? -Infinity));
  }

  /** Symbols whose stream lacks what the look before already knew; they begin anew. */
  look(quotes: readonly Listed[]): readonly string[] {
    return quotes.flatMap((quote) => (this.#isBroken(quote) ? [quote.symbol] : []));
  }

  #isBroken(quote: Listed): boolean {
    const { symbol } = quote;
    const expected = this.#expected.get(symbol);
    const broken =
      expected !== undefined && (this.#streamed.get(symbol) ?? -Infinity) + this.#lagMs < expected;
    const before = this.#listed.get(symbol);
    const changed = before?.subscribed === true && quote.subscribed && quote.at > before.at;
    this.#expected.delete(symbol);
    if (changed && !broken) this.#expected.set(symbol, quote.at);
    this.#listed.set(symbol, broken ? { ...quote, subscribed: false } : quote);
    return broken;
  }
}
