import { expect, it } from 'vitest';
import { Filter } from './filter.ts';

it('numbers the values in the order in which they come', () => {
  const filter = new Filter().and('a = ?', 1).and('(b, c) < (?, ?::text)', 2, 'x');
  expect(`${filter.where} limit ${filter.value(10)}`).toBe(
    'where a = $1 and (b, c) < ($2, $3::text) limit $4',
  );
  expect(filter.values).toEqual([1, 2, 'x', 10]);
});

it('is empty without parts', () => {
  expect(new Filter().where).toBe('');
});

it('refuses a part with fewer values than places', () => {
  expect(() => new Filter().and('a = ? or b = ?', 1)).toThrow(/missing/);
});
