/** What every feed offers to the composition root. A feed turns a provider's frames into ticks; it never touches the engine. */
import type { EpochMs, InstrumentId } from '../kernel/units.ts';
import type { Candle } from '../market/candle.ts';
import type { Tick } from '../market/tick.ts';
import type { FeedNotice } from './notices.ts';

export type FeedState = 'connecting' | 'live' | 'closed' | 'down' | 'ended';

/** A frame or line that made no tick. `text` quotes the culprit, cut at 200 characters. */
export interface FeedReject {
  readonly reason: 'not-json' | 'unknown-frame' | 'bad-field' | 'unknown-instrument' | 'bad-line';
  readonly text: string;
  /** For files. */
  readonly line?: number;
}

/** Called synchronously, in the order of the source. */
export interface FeedSink {
  tick(tick: Tick): void;
  /** The source's time has reached `at` although no tick came (files and simulations with a clock of their own). */
  time(at: EpochMs): void;
  rejected(reject: FeedReject): void;
  state(state: FeedState, notice: FeedNotice | null): void;
  /** Back-pressure: a source that can wait (files) asks between batches and goes on when it resolves. */
  ready?(): Promise<void>;
}

export interface Feed {
  readonly name: string;
  /** Prices are invented: every screen, message and event says so. */
  readonly simulated: boolean;
  /** Market time is not the wall clock (replay, simulated weekday); then `sink.time` drives the beats. */
  readonly ownClock: boolean;
  instruments(): readonly InstrumentId[];
  /** Starts; reconnects by itself until `stop`. Resolves when ticks may flow, or at the end of a finished file's set-up. */
  start(sink: FeedSink): Promise<void>;
  /** Opaque position for a restart, after the last tick handed over; null where the source cannot be resumed. */
  position(): string | null;
  /** Resolves when the source has no more ticks; never for live feeds. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
  /** Closed candles from the provider, bid and ask, oldest first; an empty page where it has none. */
  history(request: HistoryRequest): AsyncIterable<readonly HistoryCandle[]>;
}

export interface HistoryRequest {
  readonly instrument: InstrumentId;
  /** Canonical timeframe name. */
  readonly timeframe: string;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

export interface HistoryCandle {
  readonly bid: Candle;
  readonly ask: Candle;
}
