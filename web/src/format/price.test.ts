import { describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { formatPercent, roundToPoint, splitPrice } from './price.ts';

const usdjpy = { digits: 3, pip: 0.01 };
const eurusd = { digits: 5, pip: 0.0001 };

describe('splitPrice', () => {
  test('sets the pip digits of a five-digit quote apart', () => {
    expect(splitPrice(1.08537, eurusd)).toEqual({ lead: '1.08', pips: '53', point: '7' });
  });
  test('sets the pip digits of a yen quote apart', () => {
    expect(splitPrice(150.123, usdjpy)).toEqual({ lead: '150.', pips: '12', point: '3' });
  });
  test('takes the decimal point along where the pip spans it', () => {
    expect(splitPrice(2034.56, { digits: 2, pip: 0.1 })).toEqual({ lead: '203', pips: '4.5', point: '6' });
  });
  test('leaves nothing behind the pips where the quote ends with them', () => {
    expect(splitPrice(1.0853, { digits: 4, pip: 0.0001 })).toEqual({ lead: '1.08', pips: '53', point: '' });
  });
  test('keeps whole-unit pips before the decimal point', () => {
    expect(splitPrice(10345.5, { digits: 1, pip: 1 })).toEqual({ lead: '103', pips: '45', point: '.5' });
  });
  test('parts always join to the whole price', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.0001, max: 200_000, noNaN: true }),
        fc.integer({ min: 0, max: 6 }),
        fc.integer({ min: 0, max: 5 }),
        (value, digits, pipDecimals) => {
          const parts = splitPrice(value, { digits, pip: 10 ** -pipDecimals });
          expect(parts.lead + parts.pips + parts.point).toBe(value.toFixed(digits));
        },
      ),
    );
  });
});

describe('formatting', () => {
  test('percentages always carry a sign, and nothing moved is plus or minus zero', () => {
    expect([0.4211, -0.4211, 0.001, -0.001, null].map(formatPercent)).toEqual([
      '+0.42%',
      '−0.42%',
      '±0.00%',
      '±0.00%',
      '–',
    ]);
  });
  test('a price rounds to the nearest point', () => {
    expect(roundToPoint(150.12349, usdjpy)).toBe(150.123);
  });
});
