/**
 * What the API needs from the rest: narrow ports, implemented by the composition root from the engine and the stores.
 * Every port rejects when its store is away; `isUnavailable` tells such a rejection from a bug.
 * All instants are EpochMs here; ISO text exists only in the contract.
 */
import type { z } from 'zod';
import type { Alert, AlertId } from '../alerts/alert.ts';
import type { AlertStore, BlindSpanStore, EventLog, Page } from '../alerts/ports.ts';
import type { ConditionError } from '../conditions/condition-error.ts';
import type { CandleSource, CheckedCondition } from '../conditions/resolved.ts';
import type { IndicatorDefinition } from '../indicators/indicator.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Result } from '../kernel/result.ts';
import type { Language } from '../kernel/sentence.ts';
import type { DurationMs, EpochMs, InstrumentId } from '../kernel/units.ts';
import type { Candle } from '../market/candle.ts';
import type { Instrument } from '../market/instrument.ts';
import type { PriceBasis, Tick } from '../market/tick.ts';
import type { ChannelConfig, ChannelStore } from '../notify/channel.ts';
import type { Delivery, DeliveryStatus, DeliveryStore, SendOutcome } from '../notify/delivery.ts';
import type { ApiKeyStore } from './auth/api-key.ts';
import type { UnknownOperand } from './contract/alerts.ts';
import type { JobRequest, JobView } from './contract/jobs.ts';
import type { IngestRequest, StatusView } from './contract/market.ts';
import type { StatisticsView } from './contract/statistics.ts';
import type { IdempotencyStore } from './idempotency.ts';
import type { StreamHub } from './stream/stream-hub.ts';

export interface ApiServices {
  readonly clock: Clock;
  readonly alerts: Pick<AlertStore, 'get' | 'list' | 'revisions' | 'onStandby'>;
  readonly blindSpans: Pick<BlindSpanStore, 'since'>;
  readonly commands: AlertCommands;
  readonly conditions: ConditionDesk;
  readonly events: Pick<EventLog, 'get' | 'list'>;
  readonly deliveries: DeliveryDesk;
  readonly channels: Pick<ChannelStore, 'get' | 'list' | 'save' | 'remove'>;
  readonly channelTools: ChannelTools;
  readonly market: MarketView;
  readonly keys: ApiKeyStore;
  readonly idempotency: IdempotencyStore;
  readonly ingest: TickIngest;
  /** Firings and deliveries of the users' alerts. */
  statistics(span: {
    readonly from: EpochMs;
    readonly to: EpochMs;
    readonly limit: number;
  }): Promise<Statistics>;
  readonly jobs: JobDesk;
  readonly hub: StreamHub;
  readonly operation: Operation;
  /** True for errors that mean "the database or another store is away": answered 503, not 500. */
  isUnavailable(error: unknown): boolean;
  /** True for the error a store throws for a cursor that it did not give out: answered 400. */
  isBadCursor(error: unknown): boolean;
}

/** Edits of alerts. Each resolves once the edit is durable: the row and its place in the log. */
export interface AlertCommands {
  /**
   * Writes the first revision of each and arms it, in this order. An id that exists already is left as it is: it was made by an earlier
   * try. Rejects when some of them may not have been made.
   */
  create(alerts: readonly Alert[]): Promise<void>;
  /**
   * Writes revision `alert.revision`, armed or paused. `conflict`: that revision, or for revision 1 that id, exists already.
   * What is armed is evaluated from `seq` on.
   */
  save(
    alert: Alert,
    status: 'armed' | 'paused',
  ): Promise<{ readonly result: 'saved'; readonly seq: number } | { readonly result: 'conflict' }>;
  /** Arms a paused, done or expired alert; an armed one stays as it is. Null when there is none. */
  arm(id: AlertId): Promise<{ readonly seq: number } | null>;
  pause(id: AlertId): Promise<{ readonly seq: number } | null>;
  remove(id: AlertId): Promise<{ readonly seq: number } | null>;
}

/** The condition language, and what the engine knows at this moment. Synchronous: nothing here waits for a store. */
export interface ConditionDesk {
  /** `instrument` is for operands that do not name one; without it such an operand is an error. */
  check(
    when: string,
    options: { readonly instrument?: InstrumentId; readonly price: PriceBasis },
  ): Result<CheckedCondition, ConditionError>;
  /** Value of each operand now, by its canonical text; null when unknown. */
  operandsNow(checked: CheckedCondition): Readonly<Record<string, number | null>>;
  /** For an armed alert: what it waits for, by instrument; empty when everything is known. */
  unknownOperands(id: AlertId): Readonly<Record<string, readonly z.infer<typeof UnknownOperand>[]>>;
  /** Rejects with `signal.reason` when aborted. */
  dryRun(alert: Alert, options: { readonly days: number; readonly signal: AbortSignal }): Promise<DryRun>;
}

export interface DryRun {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly basis: 'ticks' | 'candles' | 'mixed' | 'none';
  readonly daysCovered: number;
  readonly steps: number;
  readonly tookMs: DurationMs;
  /** At most 1,000. */
  readonly firings: readonly {
    readonly at: EpochMs;
    readonly instrument: InstrumentId;
    readonly bid: number | null;
    readonly ask: number | null;
  }[];
  readonly count: number;
}

type Statistics = Readonly<Omit<StatisticsView, 'from' | 'to' | 'byAlert' | 'byChannel'>> & {
  readonly byAlert: readonly StatisticsView['byAlert'][number][];
  readonly byChannel: readonly StatisticsView['byChannel'][number][];
};

