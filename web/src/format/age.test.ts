import { expect, test } from 'vitest';
import { formatAge, formatCountdown } from './age.ts';

test('an age uses the two largest units that matter', () => {
  expect([0, 240, 3_200, 59_999, 245_000, 7_800_000, 273_600_000].map(formatAge)).toEqual([
    '0 ms',
    '240 ms',
    '3.2 s',
    '59 s',
    '4 m 05 s',
    '2 h 10 m',
    '3 d 4 h',
  ]);
});

test('an age is never negative, whatever the clocks say', () => {
  expect(formatAge(-500)).toBe('0 ms');
});

test('a countdown shows hours only when there are any', () => {
  expect([249_000, 3_849_000, -1].map(formatCountdown)).toEqual(['04:09', '1:04:09', '00:00']);
});
