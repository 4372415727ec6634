/** What the dispatcher needs from around it, and the figures it tells. */
import type { Clock } from '../kernel/clock.ts';
import type { Random } from '../kernel/random.ts';
import type { DurationMs } from '../kernel/units.ts';
import type { AlertEvent } from '../alerts/event.ts';
import type { ChannelStore, ChannelType } from '../notify/channel.ts';
import type { Delivery, DeliveryStore, FailureReason, FinishedAs, SendOutcome } from '../notify/delivery.ts';
import type { MessagePorts } from '../notify/message.ts';
import type { CreateSender } from './channel-lanes.ts';

export interface DispatcherPorts {
  /** A UUID of its own, by which others know that it lives. */
  readonly owner: string;
  readonly deliveries: Pick<
    DeliveryStore,
    'beat' | 'leave' | 'claim' | 'claimGroup' | 'channelsWithGroups' | 'finish' | 'nextDueInMs'
  >;
  readonly channels: Pick<ChannelStore, 'list' | 'disable'>;
  readonly createSender: CreateSender;
  readonly message: MessagePorts;
  /** No wall clock: what is timed for others to see is timed by the store's. */
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly random: Random;
  readonly metrics: DispatchMetrics;
  readonly log: DispatchLog;
  /** After each recorded attempt, for the live stream. */
  readonly onChange: (delivery: Delivery) => void;
  readonly onChannelDisabled: (notice: ChannelDisabled) => void;
}

export interface ChannelDisabled {
  readonly channel: string;
  readonly reason: string;
  /** The firing that found it gone; its other channels are where its owner can be told. */
  readonly event: AlertEvent;
}

export interface DispatcherOptions {
  /** Sendings at the same time, over all channels. */
  readonly slots: number;
  readonly leaseMs: DurationMs;
  readonly sendTimeoutMs: DurationMs;
  readonly storeTimeoutMs: DurationMs;
  /** Looks for due deliveries this often, whether or not a hint came, and says that it lives. */
  readonly sweepMs: DurationMs;
  /** False for replays and simulations with a clock of their own: their events are late only from when they were recorded. */
  readonly marketTimeIsWallTime: boolean;
}

export const DISPATCHER_DEFAULTS: DispatcherOptions = {
  slots: 128,
  leaseMs: 60_000 as DurationMs,
  sendTimeoutMs: 10_000 as DurationMs,
  storeTimeoutMs: 10_000 as DurationMs,
  sweepMs: 2_000 as DurationMs,
  marketTimeIsWallTime: true,
};

export interface DispatchMetrics {
  /** Counter; `none` for a channel that does not exist. */
  attempted(labels: {
    readonly channelType: ChannelType | 'none';
    readonly result: SendOutcome['result'];
    readonly reason: FailureReason | 'none';
  }): void;
  /** Counter: what became of a delivery by one attempt. */
  finished(channelType: ChannelType | 'none', status: FinishedAs['status']): void;
  /** Histogram: from the recording of the event to the start of its first attempt. */
  firstAttemptAfterMs(channelType: ChannelType | 'none', ms: number): void;
  /**
   * Histogram: from the tick (of simulated prices: from its recording) to the provider having taken the message; where market time is wall time,
   * first sendings only.
   */
  deliveredAfterMs(channelType: ChannelType | 'none', ms: number): void;
  /** Histogram: how long the provider took. */
  tookMs(channelType: ChannelType | 'none', ms: number): void;
  /** Counter: events that went out together with others, by one message. */
  grouped(channelType: ChannelType | 'none', events: number): void;
  /** Counter: deliveries taken back from dispatchers that are gone. */
  leasesFreed(count: number): void;
  /** Counter: another process took the delivery meanwhile, or the lease ran out before it could be recorded. */
  leaseLost(): void;
  /** Counter. */
  storeFailed(operation: 'beat' | 'claim' | 'finish' | 'channels' | 'next-due'): void;
}

interface DispatchLog {
  warn(message: string, fields: Readonly<Record<string, unknown>>): void;
  error(message: string, fields: Readonly<Record<string, unknown>>): void;
}
