/**
 * When a failed delivery is tried again, and when it is given up. Pure: the same delivery, outcome, time and random give the same answer.
 *
 *   outcome              becomes                          and the channel
 *   ok, duplicate-ok     sent                             rests as long as the provider says
 *   retry                pending, by the schedule         -
 *   retry-after, quota   pending, exactly then            rests until then
 *   rejected             pending once more, plain text    -
 *   rejected in plain    dead: its reason                 -
 *   gone                 dead: its reason                 is disabled
 *   any failure once the maximum age is reached: dead, `too-old`
 *
 * A delivery is always tried at least once, however old: it says how late it is. The try that the schedule would make after the
 * maximum age is made at it, so the whole time is used. `retry-after` beyond the maximum age is dead at once.
 * Source of the webhook schedule: Standard Webhooks 1.0.0, with the first steps shorter because prices age.
 */
import { HOUR_MS, MINUTE_MS, SECOND_MS, type DurationMs, type EpochMs } from '../kernel/units.ts';
import type { Random } from '../kernel/random.ts';
import { unreachable } from '../kernel/assert.ts';
import type { ChannelType } from './channel.ts';
import type { Delivery, FinishedAs, SendOutcome } from './delivery.ts';

export interface RetryPolicy {
  /** Waits after the first, second, … failed attempt; the last one repeats. */
  readonly waitsMs: readonly number[];
  /** Each wait is made up to this part longer or shorter, so that what failed together does not come back together. */
  readonly jitter: number;
  readonly maxAgeMs: DurationMs;
  /** A provider that names a longer time is asked again after this one. */
  readonly maxRetryAfterMs: DurationMs;
}

const WAITS_MS: readonly number[] = [
  2 * SECOND_MS,
  10 * SECOND_MS,
  30 * SECOND_MS,
  2 * MINUTE_MS,
  10 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];

const triedFor = (hours: number): RetryPolicy => ({
  waitsMs: WAITS_MS,
  jitter: 0.2,
  maxAgeMs: (hours * HOUR_MS) as DurationMs,
  maxRetryAfterMs: (24 * HOUR_MS) as DurationMs,
});

export const RETRY_POLICIES: Readonly<Record<ChannelType, RetryPolicy>> = {
  console: triedFor(1),
  webhook: triedFor(72),
  discord: triedFor(24),
  email: triedFor(72),
};

export interface Decision {
  readonly as: FinishedAs;
  /** Nothing more to this channel for so long. */
  readonly channelRestsMs: number;
  readonly disableChannel: boolean;
}

/** Ends the reason of a delivery whose message was rejected, so that a restart still knows to send plain text. */
const PLAIN_FROM_HERE = '; plain text from here';

/** Whether the next attempt goes out as plain text. */
export function sendsPlain(delivery: Delivery): boolean {
  return delivery.reason?.endsWith(PLAIN_FROM_HERE) ?? false;
}

/** `delivery` as it was claimed: its `attempts` do not yet count the one that had this outcome. */
export function decide(
  delivery: Delivery,
  outcome: SendOutcome,
  policy: RetryPolicy,
  { now, random }: { readonly now: EpochMs; readonly random: Random },
): Decision {
  const deadline = (delivery.redeliveredAt ?? delivery.createdAt) + policy.maxAgeMs;
  const plain = sendsPlain(delivery);

  const pending = (dueAt: number, reason: string, channelRestsMs = 0): Decision =>
    now >= deadline || dueAt > deadline
      ? { as: { status: 'dead', reason: 'too-old' }, channelRestsMs, disableChannel: false }
      : {
          as: {
            status: 'pending',
            dueAt: Math.round(dueAt) as EpochMs,
            reason: plain ? reason + PLAIN_FROM_HERE : reason,
          },
          channelRestsMs,
          disableChannel: false,
        };
  const dead = (reason: string, disableChannel = false): Decision => ({
    as: { status: 'dead', reason },
    channelRestsMs: 0,
    disableChannel,
  });

  switch (outcome.result) {
    case 'ok':
    case 'duplicate-ok':
      return { as: { status: 'sent' }, channelRestsMs: outcome.pauseMs ?? 0, disableChannel: false };
    case 'retry': {
      const dueAt = now + scheduledWaitMs(policy, delivery.attempts + 1, random);
      return pending(Math.min(dueAt, deadline), outcome.reason);
    }
    case 'retry-after':
    case 'quota': {
      const restsMs = Math.min(outcome.afterMs, policy.maxRetryAfterMs);
      return pending(now + restsMs, outcome.reason, restsMs);
    }
    case 'rejected':
      return plain ? dead(outcome.reason) : pending(now, outcome.reason + PLAIN_FROM_HERE);
    case 'gone':
      return dead(outcome.reason, true);
    default:
      return unreachable(outcome);
  }
}

/**
 * The same for one of several that went out as one message. A provider that rejects the message rejects the group, not this one: it
 * goes out alone.
 */
export function decideInGroup(
  delivery: Delivery,
  outcome: SendOutcome,
  policy: RetryPolicy,
  when: { readonly now: EpochMs; readonly random: Random },
): Decision {
  if (outcome.result !== 'rejected') return decide(delivery, outcome, policy, when);
  return {
    as: { status: 'pending', dueAt: when.now, reason: outcome.reason, alone: true },
    channelRestsMs: 0,
    disableChannel: false,
  };
}

/** The wait after attempt number `attempt`, counted from 1, with jitter. */
export function scheduledWaitMs(policy: RetryPolicy, attempt: number, random: Random): number {
  const wait = policy.waitsMs[Math.min(attempt, policy.waitsMs.length) - 1] ?? 0;
  return wait * (1 + policy.jitter * (2 * random.uniform() - 1));
}
