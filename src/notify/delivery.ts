/**
 * One event to one channel.
 *
 *   pending -> sending -> sent                 accepted by the provider
 *      ^          |-> pending                  failed, to be tried again at `dueAt`
 *      |          '-> dead                     gone, rejected twice, or older than its maximum age: says why
 *      '---------------- redeliver (by a user, from sent or dead)
 *
 * `sending` carries a lease; a lease that ran out, or whose owner is gone, makes it claimable again (the process died): the same
 * idempotency key goes out twice, never a second delivery.
 *
 * Several deliveries to one channel may go out as one message, a group. They stay deliveries of their own: each has its state and its
 * attempts, and `groupKey` says with which message it went. A group is tried again as the same group under the same key; one that the
 * provider rejects is dissolved, and its deliveries go out alone.
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
  /** Idempotency key of the message that carries it together with others. Absent when it goes alone. */
  readonly groupKey?: string;
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
  /** By the store's clock, as `createdAt` is: what happens to it from here is timed from here, whatever a dispatcher's wall clock says. */
  readonly claimedAt: EpochMs;
  /** Fencing token: `finish` with an older lease does nothing. */
  readonly lease: string;
}

export type FinishedAs =
  | { readonly status: 'sent' }
  | {
      readonly status: 'pending';
      readonly dueAt: EpochMs;
      readonly reason: string;
      /** Never in a group again. */
      readonly alone?: true;
    }
  | { readonly status: 'dead'; readonly reason: string };

export interface Finished {
  readonly claimed: ClaimedDelivery;
  readonly attempt: Attempt;
  readonly as: FinishedAs;
}

export interface ClaimOptions {
  /** The dispatcher, as it calls itself in `beat`. */
  readonly owner: string;
  readonly leaseMs: DurationMs;
  /** At most so many in all. */
  readonly limit: number;
  /** At most so many of each channel; one that is not named has no limit of its own. */
  readonly rooms: ReadonlyMap<string, number>;
}

export interface Heartbeat {
  /** Dispatchers that live, this one included. */
  readonly dispatchers: number;
  /** Deliveries taken back from dispatchers that do not. */
  readonly freed: number;
}

export interface DeliveryStore {
  /**
   * A dispatcher lives: call it before the first claim and every few seconds after. Whoever was not heard of for a while, or took its
   * leave, loses its leases. All on the database's clock.
   */
  beat(owner: string): Promise<Heartbeat>;
  /** A dispatcher ends: what it still has under way may be taken by others at once. */
  leave(owner: string): Promise<void>;
  /**
   * Takes up to `limit` deliveries that are due, at most one per (alert, channel), none for which an earlier one of the same
   * (alert, channel) is still open, none that belongs to a group. Every channel gets its turn. Within a channel the oldest goes first;
   * those that have waited over a minute come after the others and newest first, because an old price is worth less than a new one.
   * Nothing for an owner that has not beaten. The lease runs on the database's clock.
   */
  claim(options: ClaimOptions): Promise<readonly ClaimedDelivery[]>;
  /**
   * Takes what is to go out as one message to `channel`: a group that is to be tried again, else, where `fresh`, up to `limit` due
   * deliveries as a new group, each (alert, channel) in order and without a hole. A single one stays without `groupKey`.
   */
  claimGroup(
    options: Pick<ClaimOptions, 'owner' | 'leaseMs' | 'limit'> & {
      readonly channel: string;
      readonly fresh: boolean;
    },
  ): Promise<readonly ClaimedDelivery[]>;
  /** Of these channels the ones with a group that is due. */
  channelsWithGroups(channels: readonly string[]): Promise<readonly string[]>;
  /** Records attempts and new states together, all or none; false for each whose lease was lost. */
  finish(finished: readonly Finished[]): Promise<readonly boolean[]>;
  /**
   * Back to pending, due now, with a fresh budget: `attempts` 0, `redeliveredAt` now, no reason, no group; false when it is pending or
   * sending already. The attempts made before stay in the list, and their numbers start at 1 again.
   */
  redeliver(id: string): Promise<boolean>;
  /** The same for all that match and are sent or dead, oldest first, at most `limit`; returns how many. */
  redeliverAll(query: RedeliverQuery): Promise<number>;
  get(id: string): Promise<Delivery | null>;
  attempts(id: string): Promise<readonly Attempt[]>;
  list(query: {
    readonly cursor?: string;
    readonly limit: number;
    readonly eventId?: string;
    readonly status?: DeliveryStatus;
    readonly channel?: string;
  }): Promise<Page<Delivery>>;
  /** Until the next pending delivery is due, by the store's clock; below 0 when it has been for so long; null when there is none. */
  nextDueInMs(): Promise<number | null>;
  counts(): Promise<Readonly<Record<DeliveryStatus, number>>>;
}

export interface RedeliverQuery {
  readonly status: 'sent' | 'dead';
  readonly channel?: string;
  /** By when the delivery was made; half-open. */
  readonly from?: EpochMs;
  readonly to?: EpochMs;
  readonly limit: number;
}
