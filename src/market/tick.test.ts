import fc from 'fast-check';
import { expect, test } from 'vitest';
import { midOf, priceOn, spreadOf } from './tick.ts';

test('the middle is the double nearest to the decimal', () => {
  expect((1.08427 + 1.08429) / 2).toBe(1.0842800000000001);
  expect(midOf(1.08427, 1.08429, 1e5)).toBe(1.08428);
  expect(midOf(150.123, 150.126, 1e3)).toBe(150.1245);
  expect(priceOn('mid', { bid: 1.08427, ask: 1.08429 }, 1e5)).toBe(1.08428);
});

test('so is the spread', () => {
  expect(1.08429 - 1.08427).not.toBe(0.00002);
  expect(spreadOf(1.08427, 1.08429, 1e5)).toBe(0.00002);
});

test('for any quote of up to eight digits both read as the decimal does', () => {
  const points = fc.integer({ min: 1, max: 10 ** 11 });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 8 }), points, fc.nat(10 ** 6), (digits, bidPoints, width) => {
      const perUnit = 10 ** digits;
      const [bid, ask] = [decimal(bidPoints, digits), decimal(bidPoints + width, digits)];
      expect(midOf(bid, ask, perUnit)).toBe(decimal((bidPoints * 2 + width) * 5, digits + 1));
      expect(spreadOf(bid, ask, perUnit)).toBe(decimal(width, digits));
    }),
    { numRuns: 2_000 },
  );
});

test('what nobody has quoted yet has no middle', () => {
  expect(midOf(NaN, NaN, 1e5)).toBeNaN();
  expect(spreadOf(NaN, NaN, 1e5)).toBeNaN();
});

/** Read from its digits, as prices are. */
function decimal(points: number, digits: number): number {
  return Number(`${points}e-${digits}`);
}
