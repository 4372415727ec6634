/**
 * Writes down what came of attempts. The messages are out already, so a store that is away for a moment is asked again until the
 * lease has run out; after that another dispatcher has them, and sends them again under the same idempotency keys.
 *
 * What ends while a statement is under way goes together into the next one, so a burst costs a few statements and not one each. When a
 * shared statement fails, each goes on by itself: one that cannot be recorded holds up no other.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Finished } from '../notify/delivery.ts';
import type { DispatcherOptions, DispatcherPorts } from './dispatch-ports.ts';
import { withTimeout } from './with-timeout.ts';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;
/** Deliveries in one statement, about. */
const BATCH = 256;

interface Recording extends Pick<DispatcherOptions, 'leaseMs' | 'storeTimeoutMs'> {
  /** Ends the waiting: what is not recorded is left to its lease. */
  readonly signal: AbortSignal;
}

interface Entry {
  readonly finished: readonly Finished[];
  /** Monotonic time just before the claim was asked for. */
  readonly claimedAtMs: number;
  readonly resolve: (kept: readonly boolean[]) => void;
  readonly reject: (error: unknown) => void;
}

export class AttemptRecorder {
  readonly #ports: Pick<DispatcherPorts, 'deliveries' | 'clock' | 'metrics' | 'log'>;
  readonly #recording: Recording;
  #waiting: Entry[] = [];
  #busy = false;

  constructor(
    ports: Pick<DispatcherPorts, 'deliveries' | 'clock' | 'metrics' | 'log'>,
    recording: Recording,
  ) {
    this.#ports = ports;
    this.#recording = recording;
  }

  /** All of `finished` together or none; false for each that could not be recorded. Rejects only when the signal ends the waiting. */
  record(finished: readonly Finished[], claimedAtMs: number): Promise<readonly boolean[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ finished, claimedAtMs, resolve, reject });
      if (!this.#busy) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#busy = true;
    while (this.#waiting.length > 0) {
      const batch = this.#nextBatch();
      try {
        const kept = await this.#finish(batch.flatMap(({ finished }) => finished));
        let from = 0;
        for (const { finished, resolve } of batch) resolve(kept.slice(from, (from += finished.length)));
      } catch (error) {
        for (const entry of batch) this.#again(entry, error).then(entry.resolve, entry.reject);
      }
    }
    this.#busy = false;
  }

  #nextBatch(): readonly Entry[] {
    let size = 0;
    let count = 0;
    for (const { finished } of this.#waiting) {
      size += finished.length;
      if (count > 0 && size > BATCH) break;
      count++;
    }
    return this.#waiting.splice(0, count);
  }

  async #finish(finished: readonly Finished[]): Promise<readonly boolean[]> {
    const { deliveries, metrics } = this.#ports;
    const kept = await withTimeout(deliveries.finish(finished), this.#recording.storeTimeoutMs);
    for (const one of kept) if (!one) metrics.leaseLost();
    return kept;
  }

  async #again({ finished, claimedAtMs }: Entry, failure: unknown): Promise<readonly boolean[]> {
    const { clock, metrics, log } = this.#ports;
    const { leaseMs, signal } = this.#recording;
    let error = failure;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      metrics.storeFailed('finish');
      const leftMs = claimedAtMs + leaseMs - clock.monotonicMs() - pauseMs;
      const deliveries = finished.map(({ claimed }) => claimed.delivery.id);
      log.warn('an attempt could not be recorded', { deliveries, leftMs, error });
      if (leftMs <= 0) {
        for (const _ of finished) metrics.leaseLost();
        return finished.map(() => false);
      }
      await sleep(pauseMs, undefined, { signal });
      try {
        return await this.#finish(finished);
      } catch (next) {
        error = next;
      }
    }
  }
}
