/**
 * One attempt: compose one message for one delivery or a group of them, send it, and decide what becomes of each. Touches no store.
 * Never rejects.
 */
import type { DurationMs, EpochMs } from '../kernel/units.ts';
import type { Attempt, ClaimedDelivery, FailureReason, SendOutcome } from '../notify/delivery.ts';
import type { Message } from '../notify/channel.ts';
import { composeGroupMessage } from '../notify/group-message.ts';
import { composeMessage } from '../notify/message.ts';
import { decide, decideInGroup, sendsPlain, type Decision } from '../notify/retry-policy.ts';
import type { Lane } from './channel-lanes.ts';
import type { DispatcherOptions, DispatcherPorts } from './dispatch-ports.ts';
import { TimeoutError, withTimeout } from './with-timeout.ts';

export interface AttemptMade {
  readonly claimed: ClaimedDelivery;
  readonly attempt: Attempt;
  readonly decision: Decision;
}

/** A sender keeps its own time-out; one that does not is left behind after this much more. */
const GRACE_MS = 1_000;

type Ports = Pick<DispatcherPorts, 'message' | 'clock' | 'random' | 'log' | 'metrics'>;

interface AttemptOptions extends DispatcherOptions {
  /** The store's clock. */
  readonly now: () => EpochMs;
}

/** `group` holds one delivery or several to the same channel; the answer has one entry for each, in the same order. */
export async function attemptDeliveries(
  group: readonly ClaimedDelivery[],
  lane: Lane | null,
  ports: Ports,
  options: AttemptOptions,
): Promise<readonly AttemptMade[]> {
  const { clock, random, metrics } = ports;
  const startedAt = options.now();
  const began = clock.monotonicMs();
  const made = (outcome: SendOutcome, decide: (claimed: ClaimedDelivery) => Decision): AttemptMade[] => {
    const tookMs = Math.round(clock.monotonicMs() - began) as DurationMs;
    return group.map((claimed) => ({
      claimed,
      attempt: attemptOf(claimed, outcome, { startedAt, tookMs }),
      decision: decide(claimed),
    }));
  };
  const unsendable = (reason: FailureReason, detail: string): AttemptMade[] =>
    made({ result: 'rejected', reason, detail }, () => ({
      as: { status: 'dead', reason },
      channelRestsMs: 0,
      disableChannel: false,
    }));

  const channel = group[0]?.delivery.channel;
  if (lane === null) return unsendable('no-channel', `there is no channel "${channel}"`);
  if (!lane.config.enabled) {
    const why = lane.config.disabledReason ?? 'switched off by a user';
    return unsendable('channel-disabled', `channel "${channel}" is disabled: ${why}`);
  }
  for (const { delivery, recordedAt } of group) {
    if (delivery.attempts === 0 && delivery.redeliveredAt === undefined)
      metrics.firstAttemptAfterMs(lane.config.type, Math.max(0, startedAt - recordedAt));
  }
  const outcome = await sendOnce(group, lane, ports, { ...options, now: startedAt });
  const judge = group.length > 1 ? decideInGroup : decide;
  const when = { now: options.now(), random };
  const result = made(outcome, ({ delivery }) => judge(delivery, outcome, lane.profile.retry, when));
  metrics.tookMs(lane.config.type, Math.round(clock.monotonicMs() - began));
  return result;
}

function attemptOf(
  { delivery }: ClaimedDelivery,
  outcome: SendOutcome,
  times: Pick<Attempt, 'startedAt' | 'tookMs'>,
): Attempt {
  return {
    number: delivery.attempts + 1,
    ...times,
    result: outcome.result,
    reason: 'reason' in outcome ? outcome.reason : null,
    detail: 'detail' in outcome ? outcome.detail : (outcome.reference ?? ''),
  };
}

async function sendOnce(
  group: readonly ClaimedDelivery[],
  lane: Lane,
  ports: Ports,
  options: DispatcherOptions & { readonly now: EpochMs },
): Promise<SendOutcome> {
  if (!lane.sender.ok) {
    // The operator's doing more often than the user's (an allow-list, a mail server): it may be mended, so the delivery waits.
    const detail = lane.sender.error.map(({ path, message }) => `settings${path}: ${message}`).join('; ');
    return { result: 'retry', reason: 'no-channel', detail };
  }
  try {
    return await withTimeout(
      lane.sender.value.send(compose(group, lane, ports, options), options.sendTimeoutMs),
      options.sendTimeoutMs + GRACE_MS,
    );
  } catch (error) {
    if (error instanceof TimeoutError) return { result: 'retry', reason: 'timeout', detail: error.message };
    // A fault of ours that this message brought out: it must not come back for days, nor hold up the next.
    const deliveries = group.map(({ delivery }) => delivery.id);
    ports.log.error('a sender failed on a message', { deliveries, channel: lane.config.name, error });
    return { result: 'rejected', reason: 'bad-answer', detail: String(error).slice(0, 500) };
  }
}

function compose(
  group: readonly ClaimedDelivery[],
  { config }: Lane,
  { message }: Ports,
  { now, marketTimeIsWallTime }: DispatcherOptions & { readonly now: EpochMs },
): Message {
  const lateMs = ({ event, recordedAt }: ClaimedDelivery): number =>
    now - (marketTimeIsWallTime && !event.simulated ? event.at : recordedAt);
  const [first] = group;
  if (first === undefined) throw new RangeError('a message needs an event');
  const { delivery, event, recordedAt } = first;
  const attempt = delivery.attempts + 1;
  if (group.length === 1) {
    const { idempotencyKey } = delivery;
    const plain = sendsPlain(delivery);
    return composeMessage(
      { event, idempotencyKey, attempt, recordedAt, plain, test: false, lateMs: lateMs(first) },
      config,
      message,
    );
  }
  return composeGroupMessage(
    {
      events: group.map((claimed) => ({ event: claimed.event, lateMs: lateMs(claimed) })),
      idempotencyKey: delivery.groupKey ?? delivery.idempotencyKey,
      attempt,
      recordedAt,
    },
    config,
    message,
  );
}
