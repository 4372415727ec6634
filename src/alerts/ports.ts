/** What the engine's surroundings must provide. Adapters live in src/storage. */
import type { CandleSource } from '../conditions/resolved.ts';
import type { EpochMs, InstrumentId } from '../kernel/units.ts';
import type { Candle } from '../market/candle.ts';
import type { Tick } from '../market/tick.ts';
import type { Alert, AlertId, AlertStatus } from './alert.ts';
import type { AlertEvent } from './event.ts';
import type { LogEntry } from './log-entry.ts';

export interface StoredAlert {
  readonly alert: Alert;
  readonly status: AlertStatus;
  readonly createdAt: EpochMs;
  readonly updatedAt: EpochMs;
  readonly lastFiredAt: EpochMs | null;
  /** Firings of all revisions. */
  readonly firings: number;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Opaque; null on the last page. */
  readonly next: string | null;
}

export interface AlertStore {
  get(id: AlertId): Promise<StoredAlert | null>;
  list(query: {
    readonly cursor?: string;
    readonly limit: number;
    readonly status?: AlertStatus;
    readonly instrument?: string;
    readonly search?: string;
  }): Promise<Page<StoredAlert>>;
  /** Which of these are the name or the id of an alert on standby. */
  onStandby(names: readonly string[]): Promise<ReadonlySet<string>>;
  /** All that is armed or paused, for the engine's start, in pages: there may be a million. */
  all(): AsyncIterable<readonly StoredAlert[]>;
  /**
   * Writes revision `alert.revision`, which must be the next one, counted on through a removal. `seq` is the place of the edit in the
   * log and `at` the market time of its entry, given back by `Journal.entriesAfter`; the wall clock's when left out.
   */
  save(alert: Alert, status: AlertStatus, seq: number, at?: EpochMs): Promise<'saved' | 'conflict'>;
  setStatus(id: AlertId, status: AlertStatus, seq: number, at?: EpochMs): Promise<boolean>;
  /** Its revisions and events stay. */
  remove(id: AlertId, seq: number, at?: EpochMs): Promise<boolean>;
  /** The newest first. */
  revisions(id: AlertId, limit: number): Promise<readonly { readonly alert: Alert; readonly at: EpochMs }[]>;
  /** Which of these ids have revisions: an alert that was removed keeps its own. */
  used(ids: readonly AlertId[]): Promise<ReadonlySet<AlertId>>;
}

export interface StoredEvent {
  /** Row id, rising with time of recording. */
  readonly id: string;
  readonly event: AlertEvent;
  readonly recordedAt: EpochMs;
  /** Recorded more than 60 s of wall time after `event.at` by the live path. */
  readonly late: boolean;
}

export interface EventLog {
  get(id: string): Promise<StoredEvent | null>;
  list(query: {
    readonly cursor?: string;
    readonly limit: number;
    readonly alert?: AlertId;
    readonly instrument?: string;
    readonly from?: EpochMs;
    readonly to?: EpochMs;
  }): Promise<Page<StoredEvent>>;
  /**
   * Highest n in the keys `alert:revision:n` of each alert unit, of what fired up to a place of the log; for starts without a checkpoint.
   */
  firingCounts(upTo: number): Promise<ReadonlyMap<string, number>>;
}

/** A closed candle of any series, as the engine reports it and storage keeps it. */
export interface ClosedCandle {
  readonly source: CandleSource;
  readonly candle: Candle;
}

/** Values of one indicator in use at one candle close, for `technical_indicators`. */
export interface IndicatorValues {
  readonly source: CandleSource;
  /** Canonical call: `rsi(14)`. */
  readonly indicator: string;
  /** Open of the candle. */
  readonly at: EpochMs;
  /** By output name; null while warming up. */
  readonly values: Readonly<Record<string, number | null>>;
}

/** An event and the place of the step it came from. */
export interface PlacedEvent extends AlertEvent {
  readonly seq: number;
}

