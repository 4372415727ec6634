/** Waiting that `stop()` can end: every timer of a feed goes through here. */
import { setTimeout as delay } from 'node:timers/promises';

/** Waits; true when the time has passed, false as soon as the signal aborts. Never rejects. */
export async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return false;
  return delay(ms, true, { signal }).catch(() => false);
}

/** Resolves at the abort, for racing. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
