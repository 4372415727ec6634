/** How an event travels. A sender knows one provider's wire; retry, order and limits belong to the pipeline. */
import type { DurationMs, EpochMs } from '../kernel/units.ts';
import type { AlertEvent } from '../alerts/event.ts';
import type { SendOutcome } from './delivery.ts';

export type ChannelType = 'console' | 'webhook' | 'discord' | 'email';

/** A configured channel as stored. Secrets are inside `settings` and never leave through the API unmasked. */
export interface ChannelConfig {
  /** Unique name, what alerts refer to. */
  readonly name: string;
  readonly type: ChannelType;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly language: 'en' | 'ja';
  /** IANA zone for times in messages; Asia/Tokyo by default for Japanese. */
  readonly zone: string;
  readonly enabled: boolean;
  /** Why it was disabled by the system; null when by a user or enabled. */
  readonly disabledReason: string | null;
}

export interface ChannelStore {
  get(name: string): Promise<ChannelConfig | null>;
  list(): Promise<readonly ChannelConfig[]>;
  save(channel: ChannelConfig): Promise<void>;
  remove(name: string): Promise<boolean>;
  disable(name: string, reason: string): Promise<void>;
}

/** What is to be said, before a channel gives it its form. */
export interface Message {
  readonly event: AlertEvent;
  readonly idempotencyKey: string;
  readonly attempt: number;
  readonly recordedAt: EpochMs;
  /** Already in the channel's language and zone. */
  readonly title: string;
  readonly lines: readonly string[];
  /** How many events it tells of; `event` is then the gravest of them. */
  readonly grouped: number;
  /** One try in plain text after a rejection. */
  readonly plain: boolean;
  /** Figures of a day, where it tells of one; `event` is then of no alert. */
  readonly summary?: Readonly<Record<string, unknown>>;
  /** A test from the channel page, not an alert. */
  readonly test: boolean;
}

export interface Sender {
  /** Never rejects for what a provider or a network can do: those are outcomes. Gives up after `timeoutMs`. */
  send(message: Message, timeoutMs: DurationMs): Promise<SendOutcome>;
  close(): Promise<void>;
}