/** Everything the log produced since the last batch. Committed in one transaction: an event never outlives the ticks behind it. */
export interface JournalBatch {
  readonly ticks: readonly { readonly seq: number; readonly tick: Tick; readonly simulated: boolean }[];
  readonly candles: readonly ClosedCandle[];
  readonly indicators: readonly IndicatorValues[];
  readonly events: readonly PlacedEvent[];
  /** Edits by users, in the order of the log: written in the same transaction, so that an edit and the ticks around it never part. */
  readonly edits: readonly AlertEdit[];
  /** Alerts that ended by themselves: done, expired. */
  readonly statuses: readonly {
    readonly alert: AlertId;
    readonly revision: number;
    readonly status: AlertStatus;
    /** Place of the step that ended it: an edit up to there is older, also the one that armed it and made it fire at once. */
    readonly seq: number;
  }[];
  /** Place in the log that this batch reaches. */
  readonly seq: number;
  /** How far a file feed has read, so that a restart goes on there; opaque to storage. */
  readonly feedPosition: string | null;
  /** Market time is not the wall clock (replay, simulated weekday): nothing in this batch is late. */
  readonly ownClock: boolean;
}

/** `save` writes a new revision; the log entry that recovery makes of it is `arm` when the status is armed, else `disarm`. */
export type AlertEdit =
  | {
      readonly type: 'save';
      readonly seq: number;
      readonly at: EpochMs;
      readonly alert: Alert;
      readonly status: AlertStatus;
    }
  | {
      readonly type: 'status';
      readonly seq: number;
      readonly at: EpochMs;
      readonly alert: AlertId;
      readonly status: AlertStatus;
    }
  | { readonly type: 'remove'; readonly seq: number; readonly at: EpochMs; readonly alert: AlertId };

export interface Checkpoint {
  readonly seq: number;
  /** The engine's snapshot as JSON texts, each made when it is asked for; to be read once. */
  readonly parts: AsyncIterable<string> | Iterable<string>;
}

/** Takes one part of the checkpoint at a place; false when that is enough. */
export type TakePart = (part: string, seq: number) => boolean;

export interface Journal {
  /** Events whose key is already there are left out of the answer; their deliveries exist already. */
  commit(batch: JournalBatch): Promise<readonly StoredEvent[]>;
  saveCheckpoint(checkpoint: Checkpoint): Promise<void>;
  /** Hands over the newest, part by part. Its place; null when there is none. */
  loadCheckpoint(take: TakePart): Promise<number | null>;
  /** Highest committed place in the log, 0 when empty, and the feed's position with it. */
  position(): Promise<{ readonly seq: number; readonly feedPosition: string | null }>;
  /** Recorded ticks and alert edits after `seq`, in the order of the log, up to `until`: by default the recorded place. */
  entriesAfter(
    seq: number,
    until?: number,
  ): AsyncIterable<{ readonly seq: number; readonly entry: RecordedEntry }>;
}

/** Beats are not recorded: results do not depend on them. */
export type RecordedEntry = Extract<LogEntry, { readonly type: 'tick' | 'arm' | 'disarm' }>;

/** Half-open market time in which no condition could be judged, because nobody has the prices. */
export interface BlindSpan {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** no-feed: no process read prices. */
  readonly reason: 'no-feed';
}

export interface BlindSpanStore {
  /** The same span again changes nothing. */
  add(span: BlindSpan): Promise<void>;
  /** Those that end after `at`, newest first; at most 100. */
  since(at: EpochMs): Promise<readonly BlindSpan[]>;
}

/** Recorded prices, for charts, warm-up and dry runs. */
export interface MarketHistory {
  /** Ascending; the newest `limit` that opened before `before`. */
  candles(
    source: CandleSource,
    options: { readonly before?: EpochMs; readonly limit: number },
  ): Promise<readonly Candle[]>;
  candlesBetween(source: CandleSource, from: EpochMs, to: EpochMs): AsyncIterable<readonly Candle[]>;
  ticksBetween(
    instruments: readonly InstrumentId[],
    from: EpochMs,
    to: EpochMs,
  ): AsyncIterable<readonly Tick[]>;
  /** Adds candles from imports and back-fills; rows already there stay as they are. Returns how many were new. */
  addCandles(candles: readonly ClosedCandle[], origin: 'import' | 'backfill'): Promise<number>;
  /** Adds ticks from imports, outside the log. */
  addTicks(ticks: readonly Tick[]): Promise<number>;
  lastQuotes(): Promise<readonly Tick[]>;
}
