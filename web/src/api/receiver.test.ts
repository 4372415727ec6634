import { QueryClient } from '@tanstack/react-query';
import { expect, test, vi } from 'vitest';
import { createEmitter } from '../emitter.ts';
import { createQuoteBoard } from '../quotes/quote-board.ts';
import { createReceiver } from './receiver.ts';

test('ten thousand changed alerts refresh the list once', () => {
  const queries = new QueryClient();
  const invalidate = vi.spyOn(queries, 'invalidateQueries');
  const due: (() => void)[] = [];
  const receive = createReceiver({
    queries,
    quotes: createQuoteBoard(() => undefined),
    candles: createEmitter(),
    firings: createEmitter(),
    later: (run) => due.push(run),
  });
  for (let i = 0; i < 10_000; i++) receive({ type: 'alert', data: { id: String(i), status: 'armed' } });
  expect(due).toHaveLength(1);
  due[0]?.();
  expect(invalidate.mock.calls.map(([filter]) => filter?.queryKey)).toEqual([['alerts'], ['alert']]);
  receive({ type: 'alert', data: { id: 'next', status: 'armed' } });
  expect(due).toHaveLength(2);
});
