/**
 * One event to one channel.
 *
 *   pending -> sending -> sent                 accepted by the provider
 *      ^          |-> pending                  failed, to be tried again at `dueAt`
 *      |          '-> dead                     gone, rejected twice, or older than its maximum age: says why
 *      '---------------- redeliver (by a user, from sent or dead)
 *
 * `sending` carries a lease; a lease that ran out makes it claimable again (the process died): the same idempotency key goes out twice,
 * never a second delivery.
 */
import type { DurationMs, EpochMs } from '../kernel/units.ts';
import type { AlertEvent } from '../alerts/event.ts';
import type { Page } from '../alerts/ports.ts';

export type DeliveryStatus = 'pending' | 'sending' | 'sent' | 'dead';

export interface Delivery {
  readonly id: string;
  readonly eventId: string;
  readonly channel: string;
  /** Derived from trigger key and channel name; the same in every attempt, also after a redelivery. */
  readonly idempotencyKey: string;
  readonly status: DeliveryStatus;
  /** Attempts made so far. */
  readonly attempts: number;
  readonly dueAt: EpochMs;
  readonly createdAt: EpochMs;
  readonly sentAt: EpochMs | null;
  /** Why it is dead, or what the last failure was. */
  readonly reason: string | null;
  /** When a user asked for it again: attempts and maximum age count from here. Absent when nobody did. */
  readonly redeliveredAt?: EpochMs;
}

/** The closed set of what a channel can answer. Its `reason` is also the metric label. */
export type SendOutcome =
  | {
      readonly result: 'ok' | 'duplicate-ok';
      readonly reference: string | null;
      /** The provider says its allowance is used up: nothing more to this channel for so long. */
      readonly pauseMs?: DurationMs;
    }
  | { readonly result: 'retry'; readonly reason: FailureReason; readonly detail: string }
  | {
      readonly result: 'retry-after';
      readonly reason: FailureReason;
      readonly detail: string;
      readonly afterMs: DurationMs;
    }
  /** The address does not exist any more or refuses us: the channel is disabled and its owner told by another. */
  | { readonly result: 'gone'; readonly reason: FailureReason; readonly detail: string }
  /** The provider refuses this message. One plain-text try, then dead. */
  | { readonly result: 'rejected'; readonly reason: FailureReason; readonly detail: string }
  | {
      readonly result: 'quota';
      readonly reason: FailureReason;
      readonly detail: string;
      readonly afterMs: DurationMs;
    };

export type FailureReason =
  | 'network'
  | 'timeout'
  | 'blocked-address'
  | 'http-3xx'
  | 'http-4xx'
  | 'http-5xx'
  | 'rate-limited'
  | 'unauthorized'
  | 'not-found'
  | 'bad-answer'
  | 'smtp-4xx'
  | 'smtp-5xx'
  | 'too-old'
  | 'channel-disabled'
  | 'no-channel';

export interface Attempt {
  readonly number: number;
  readonly startedAt: EpochMs;
  readonly tookMs: DurationMs;
  readonly result: SendOutcome['result'];
  readonly reason: FailureReason | null;
  /** The provider's answer, cut at 2 kB, secrets removed. */
  readonly detail: string;
}

/** A delivery taken for sending, with all that the message needs. */
export interface ClaimedDelivery {
  readonly delivery: Delivery;
  readonly event: AlertEvent;
  readonly recordedAt: EpochMs;
  /** Fencing token: `finish` with an older lease does nothing. */
  readonly lease: string;
}

export type FinishedAs =
  | { readonly status: 'sent' }
  | { readonly status: 'pending'; readonly dueAt: EpochMs; readonly reason: string }
  | { readonly status: 'dead'; readonly reason: string };

export interface DeliveryStore {
  /**
   * Takes up to `limit` deliveries that are due, oldest first, at most one per (alert, channel), none for which an earlier one of the
   * same (alert, channel) is still open, none of `exceptChannels`. The lease runs on the database's clock.
   */
  claim(options: {
    readonly limit: number;
    readonly leaseMs: DurationMs;
    readonly exceptChannels: readonly string[];
  }): Promise<readonly ClaimedDelivery[]>;
  /** Records the attempt and the new state together; false when the lease was lost. */
  finish(claimed: ClaimedDelivery, attempt: Attempt, as: FinishedAs): Promise<boolean>;
  /**
   * Back to pending, due now, with a fresh budget: `attempts` 0, `redeliveredAt` now, no reason; false when it is pending or sending
   * already. The attempts made before stay in the list, and their numbers start at 1 again.
   */
  redeliver(id: string): Promise<boolean>;
  get(id: string): Promise<Delivery | null>;
  attempts(id: string): Promise<readonly Attempt[]>;
  list(query: {
    readonly cursor?: string;
    readonly limit: number;
    readonly eventId?: string;
    readonly status?: DeliveryStatus;
    readonly channel?: string;
  }): Promise<Page<Delivery>>;
  /** When the next pending delivery is due; null when none is. */
  nextDueAt(): Promise<EpochMs | null>;
  counts(): Promise<Readonly<Record<DeliveryStatus, number>>>;
}
