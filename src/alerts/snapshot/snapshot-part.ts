/**
 * The state of an engine as plain JSON, in parts that are small each: a million alerts are written and read bit by bit, so that neither
 * the program nor its memory stands still for them. All parts together are the state at one moment.
 *
 * The head comes first; then, in this order: markets, alerts, levels, counts; and the end, which says that nothing is missing.
 */
import type { PriceBasis } from '../../market/tick.ts';
import type { FiringCount } from '../arming/firing-counts.ts';
import type { FollowUpFacts } from '../arming/follow-up.ts';
import type { TickReject } from '../step-result.ts';
import type { PackedField } from './packed-field.ts';
import type { PackedNumber } from './packed-numbers.ts';

/** Raised whenever the layout or the meaning of the state changes. */
export const SNAPSHOT_VERSION = 4;

export interface PackedStream {
  readonly call: string;
  readonly depth: number;
  readonly pushed: number;
  readonly isFresh: boolean;
  readonly state: readonly PackedNumber[];
  readonly closed: readonly PackedNumber[];
}

/** What is forming; the closed candles come later. */
export interface PackedSeries {
  readonly basis: PriceBasis;
  readonly timeframe: string;
  readonly closes: number;
  readonly incompleteUntil: PackedNumber;
  readonly depth: number;
  readonly forming: readonly PackedNumber[];
}

export interface PackedBook {
  readonly instrument: string;
  /** bid, ask, time. */
  readonly quote: readonly PackedNumber[];
  readonly filter: readonly PackedNumber[];
  readonly series: readonly PackedSeries[];
}

/** What changes only when candles close, of one instrument or a piece of it. */
export interface PackedMarket {
  readonly instrument: string;
  readonly series: readonly {
    readonly basis: PriceBasis;
    readonly timeframe: string;
    /** Null where another piece has them. */
    readonly closed: readonly PackedNumber[] | null;
    readonly streams: readonly PackedStream[];
  }[];
}

/** Where the index of a value stands: the last value, and who last saw another one. */
export interface PackedIndex {
  readonly key: string;
  readonly value: PackedNumber;
  readonly apart: readonly (readonly [number, PackedNumber])[];
}

export interface PackedWindow {
  readonly key: string;
  readonly lowest: readonly PackedNumber[];
  readonly highest: readonly PackedNumber[];
}

export interface SnapshotHead {
  readonly type: 'head';
  readonly version: number;
  readonly now: PackedNumber;
  readonly step: number;
  /** Ticks, late ones, events. */
  readonly counters: readonly [number, number, number];
  readonly rejected: readonly (readonly [TickReject, number])[];
  readonly nextOrder: number;
  readonly books: readonly PackedBook[];
  readonly windows: readonly PackedWindow[];
  /** Firings whose candle has not closed yet. */
  readonly followUps: readonly FollowUpFacts[];
}

export type SnapshotPart =
  | SnapshotHead
  | { readonly type: 'market'; readonly market: PackedMarket }
  | { readonly type: 'alerts'; readonly field: PackedField }
  | { readonly type: 'levels'; readonly instrument: string; readonly levels: readonly PackedIndex[] }
  | { readonly type: 'counts'; readonly counts: readonly (readonly [string, FiringCount])[] }
  | { readonly type: 'end' };