/** Work that takes longer than an answer may. */
interface JobDesk {
  /** Null while too many wait already. */
  add(request: JobRequest, requestedBy: string): Promise<BackgroundJob | null>;
  get(id: string): Promise<BackgroundJob | null>;
  /** Newest first. */
  list(query: {
    readonly cursor?: string;
    readonly limit: number;
    readonly status?: BackgroundJob['status'];
    readonly kind?: string;
  }): Promise<Page<BackgroundJob>>;
  /** Ends a waiting job, asks a running one to end; false when it has ended already, or there is none. */
  cancel(id: string): Promise<boolean>;
  /** The result in its order; read as it is taken. */
  parts(id: string): AsyncIterable<string>;
}

export interface BackgroundJob {
  readonly id: string;
  readonly kind: string;
  readonly request: Readonly<Record<string, unknown>>;
  readonly status: JobView['status'];
  /** From 0 to 1. */
  readonly progress: number;
  readonly cancelling: boolean;
  readonly requestedBy: string;
  readonly createdAt: EpochMs;
  readonly startedAt: EpochMs | null;
  readonly endedAt: EpochMs | null;
  readonly outcome: string | null;
  readonly file: { readonly name: string; readonly contentType: string; readonly sizeBytes: number } | null;
}

export interface DeliveryDesk extends Pick<
  DeliveryStore,
  'get' | 'attempts' | 'list' | 'redeliver' | 'redeliverAll'
> {
  /** All deliveries of each of these events, in one query. */
  ofEvents(eventIds: readonly string[]): Promise<ReadonlyMap<string, readonly Delivery[]>>;
}

export interface ChannelTools {
  /** Settings with every secret cut to its last four characters at most. */
  mask(channel: ChannelConfig): Readonly<Record<string, unknown>>;
  /** Why these settings cannot be used, such as an address that is never called; paths are pointers into the settings. */
  problems(channel: ChannelConfig): readonly { readonly path: string; readonly message: string }[];
  testSend(channel: ChannelConfig): Promise<{ readonly outcome: SendOutcome; readonly tookMs: DurationMs }>;
}

export interface Quote {
  readonly tick: Tick;
  /** Since the FX day began, on bid; null before the first tick of the day. */
  readonly dayChangePercent: number | null;
  readonly simulated: boolean;
}

export interface MarketView {
  /** Market time: of the running feed where it has a clock of its own, else the wall clock. Expiries are measured by it. */
  now(): EpochMs;
  instruments(): readonly { readonly instrument: Instrument; readonly live: boolean }[];
  instrument(id: InstrumentId): Instrument | null;
  quotes(): readonly Quote[];
  /** Ascending; the newest `limit` that opened before `before`; `forming` is null with `before`. */
  candles(
    source: CandleSource,
    options: { readonly before?: EpochMs; readonly limit: number },
  ): Promise<{ readonly candles: readonly Candle[]; readonly forming: Candle | null }>;
  /** `indicator` as in a condition: `bb(20, 2)`. Values are NaN while warming up, one array a candle in the order of `outputs`. */
  indicator(
    source: CandleSource,
    indicator: string,
    options: { readonly before?: EpochMs; readonly limit: number },
  ): Promise<Result<IndicatorSeries, ConditionError>>;
  readonly catalog: readonly IndicatorDefinition[];
}

export interface IndicatorSeries {
  /** Canonical: `rsi(14)`. */
  readonly indicator: string;
  /** What is known of it without values: names and dimensions of the outputs, where it is drawn. */
  readonly definition: Pick<IndicatorDefinition, 'outputs' | 'overlay'>;
  readonly values: readonly { readonly at: EpochMs; readonly values: readonly number[] }[];
}

export interface TickIngest {
  /** Settles when what is accepted is in the log; at once where the feed runs in this process. */
  push(batch: z.infer<typeof IngestRequest>): IngestOutcome | Promise<IngestOutcome>;
}

interface RefusedItem {
  readonly index: number;
  readonly reason: string;
  readonly message: string;
}

type IngestOutcome =
  | {
      readonly result: 'accepted';
      readonly accepted: number;
      readonly lastSeq: number;
      readonly rejected: readonly RefusedItem[];
      /** Accepted, but worth a look. */
      readonly flagged?: readonly RefusedItem[];
    }
  | { readonly result: 'replayed'; readonly lastSeq: number }
  /** Nothing was taken; the same batch may be sent again later. */
  | { readonly result: 'refused'; readonly message: string }
  | { readonly result: 'off' };

export interface Operation {
  status(): Promise<SystemStatus>;
  /** Each named part and whether it works; rejects never. `database`, `engine`, `feed`, `dispatcher`. */
  readiness(): Promise<readonly ReadinessCheck[]>;
  /** True from the first moment of a graceful stop: readiness turns false before the listener closes. */
  stopping(): boolean;
  /** Text of /metrics. */
  metrics(): Promise<{ readonly contentType: string; readonly text: string }>;
}

export interface ReadinessCheck {
  readonly name: string;
  readonly ok: boolean;
  /** A sentence: what is wrong and what to do, or what was seen. */
  readonly detail: string;
}

export interface SystemStatus {
  readonly version: string;
  readonly feed: {
    readonly name: string;
    readonly state: StatusView['feed']['state'];
    readonly simulated: boolean;
    readonly notice: string | null;
    readonly noticeIn: Readonly<Record<Language, string>> | null;
    readonly lastTickAt: EpochMs | null;
    /** Wall time since the last tick arrived. */
    readonly ageMs: DurationMs | null;
  };
  readonly marketTime: EpochMs | null;
  readonly marketOpen: boolean;
  readonly alertsArmed: number;
  readonly deliveries: Readonly<Record<DeliveryStatus, number>>;
  readonly rejectedTicks: Readonly<Record<string, number>>;
}
