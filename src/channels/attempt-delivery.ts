/** One attempt at one delivery: compose, send, and decide what becomes of it. Touches no store. Never rejects. */
import type { DurationMs, EpochMs } from '../kernel/units.ts';
import type { Attempt, ClaimedDelivery, SendOutcome } from '../notify/delivery.ts';
import { composeMessage } from '../notify/message.ts';
import { decide, sendsPlain, type Decision } from '../notify/retry-policy.ts';
import type { Lane } from './channel-lanes.ts';
import type { DispatcherOptions, DispatcherPorts } from './dispatch-ports.ts';
import { TimeoutError, withTimeout } from './with-timeout.ts';

export interface AttemptMade {
  readonly attempt: Attempt;
  readonly decision: Decision;
}

/** A sender keeps its own time-out; one that does not is left behind after this much more. */
const GRACE_MS = 1_000;

type Ports = Pick<DispatcherPorts, 'message' | 'clock' | 'random' | 'log' | 'metrics'>;

export async function attemptDelivery(
  claimed: ClaimedDelivery,
  lane: Lane | null,
  ports: Ports,
  options: DispatcherOptions,
): Promise<AttemptMade> {
  const { delivery } = claimed;
  const { clock } = ports;
  const startedAt = clock.now();
  const began = clock.monotonicMs();
  const made = (outcome: SendOutcome, decision: Decision): AttemptMade => ({
    attempt: {
      number: delivery.attempts + 1,
      startedAt,
      tookMs: Math.round(clock.monotonicMs() - began) as DurationMs,
      result: outcome.result,
      reason: 'reason' in outcome ? outcome.reason : null,
      detail: 'detail' in outcome ? outcome.detail : (outcome.reference ?? ''),
    },
    decision,
  });
  const unsendable = (reason: 'no-channel' | 'channel-disabled', detail: string): AttemptMade =>
    made(
      { result: 'rejected', reason, detail },
      { as: { status: 'dead', reason }, channelRestsMs: 0, disableChannel: false },
    );

  if (lane === null) return unsendable('no-channel', `there is no channel "${delivery.channel}"`);
  if (!lane.config.enabled) {
    const why = lane.config.disabledReason ?? 'switched off by a user';
    return unsendable('channel-disabled', `channel "${delivery.channel}" is disabled: ${why}`);
  }
  const type = lane.config.type;
  if (delivery.attempts === 0 && delivery.redeliveredAt === undefined)
    ports.metrics.firstAttemptAfterMs(type, Math.max(0, startedAt - claimed.recordedAt));

  const outcome = await sendOnce(claimed, lane, ports, { ...options, now: startedAt });
  const result = made(
    outcome,
    decide(delivery, outcome, lane.profile.retry, { now: clock.now(), random: ports.random }),
  );
  ports.metrics.tookMs(type, result.attempt.tookMs);
  return result;
}

async function sendOnce(
  { delivery, event, recordedAt }: ClaimedDelivery,
  lane: Lane,
  { message: messagePorts, log }: Ports,
  options: DispatcherOptions & { readonly now: EpochMs },
): Promise<SendOutcome> {
  if (!lane.sender.ok) {
    // The operator's doing more often than the user's (an allow-list, a mail server): it may be mended, so the delivery waits.
    const detail = lane.sender.error.map(({ path, message }) => `settings${path}: ${message}`).join('; ');
    return { result: 'retry', reason: 'no-channel', detail };
  }
  const dueSince = options.marketTimeIsWallTime && !event.simulated ? event.at : recordedAt;
  try {
    const message = composeMessage(
      {
        event,
        idempotencyKey: delivery.idempotencyKey,
        attempt: delivery.attempts + 1,
        recordedAt,
        plain: sendsPlain(delivery),
        test: false,
        lateMs: options.now - dueSince,
      },
      lane.config,
      messagePorts,
    );
    return await withTimeout(
      lane.sender.value.send(message, options.sendTimeoutMs),
      options.sendTimeoutMs + GRACE_MS,
    );
  } catch (error) {
    if (error instanceof TimeoutError) return { result: 'retry', reason: 'timeout', detail: error.message };
    // A fault of ours that this message brought out: it must not come back for days, nor hold up the next.
    log.error('a sender failed on a message', { delivery: delivery.id, channel: delivery.channel, error });
    return { result: 'rejected', reason: 'bad-answer', detail: String(error).slice(0, 500) };
  }
}
