/**
 * The whole state of an engine as plain JSON. Restoring makes the same books, series, plans and units again by the ordinary ways, then
 * overwrites their numbers, so that everything goes on bit for bit.
 */
import type { IndicatorParams } from '../indicators/indicator.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { PriceBasis } from '../market/tick.ts';
import type { TickReject, ArmingProblem } from './step-result.ts';
import type { Armory, FiringCount } from './arming/armory.ts';
import { type PackedField, packField } from './arming/packed-field.ts';
import type { FollowUpFacts } from './arming/follow-up.ts';
import type { FollowUps } from './arming/follow-ups.ts';
import { unpackField } from './arming/unpack-field.ts';
import type { Watcher } from './evaluation/moment.ts';
import type { Sources } from './evaluation/sources.ts';
import type { LevelSource } from './levels/level-source.ts';
import { type PackedNumber, packNumber, packNumbers, unpackNumbers } from './packed-numbers.ts';
import type { InstrumentBook } from './series/instrument-book.ts';
import type { Series } from './series/series.ts';
import type { TimerQueue } from './timer-queue.ts';

/** Raised whenever the layout or the meaning of the state changes. */
export const SNAPSHOT_VERSION = 2;

interface PackedStream {
  readonly indicator: string;
  readonly params: IndicatorParams;
  readonly call: string;
  readonly depth: number;
  readonly pushed: number;
  readonly isFresh: boolean;
  readonly state: readonly PackedNumber[];
  readonly closed: readonly PackedNumber[];
}

interface PackedSeries {
  readonly basis: PriceBasis;
  readonly timeframe: string;
  readonly closes: number;
  readonly incompleteUntil: PackedNumber;
  readonly depth: number;
  readonly forming: readonly PackedNumber[];
  readonly closed: readonly PackedNumber[];
  readonly streams: readonly PackedStream[];
}

interface PackedBook {
  readonly instrument: string;
  /** bid, ask, time. */
  readonly quote: readonly PackedNumber[];
  readonly filter: readonly PackedNumber[];
  readonly series: readonly PackedSeries[];
}

export interface EngineSnapshot {
  readonly version: number;
  readonly now: PackedNumber;
  readonly step: number;
  /** Ticks, late ones, events. */
  readonly counters: readonly [number, number, number];
  readonly rejected: readonly (readonly [TickReject, number])[];
  readonly books: readonly PackedBook[];
  readonly windows: readonly {
    readonly key: string;
    readonly lowest: readonly PackedNumber[];
    readonly highest: readonly PackedNumber[];
  }[];
  readonly field: PackedField;
  /** Where the indexes of levels stand: the last value, and who last saw another one. */
  readonly levels: readonly {
    readonly key: string;
    readonly value: PackedNumber;
    readonly apart: readonly (readonly [number, PackedNumber])[];
  }[];
  readonly counts: readonly (readonly [string, FiringCount])[];
  /** Firings whose candle has not closed yet. */
  readonly followUps: readonly FollowUpFacts[];
}

interface EngineParts {
  readonly sources: Sources;
  readonly armory: Armory;
  readonly followUps: FollowUps;
}

interface EngineTotals {
  readonly now: number;
  readonly step: number;
  readonly counters: readonly [number, number, number];
  readonly rejected: Iterable<readonly [TickReject, number]>;
}

export function snapshotOf({
  sources,
  armory,
  followUps,
  ...totals
}: EngineParts & EngineTotals): EngineSnapshot {
  return {
    version: SNAPSHOT_VERSION,
    now: packNumber(totals.now),
    step: totals.step,
    counters: totals.counters,
    rejected: [...totals.rejected],
    books: [...sources.books.values()].map(packBook),
    windows: byKey(sources.windows()).map(([key, { window }]) => {
      const { lowest, highest } = window.snapshot();
      return { key, lowest: packNumbers(lowest), highest: packNumbers(highest) };
    }),
    field: packField(armory.alerts, armory.nextOrder),
    levels: byKey(sources.levelSources()).map(([key, source]) => packIndex(key, source)),
    counts: [...armory.counts],
    followUps: followUps.facts(),
  };
}

