/** A sink that keeps what it was given, and waits for conditions on it. */
import type { EpochMs } from '../../src/kernel/units.ts';
import type { FeedReject, FeedSink, FeedState } from '../../src/feeds/feed.ts';
import type { FeedNotice } from '../../src/feeds/notices.ts';
import { tellNotice } from '../../src/feeds/tell-notice.ts';
import type { Tick } from '../../src/market/tick.ts';
import { until } from './until.ts';

export class RecordingSink implements FeedSink {
  readonly ticks: Tick[] = [];
  readonly times: EpochMs[] = [];
  readonly rejects: FeedReject[] = [];
  /** With the English text of the notice. */
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

  state(state: FeedState, notice: FeedNotice | null): void {
    this.states.push({ state, notice: tellNotice(notice).notice });
  }

  get lastState(): FeedState | undefined {
    return this.states.at(-1)?.state;
  }

  until(what: string, holds: () => boolean, timeoutMs?: number): Promise<void> {
    return until(what, holds, timeoutMs);
  }
}
