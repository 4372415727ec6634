import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TimerQueue } from './timer-queue.ts';

interface Item {
  dueAt: number;
}

describe('the timer queue', () => {
  it('gives items in the order of time', () => {
    const queue = new TimerQueue<Item>((item) => item.dueAt);
    for (const dueAt of [30, 10, 20]) queue.add(dueAt, { dueAt });
    const taken: number[] = [];
    queue.takeDue(25, (item) => taken.push(item.dueAt));
    expect(taken).toEqual([10, 20]);
    expect(queue.next()).toBe(30);
  });

  it('forgets what its owner no longer wants', () => {
    const queue = new TimerQueue<Item>((item) => item.dueAt);
    const item = { dueAt: 10 };
    queue.add(10, item);
    item.dueAt = Infinity;
    expect(queue.next()).toBe(Infinity);
  });

  it('holds few stale entries, however often its items change their minds, and all that still hold', () => {
    const queue = new TimerQueue<Item>((item) => item.dueAt);
    const items = Array.from({ length: 3_000 }, (_, i): Item => ({ dueAt: 1_000_000 + i }));
    for (const item of items) queue.add(item.dueAt, item);
    for (let round = 0; round < 40; round++)
      for (const [i, item] of items.entries()) {
        item.dueAt = ((i * 7_919 + round * 104_729) % 1_000_003) + 1;
        queue.add(item.dueAt, item);
      }
    expect(queue.length).toBeLessThan(3 * items.length);
    const taken: number[] = [];
    queue.takeDue(2_000_000, (item) => taken.push(item.dueAt));
    expect(taken).toEqual(items.map(({ dueAt }) => dueAt).sort((a, b) => a - b));
    expect(queue.length).toBe(0);
  });

  it('agrees with a sorted list while items change their minds', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9), fc.nat(1_000)), { maxLength: 400 }), (changes) => {
        const queue = new TimerQueue<Item>((item) => item.dueAt);
        const items = Array.from({ length: 10 }, (): Item => ({ dueAt: Infinity }));
        for (const [which, dueAt] of changes) {
          const item = items[which] as Item;
          if (item.dueAt === dueAt) continue;
          item.dueAt = dueAt;
          queue.add(dueAt, item);
          expect(queue.next()).toBe(Math.min(...items.map((one) => one.dueAt)));
        }
      }),
    ));
});
