/**
 * Writes down what came of an attempt. The message is out already, so a store that is away for a moment is asked again until the
 * lease has run out; after that another dispatcher has it, and sends it again under the same idempotency key.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClaimedDelivery } from '../notify/delivery.ts';
import type { AttemptMade } from './attempt-delivery.ts';
import type { DispatcherOptions, DispatcherPorts } from './dispatch-ports.ts';
import { withTimeout } from './with-timeout.ts';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;

/** False when it could not be recorded. Rejects only when `signal` ends the waiting. */
export async function recordAttempt(
  claimed: ClaimedDelivery,
  { attempt, decision }: AttemptMade,
  ports: Pick<DispatcherPorts, 'deliveries' | 'clock' | 'metrics' | 'log'>,
  { claimedAtMs, leaseMs, storeTimeoutMs, signal }: Recording,
): Promise<boolean> {
  const { deliveries, clock, metrics, log } = ports;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      const kept = await withTimeout(deliveries.finish(claimed, attempt, decision.as), storeTimeoutMs);
      if (!kept) metrics.leaseLost();
      return kept;
    } catch (error) {
      metrics.storeFailed('finish');
      const leftMs = claimedAtMs + leaseMs - clock.monotonicMs() - pauseMs;
      log.warn('an attempt could not be recorded', {
        delivery: claimed.delivery.id,
        attempt: attempt.number,
        result: attempt.result,
        leftMs,
        error,
      });
      if (leftMs <= 0) {
        metrics.leaseLost();
        return false;
      }
      await sleep(pauseMs, undefined, { signal });
    }
  }
}

interface Recording extends Pick<DispatcherOptions, 'leaseMs' | 'storeTimeoutMs'> {
  /** Monotonic time just before the claim was asked for. */
  readonly claimedAtMs: number;
  readonly signal: AbortSignal;
}