export function restoreState(
  snapshot: EngineSnapshot,
  { sources, armory, followUps, timers }: EngineParts & { readonly timers: TimerQueue<Watcher> },
): EngineTotals & { readonly problems: readonly ArmingProblem[] } {
  if (snapshot.version !== SNAPSHOT_VERSION)
    throw new RangeError(
      `engine snapshot of version ${snapshot.version} cannot be read; this program reads version ${SNAPSHOT_VERSION}`,
    );
  const known = snapshot.books.filter((packed) => sources.isKnown(packed.instrument));
  for (const packed of known) loadMarket(sources.book(packed.instrument), packed);
  const { problems, guarded } = unpackField(snapshot.field, { armory, sources, timers });
  for (const facts of snapshot.followUps) {
    const checked = armory.check(facts.alert, facts.instrument);
    if (checked.ok) followUps.restore(facts, checked.value);
  }
  for (const packed of known) loadStreams(sources.book(packed.instrument), packed);
  const windows = sources.windows();
  for (const { key, lowest, highest } of snapshot.windows)
    windows.get(key)?.window.restore({ lowest: unpackNumbers(lowest), highest: unpackNumbers(highest) });
  const indexes = sources.levelSources();
  for (const { key, value, apart } of snapshot.levels)
    indexes.get(key)?.index.restore({
      value: Number(value),
      apart: apart.map(([order, seen]) => [order, Number(seen)]),
    });
  for (const unit of guarded) unit.resume();
  for (const [key, count] of snapshot.counts) armory.counts.set(key, count);
  const { step, counters, rejected } = snapshot;
  return { now: Number(snapshot.now), step, counters, rejected, problems };
}

/** Whatever order they were made in: equal states are equal texts. */
function byKey<T>(map: ReadonlyMap<string, T>): (readonly [string, T])[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}

function packIndex(key: string, { index }: LevelSource): EngineSnapshot['levels'][number] {
  const { value, apart } = index.snapshot();
  return { key, value: packNumber(value), apart: apart.map(([order, seen]) => [order, packNumber(seen)]) };
}

function packBook(book: InstrumentBook): PackedBook {
  return {
    instrument: book.instrument.id,
    quote: packNumbers([book.bid, book.ask, book.lastAt]),
    filter: packNumbers(book.filter.snapshot()),
    series: [...book.allSeries()].map(packSeries),
  };
}

function packSeries(series: Series): PackedSeries {
  return {
    basis: series.source.basis,
    timeframe: series.source.timeframe,
    closes: series.closes,
    incompleteUntil: packNumber(series.incompleteUntil),
    depth: series.closed.limit,
    forming: packNumbers(series.forming.snapshot()),
    closed: packNumbers(series.closed.toArray()),
    streams: [...series.streams.values()].map((stream) => {
      const { state, closed, ...rest } = stream.snapshot();
      const { params, call } = stream;
      const indicator = stream.definition.name;
      return { indicator, params, call, ...rest, state: packNumbers(state), closed: packNumbers(closed) };
    }),
  };
}

function loadMarket(book: InstrumentBook, packed: PackedBook): void {
  const [bid = NaN, ask = NaN, lastAt = -Infinity] = unpackNumbers(packed.quote);
  book.bid = bid;
  book.ask = ask;
  book.lastAt = lastAt as EpochMs;
  book.filter.restore(unpackNumbers(packed.filter));
  for (const one of packed.series) {
    const { basis, timeframe } = one;
    const source = { instrument: book.instrument.id, basis, timeframe };
    const series = book.find(basis, timeframe) ?? book.addSeries(source, book.lastAt);
    series.closes = one.closes;
    series.incompleteUntil = Number(one.incompleteUntil);
    series.closed.deepen(one.depth);
    series.closed.load(unpackNumbers(one.closed));
    series.forming.restore(unpackNumbers(one.forming));
  }
  book.expectAll();
}

/**
 * Streams exist again once their alerts are armed; one that nobody uses any more stays away. Each is put back in the place it had: the
 * order in which their values are reported is part of the state.
 */
function loadStreams(book: InstrumentBook, packed: PackedBook): void {
  for (const one of packed.series) {
    const streams = book.find(one.basis, one.timeframe)?.streams;
    for (const { call, depth, pushed, isFresh, state, closed } of one.streams) {
      const stream = streams?.get(call);
      if (streams === undefined || stream === undefined) continue;
      stream.restore({ depth, pushed, isFresh, state: unpackNumbers(state), closed: unpackNumbers(closed) });
      streams.delete(call);
      streams.set(call, stream);
    }
  }
}
