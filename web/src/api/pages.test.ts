import { expect, test } from 'vitest';
import type { EventView } from '../../../src/api/contract/events.ts';
import { allItems, matches, withEvent, type Pages } from './pages.ts';

function event(id: string, minute: number, more: Partial<EventView> = {}): EventView {
  const at = new Date(Date.UTC(2026, 0, 5, 9, minute)).toISOString();
  return {
    id,
    key: id,
    alert: 'a1',
    revision: 1,
    name: 'one',
    instrument: 'USDJPY',
    kind: 'fired',
    at,
    recordedAt: at,
    late: false,
    bid: 150,
    ask: 150.01,
    operands: {},
    severity: 'low',
    tags: [],
    message: null,
    condition: 'bid > 1',
    simulated: true,
    deliveries: [],
    ...more,
  };
}

const pages = (...items: EventView[]): Pages<EventView> => ({
  pages: [{ items, next: null }],
  pageParams: [null],
});
const ids = (all: Pages<EventView>) => allItems(all).map(({ id }) => id);

test('a new event comes first, a late one where its time belongs', () => {
  const start = pages(event('c', 30), event('a', 10));
  expect(ids(withEvent(start, event('d', 40)))).toEqual(['d', 'c', 'a']);
  expect(ids(withEvent(start, event('b', 20)))).toEqual(['c', 'b', 'a']);
  expect(ids(withEvent(start, event('0', 1)))).toEqual(['c', 'a', '0']);
});

test('an event that is sent twice is shown once, in its newest form', () => {
  const twice = withEvent(pages(event('a', 10)), event('a', 10, { late: true }));
  expect(ids(twice)).toEqual(['a']);
  expect(allItems(twice)[0]?.late).toBe(true);
});

test('an event enters only the lists it belongs to', () => {
  const one = event('a', 10);
  expect(matches(one, {})).toBe(true);
  expect(matches(one, { instrument: 'USDJPY', alert: 'a1' })).toBe(true);
  expect(matches(one, { instrument: 'EURUSD' })).toBe(false);
  expect(matches(one, { alert: 'a2' })).toBe(false);
});
