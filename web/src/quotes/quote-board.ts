/**
 * The latest quote of every instrument. The stream writes as often as it likes; watchers of an instrument are told at most
 * once a frame, and only if it changed, so a busy market costs one paint a frame.
 */
import type { QuoteView } from '../../../src/api/contract/market.ts';

/** A quote with the direction it came from, and a count that changes with every move (for the flash). */
export interface BoardQuote {
  readonly quote: QuoteView;
  readonly bidMove: -1 | 0 | 1;
  readonly askMove: -1 | 0 | 1;
  readonly moves: number;
}

export interface QuoteBoard {
  readonly get: (instrument: string) => BoardQuote | undefined;
  readonly watch: (instrument: string, listener: () => void) => () => void;
  readonly apply: (quotes: readonly QuoteView[]) => void;
}

/** `schedule` runs its argument before the next paint (requestAnimationFrame, or a timer while the page is hidden). */
export function createQuoteBoard(schedule: (run: () => void) => void): QuoteBoard {
  const quotes = new Map<string, BoardQuote>();
  const watchers = new Map<string, Set<() => void>>();
  const changed = new Set<string>();
  let scheduled = false;

  const tell = (): void => {
    scheduled = false;
    const instruments = [...changed];
    changed.clear();
    for (const instrument of instruments) for (const listener of watchers.get(instrument) ?? []) listener();
  };

  return {
    get: (instrument) => quotes.get(instrument),
    watch: (instrument, listener) => {
      const set = watchers.get(instrument) ?? new Set();
      set.add(listener);
      watchers.set(instrument, set);
      return () => set.delete(listener);
    },
    apply: (batch) => {
      for (const quote of batch) {
        const before = quotes.get(quote.instrument);
        if (before !== undefined && before.quote.at > quote.at) continue;
        const bidMove = before === undefined ? 0 : sign(quote.bid - before.quote.bid);
        const askMove = before === undefined ? 0 : sign(quote.ask - before.quote.ask);
        const moved = bidMove !== 0 || askMove !== 0;
        quotes.set(quote.instrument, {
          quote,
          bidMove,
          askMove,
          moves: (before?.moves ?? 0) + (moved ? 1 : 0),
        });
        changed.add(quote.instrument);
      }
      if (changed.size > 0 && !scheduled) {
        scheduled = true;
        schedule(tell);
      }
    },
  };
}

function sign(difference: number): -1 | 0 | 1 {
  return difference > 0 ? 1 : difference < 0 ? -1 : 0;
}
