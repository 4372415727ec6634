/**
 * The port of the one ordered log when feed and engines are processes of their own. One sequencer appends, anybody reads.
 *
 * A place (`seq`) is given once and never again: `epoch * PLACES_PER_EPOCH + n`, where the epoch is that of the sequencer's lease. So the
 * places of a successor lie above all of its predecessor's, whatever was lost, and an old sequencer that wakes up is refused by order alone.
 * Within an epoch places have no hole; a new epoch begins with a `lead` entry that says how far the log before it is known to reach.
 */
import type { EpochMs, InstrumentId } from '../kernel/units.ts';
import type { LogEntry } from './log-entry.ts';

/** A sequencer that has used them up takes the next epoch. 2^53 leaves nine million epochs. */
export const PLACES_PER_EPOCH = 1_000_000_000;

/** What followers must know of the feed behind the log. */
export interface FeedTraits {
  readonly feed: string;
  readonly simulated: boolean;
  readonly ownClock: boolean;
  readonly instruments: readonly InstrumentId[];
}

/** The first entry of an epoch. What lies between `after` and this place never existed. */
interface Lead {
  readonly type: 'lead';
  readonly after: number;
  readonly at: EpochMs;
  readonly traits: FeedTraits;
}

/** Candles of before have been stored: engines read them. */
interface Filled {
  readonly type: 'filled';
  readonly at: EpochMs;
  readonly instruments: readonly InstrumentId[];
}

export type LoggedEntry = Exclude<LogEntry, { readonly type: 'history' }> | Lead | Filled;

export interface PlacedEntry {
  readonly seq: number;
  readonly entry: LoggedEntry;
  /** How far the feed had read after this entry; only where the feed can go on from there. */
  readonly position?: string;
}

export interface TickLog {
  /**
   * Adds the entries if the log ends with the place `previous`; 0 when it is empty. Otherwise adds nothing and says where it ends, so that
   * a flushed log is noticed by the next append, and one whose answer was lost is not repeated.
   */
  append(previous: number, entries: readonly PlacedEntry[]): Promise<AppendOutcome>;
  /** Entries after `after`, at most `limit`; waits up to `waitMs` for the first. */
  read(after: number, options: ReadOptions): Promise<readonly PlacedEntry[]>;
  /** First place still there, and the last ever appended; both 0 when there is none. */
  ends(): Promise<LogEnds>;
  /** Forgets what lies before `seq`; the last place is remembered. */
  trim(seq: number): Promise<void>;
}

export interface ReadOptions {
  readonly limit: number;
  readonly waitMs: number;
}

export interface LogEnds {
  readonly first: number;
  readonly last: number;
}

export type AppendOutcome = { readonly appended: true } | { readonly appended: false; readonly last: number };

/** True where nothing is missing between two neighbours of the log. */
export function followsOn(previous: number, { seq, entry }: PlacedEntry): boolean {
  return seq === previous + 1 || (entry.type === 'lead' && entry.after <= previous);
}
