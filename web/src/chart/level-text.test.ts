import { expect, test } from 'vitest';
import { moveLevel } from './level-text.ts';

test('the literal of the level is replaced and the rest of the text stays', () => {
  expect(moveLevel('close@H1  crosses above 150.00 -- resistance', 150, '150.25')).toBe(
    'close@H1  crosses above 150.25 -- resistance',
  );
  expect(moveLevel('close@H4 enters 149.50 .. 150.50', 150.5, '150.80')).toBe(
    'close@H4 enters 149.50 .. 150.80',
  );
});

test('a number that is not a level is left alone', () => {
  expect(moveLevel('bid > 150 -- was 150 before', 150, '151')).toBe('bid > 151 -- was 150 before');
  expect(moveLevel('bid > 40 and mid rises by 40 pips in 15m', 40, '41')).toBe(
    'bid > 41 and mid rises by 40 pips in 15m',
  );
  expect(moveLevel('close@M15 > 15', 15, '16')).toBe('close@M15 > 16');
});

test('a level that stands twice, or nowhere, is not guessed', () => {
  expect(moveLevel('bid > 150 or ask > 150.0', 150, '151')).toBeNull();
  expect(moveLevel('bid > 149 + 1', 150, '151')).toBeNull();
});
