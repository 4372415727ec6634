import { expect, test } from 'vitest';
import type { AlertView } from '../../../src/api/contract/alerts.ts';
import { chartLevels, parseLevelKey } from './chart-levels.ts';

const alert = (id: string, status: AlertView['status'], levels: number[]) =>
  ({
    id,
    status,
    levels,
    name: `alert ${id} with quite a long name`,
    instruments: ['USDJPY'],
  }) as unknown as AlertView;

test('armed and paused alerts are drawn, finished ones are not', () => {
  const levels = chartLevels(
    [alert('a', 'armed', [1, 2]), alert('b', 'paused', [3]), alert('c', 'done', [4])],
    {
      editing: null,
      draft: [],
    },
  );
  expect(levels.map(({ price, look }) => [price, look])).toEqual([
    [1, 'armed'],
    [2, 'armed'],
    [3, 'paused'],
  ]);
  expect(levels.every(({ title }) => title.length <= 22)).toBe(true);
});

test('the alert in the editor is drawn once, from its draft', () => {
  const levels = chartLevels([alert('a', 'armed', [1])], { editing: 'a', draft: [1.5] });
  expect(levels).toMatchObject([{ price: 1.5, look: 'draft', movable: false }]);
});

test('the key of a level names its alert and its price', () => {
  const [level] = chartLevels([alert('x@y', 'armed', [150.25])], { editing: null, draft: [] });
  expect(parseLevelKey(level?.key ?? '')).toEqual({ alert: 'x@y', price: 150.25 });
});

test('a title does not repeat the instrument of the chart', () => {
  const named = { ...alert('a', 'armed', [150.25]), name: 'USDJPY bid crosses 150.250' };
  const [level] = chartLevels([named], { editing: null, draft: [] });
  expect(level?.title).toBe('bid crosses 150.250');
});
