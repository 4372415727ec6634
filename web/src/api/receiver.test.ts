import { QueryClient } from '@tanstack/react-query';
import { expect, test, vi } from 'vitest';
import type { AlertView } from '../../../src/api/contract/alerts.ts';
import { createEmitter } from '../emitter.ts';
import { createQuoteBoard } from '../quotes/quote-board.ts';
import { allItems, type Pages } from './pages.ts';
import { createReceiver } from './receiver.ts';

function setUp(fetchAlert: (id: string) => Promise<AlertView | null>) {
  const queries = new QueryClient();
  const invalidate = vi.spyOn(queries, 'invalidateQueries');
  const due: (() => void)[] = [];
  const receive = createReceiver({
    queries,
    fetchAlert,
    quotes: createQuoteBoard(() => undefined),
    candles: createEmitter(),
    firings: createEmitter(),
    later: (run) => due.push(run),
  });
  const refreshed = () => invalidate.mock.calls.map(([filter]) => filter?.queryKey);
  return { queries, receive, due, refreshed };
}

const changed = (id: string) => ({ type: 'alert', data: { id, status: 'armed' } }) as const;

test('ten thousand changed alerts refresh the lists once', () => {
  const { receive, due, refreshed } = setUp(() => Promise.reject(new Error('nobody asks for one')));
  for (let i = 0; i < 10_000; i++) receive(changed(String(i)));
  expect(due).toHaveLength(1);
  due[0]?.();
  expect(refreshed()).toEqual([['alerts'], ['alert']]);
  receive(changed('next'));
  expect(due).toHaveLength(2);
});

test('one changed alert is asked for alone, and one that is gone leaves the lists', async () => {
  const now = { id: 'a', status: 'paused', instruments: ['USDJPY'] } as unknown as AlertView;
  const { queries, receive, due, refreshed } = setUp((id) => Promise.resolve(id === 'a' ? now : null));
  queries.setQueryData(['alerts', {}], {
    pages: [
      {
        items: [
          { ...now, status: 'armed' },
          { ...now, id: 'b' },
        ],
        next: null,
      },
    ],
    pageParams: [null],
  });
  receive(changed('a'));
  receive(changed('b'));
  due[0]?.();
  const shown = () => allItems(queries.getQueryData<Pages<AlertView>>(['alerts', {}]));
  await vi.waitFor(() => expect(shown().map(({ id, status }) => `${id} ${status}`)).toEqual(['a paused']));
  expect(refreshed()).toEqual([]);
});

test('an alert that cannot be read leaves it to the lists to ask again', async () => {
  const { receive, due, refreshed } = setUp(() => Promise.reject(new Error('no answer')));
  receive(changed('a'));
  due[0]?.();
  await vi.waitFor(() => expect(refreshed()).toEqual([['alerts'], ['alert']]));
});
