/** The latest quote of one instrument; renders at most once a frame. */
import { useCallback, useSyncExternalStore } from 'react';
import { useServices } from '../services.ts';
import type { BoardQuote } from './quote-board.ts';

export function useQuote(instrument: string): BoardQuote | undefined {
  const { quotes } = useServices();
  const watch = useCallback(
    (listener: () => void) => quotes.watch(instrument, listener),
    [quotes, instrument],
  );
  return useSyncExternalStore(watch, () => quotes.get(instrument));
}
