import { expect, test } from 'vitest';
import { sparkPath } from './spark-path.ts';

const box = { width: 40, height: 10 };

test('the highest value is at the top, the lowest at the bottom, ends at the edges', () => {
  expect(sparkPath([1, 3, 2], box)).toBe('M0.0 10.0L20.0 0.0L40.0 5.0');
});

test('a flat line runs through the middle', () => {
  expect(sparkPath([5, 5], box)).toBe('M0.0 5.0L40.0 5.0');
});

test('fewer than two values are no line', () => {
  expect(sparkPath([1], box)).toBeNull();
});
