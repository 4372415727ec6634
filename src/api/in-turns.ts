/** Long work on many things without holding up the event loop, which the engine of the embedded product shares. */
import { setImmediate as nextTurn } from 'node:timers/promises';

/** A tick waits no longer than this, and than the work on one thing. */
const TURN_MS = 10;

export async function inTurns<T, R>(items: readonly T[], work: (item: T, index: number) => R): Promise<R[]> {
  const done: R[] = [];
  let beganAtMs = performance.now();
  for (const [index, item] of items.entries()) {
    done.push(work(item, index));
    if (performance.now() - beganAtMs < TURN_MS) continue;
    await nextTurn();
    beganAtMs = performance.now();
  }
  return done;
}
