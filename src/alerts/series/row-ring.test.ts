import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowRing } from './row-ring.ts';

describe('the ring', () => {
  it('keeps the newest rows up to its limit, as a list would', () =>
    fc.assert(
      fc.property(
        fc.array(fc.double(), { maxLength: 100 }),
        fc.integer({ min: 1, max: 40 }),
        (values, limit) => {
          const ring = new RowRing(2, limit);
          for (const value of values) ring.push([value, -value]);
          const kept = values.slice(-limit);
          expect(ring.length).toBe(kept.length);
          expect(kept.map((_, i) => ring.value(kept.length - 1 - i, 0))).toEqual(kept);
          expect([...ring.toArray()]).toEqual(kept.flatMap((value) => [value, -value]));
          const copy = new RowRing(2, limit);
          copy.load(ring.toArray());
          expect(copy.toArray()).toEqual(ring.toArray());
        },
      ),
    ));

  it('is unknown outside of what it keeps', () => {
    const ring = new RowRing(1, 2);
    ring.push([1]);
    expect([ring.value(0, 0), ring.value(1, 0), ring.value(-1, 0), ring.value(NaN, 0)]).toEqual([
      1,
      NaN,
      NaN,
      NaN,
    ]);
  });

  it('keeps more once it is deepened', () => {
    const ring = new RowRing(1, 2);
    for (const value of [1, 2, 3]) ring.push([value]);
    ring.deepen(4);
    for (const value of [4, 5]) ring.push([value]);
    expect([...ring.toArray()]).toEqual([2, 3, 4, 5]);
  });
});
