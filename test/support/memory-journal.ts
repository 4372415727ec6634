/** A journal that takes everything and keeps nothing: for tests of what stands before it. */
import type { Journal } from '../../src/alerts/ports.ts';

export function memoryJournal(): Journal {
  return {
    commit: () => Promise.resolve([]),
    saveCheckpoint: () => Promise.resolve(),
    loadCheckpoint: () => Promise.resolve(null),
    position: () => Promise.resolve({ seq: 0, feedPosition: null }),
    async *entriesAfter() {
      // Nothing was recorded.
    },
  };
}
