import { expect, test } from 'vitest';
import { labelledKeys } from './level-labels.ts';

const level = (price: number, look: 'armed' | 'draft' = 'armed') => ({ key: String(price), price, look });

test('of hundreds of levels those nearest to the price are named', () => {
  const levels = Array.from({ length: 300 }, (_, i) => level(100 + i));
  const named = labelledKeys(levels, 250.2);
  expect([...named].map(Number).sort((a, b) => a - b)).toEqual([
    245, 246, 247, 248, 249, 250, 251, 252, 253, 254, 255, 256,
  ]);
});

test('the level that is being written is named wherever it is', () => {
  const levels = [...Array.from({ length: 300 }, (_, i) => level(100 + i)), level(9_000, 'draft')];
  expect(labelledKeys(levels, 250).has('9000')).toBe(true);
  expect(labelledKeys(levels, null).size).toBe(13);
});
