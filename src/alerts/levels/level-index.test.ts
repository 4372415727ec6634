import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Moment } from '../evaluation/moment.ts';
import { TimerQueue } from '../timer-queue.ts';
import { LevelIndex, type LevelWatcher } from './level-index.ts';

const moment = new Moment(new TimerQueue(() => Infinity), false);

class Recorder implements LevelWatcher {
  readonly level: number;
  readonly order: number;
  readonly direction: number;
  touches: (readonly [number, number])[] = [];
  constructor(level: number, order: number, direction = 0) {
    this.level = level;
    this.order = order;
    this.direction = direction;
  }
  touch(from: number, to: number): void {
    this.touches.push([from, to]);
  }
}

/** Who stands where the value sets out or stops, or is passed by it in a direction that concerns it. */
function isTouched({ level, direction }: LevelWatcher, from: number, to: number): boolean {
  if (level === from || level === to) return true;
  const isPassed = level > Math.min(from, to) && level < Math.max(from, to);
  return isPassed && direction !== (from < to ? -1 : 1);
}

describe('the level index', () => {
  it('touches the levels between the last value and the present one, both included', () => {
    const index = new LevelIndex(10);
    const watchers = [8, 10, 12, 15, 16].map((level, order) => new Recorder(level, order));
    for (const watcher of watchers) index.add(watcher);
    index.move(15, moment);
    expect(watchers.map(({ touches }) => touches.length)).toEqual([0, 1, 1, 1, 0]);
    index.move(14, moment);
    expect(watchers.map(({ touches }) => touches.length)).toEqual([0, 1, 1, 2, 0]);
  });

  it('shows the first known value only to those that stand apart for it', () => {
    const index = new LevelIndex(NaN);
    const [waiting, other] = [new Recorder(10, 1), new Recorder(10, 2)];
    index.add(waiting);
    index.add(other);
    index.setApart(waiting, NaN);
    index.move(12, moment);
    index.move(13, moment);
    expect([waiting.touches, other.touches]).toEqual([[[NaN, 12]], []]);
  });

  it('agrees with a plain list, whatever is added, removed and moved', () => {
    const action = fc.oneof(
      {
        weight: 3,
        arbitrary: fc.record({ type: fc.constant('add'), value: fc.integer({ min: 0, max: 60 }) }),
      },
      { weight: 1, arbitrary: fc.record({ type: fc.constant('remove'), value: fc.nat() }) },
      {
        weight: 3,
        arbitrary: fc.record({ type: fc.constant('move'), value: fc.integer({ min: 0, max: 60 }) }),
      },
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 300 }), fc.constantFrom(1, 40), (actions, copies) => {
        const index = new LevelIndex(30);
        const list: { watcher: Recorder; expected: (readonly [number, number])[] }[] = [];
        let value = 30;
        let order = 0;
        for (const { type, value: given } of actions) {
          if (type === 'add')
            // Copies make several chunks.
            for (let copy = 0; copy < copies; copy++) {
              const watcher = new Recorder(given, order++, (order % 3) - 1);
              index.add(watcher);
              list.push({ watcher, expected: [] });
            }
          else if (type === 'remove' && list.length > 0) {
            const [removed] = list.splice(given % list.length, 1);
            if (removed !== undefined) index.remove(removed.watcher);
          } else if (type === 'move') {
            if (given !== value)
              for (const { watcher, expected } of list)
                if (isTouched(watcher, value, given)) expected.push([value, given]);
            index.move(given, moment);
            value = given;
          }
        }
        expect(index.size).toBe(list.length);
        for (const { watcher, expected } of list) expect(watcher.touches).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});
