import fc from 'fast-check';
import { expect, test } from 'vitest';
import { editDistance, nearest } from './suggest.ts';

test('the nearest word within reach is suggested, the first among equals', () => {
  expect(nearest('rsl', ['rsi', 'sma'])).toBe('rsi');
  expect(nearest('clsoe', ['close'])).toBe('close');
  expect(nearest('sna', ['sma', 'sta'])).toBe('sma');
  expect(nearest('donchain', ['donchian'])).toBe('donchian');
});

test('short words are not stretched into others', () => {
  expect(nearest('x', ['s'])).toBeNull();
  expect(nearest('foo', ['for', 'bid'])).toBe('for');
  expect(nearest('abc', ['xyz', ''])).toBeNull();
  expect(nearest('', ['a'])).toBeNull();
});

test('a swap of neighbours is one edit', () => {
  expect(editDistance('hgih', 'high')).toBe(1);
  expect(editDistance('EURUDS', 'EURUSD')).toBe(1);
});

test('the distance is symmetric, zero for equal words only, and at most the longer length', () => {
  const word = fc.string({ maxLength: 12 });
  fc.assert(
    fc.property(word, word, (a, b) => {
      const distance = editDistance(a, b);
      expect(editDistance(b, a)).toBe(distance);
      expect(distance === 0).toBe(a === b);
      expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      expect(distance).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
    }),
  );
});
