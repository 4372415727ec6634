/** A sink that keeps what it was given, and waits for conditions on it. */
import type { EpochMs } from '../../src/kernel/units.ts';
import type { FeedReject, FeedSink, FeedState } from '../../src/feeds/feed.ts';
import type { Tick } from '../../src/market/tick.ts';

export class RecordingSink implements FeedSink {
  readonly ticks: Tick[] = [];
  readonly times: EpochMs[] = [];
  readonly rejects: FeedReject[] = [];
  readonly states: { readonly state: FeedState; readonly notice: string | null }[] = [];

  tick(tick: Tick): void {
    this.ticks.push(tick);
  }

  time(at: EpochMs): void {
    this.times.push(at);
  }

  rejected(reject: FeedReject): void {
    this.rejects.push(reject);
  }

  state(state: FeedState, notice: string | null): void {
    this.states.push({ state, notice });
  }

  get lastState(): FeedState | undefined {
    return this.states.at(-1)?.state;
  }

  /** Polls until the condition holds; throws with `what` when it does not in time. */
  async until(what: string, holds: () => boolean, timeoutMs = 5_000): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    while (!holds()) {
      if (performance.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }
}
