import { expect, test } from 'vitest';
import { newestNotices, type Notice } from './notice.ts';

const notice = (id: number, tone: Notice['tone']): Notice => ({ id, tone, text: String(id) });

test('a storm of firings leaves errors and what can be undone in sight', () => {
  const storm = Array.from({ length: 50 }, (_, i) => notice(10 + i, 'firing'));
  const shown = newestNotices([notice(1, 'error'), notice(2, 'info'), ...storm]);
  expect(shown.map(({ id }) => id)).toEqual([1, 2, 57, 58, 59]);
});

test('of several errors the newest stay', () => {
  const shown = newestNotices([1, 2, 3, 4].map((id) => notice(id, 'error')));
  expect(shown.map(({ id }) => id)).toEqual([2, 3, 4]);
});
