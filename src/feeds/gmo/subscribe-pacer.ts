/**
 * Spaces (un)subscribe frames. The provider counts them per address and across connections, so one pacer outlives every reconnect.
 * After a refusal nothing is sent for `refusedMs`, doubling with each refusal in a row: frames sent into a block prolong it.
 */
import { pause } from '../pause.ts';
import type { GmoTimings } from './gmo-timings.ts';

type PacerTimings = Pick<GmoTimings, 'subscribeSpacingMs' | 'refusedMs' | 'refusedMaxMs'>;

export class SubscribePacer {
  readonly #timings: PacerTimings;
  readonly #monotonicMs: () => number;
  #nextMs = -Infinity;
  #refusals = 0;

  constructor(timings: PacerTimings, monotonicMs: () => number) {
    this.#timings = timings;
    this.#monotonicMs = monotonicMs;
  }

  /** True when a frame may be sent at once; `sent` must follow it. False when the signal aborted. One caller at a time. */
  async turn(signal: AbortSignal): Promise<boolean> {
    // A timer may fire a moment early.
    while (this.waitMs() > 0) if (!(await pause(this.waitMs(), signal))) return false;
    return !signal.aborted;
  }

  /** The spacing counts from here, however long the process stood still before it sent. */
  sent(): void {
    this.#nextMs = Math.max(this.#nextMs, this.#monotonicMs() + this.#timings.subscribeSpacingMs);
  }

  /** Until the next frame may be sent; 0 or less when it may be now. */
  waitMs(): number {
    return this.#nextMs - this.#monotonicMs();
  }

  refused(): void {
    const { refusedMs, refusedMaxMs } = this.#timings;
    const waitMs = Math.min(refusedMaxMs, refusedMs * 2 ** Math.min(this.#refusals, 20));
    this.#refusals++;
    this.#nextMs = this.#monotonicMs() + waitMs;
  }

  /** A subscription has shown data: the block is over. */
  succeeded(): void {
    this.#refusals = 0;
  }
}
