/** Dispatchers on a clock that the test moves; those of a test are stopped after it. */
import { afterEach, beforeEach, vi } from 'vitest';
import { DispatchHarness, type HarnessOptions } from './dispatch-harness.ts';

interface DispatchStage {
  readonly harness: (options: HarnessOptions) => DispatchHarness;
  /** Lets so many milliseconds pass, and everything that is due in them happen. */
  readonly pass: (ms: number) => Promise<unknown>;
}

export function dispatchStage(): DispatchStage {
  let running: DispatchHarness[] = [];
  beforeEach(() => {
    vi.useFakeTimers({
      toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'],
      now: 1_764_000_000_000,
    });
  });
  afterEach(async () => {
    for (const { dispatcher } of running) {
      const stopped = dispatcher.stop(0);
      await vi.advanceTimersByTimeAsync(20_000);
      await stopped;
    }
    running = [];
    vi.useRealTimers();
  });
  return {
    harness(options) {
      const made = new DispatchHarness(options);
      running.push(made);
      return made;
    },
    pass: (ms) => vi.advanceTimersByTimeAsync(ms),
  };
}
