/** The market as an engine knows it, to and from plain JSON: what is forming at once, closed candles and indicators by instrument. */
import type { EpochMs } from '../../kernel/units.ts';
import type { IndicatorStream } from '../series/indicator-stream.ts';
import type { InstrumentBook } from '../series/instrument-book.ts';
import type { Series } from '../series/series.ts';
import { packNumber, packNumbers, unpackNumbers } from './packed-numbers.ts';
import type { PackedBook, PackedMarket, PackedSeries, PackedStream } from './snapshot-part.ts';

export function packBook(book: InstrumentBook): PackedBook {
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
  };
}

/** A part is full when it holds so many numbers. */
const NUMBERS_IN_PART = 10_000;
const STREAMS_AT_ONCE = 20;

/**
 * The numbers as they are now, to be packed in parts when there is time: taking them costs hardly more than their memory.
 */
export function takeMarket(book: InstrumentBook): () => Generator<PackedMarket> {
  const taken = [...book.allSeries()].map((series) => ({
    basis: series.source.basis,
    timeframe: series.source.timeframe,
    closed: series.closed.toArray(),
    streams: [...series.streams.values()].map((stream) => ({ call: stream.call, ...stream.snapshot() })),
  }));
  const instrument = book.instrument.id;
  return function* () {
    let series: PackedMarket['series'][number][] = [];
    let numbers = 0;
    for (const { closed, streams, ...place } of taken)
      for (let at = 0; at === 0 || at < streams.length; at += STREAMS_AT_ONCE) {
        const some = streams.slice(at, at + STREAMS_AT_ONCE);
        series.push({
          ...place,
          closed: at === 0 ? packNumbers(closed) : null,
          streams: some.map(packStream),
        });
        numbers += closed.length + some.reduce((sum, one) => sum + one.state.length + one.closed.length, 0);
        if (numbers < NUMBERS_IN_PART) continue;
        yield { instrument, series };
        series = [];
        numbers = 0;
      }
    if (series.length > 0) yield { instrument, series };
  };
}

function packStream({
  state,
  closed,
  ...rest
}: ReturnType<IndicatorStream['snapshot']> & { readonly call: string }): PackedStream {
  return { ...rest, state: packNumbers(state), closed: packNumbers(closed) };
}

export function loadBook(book: InstrumentBook, packed: PackedBook): void {
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
    series.forming.restore(unpackNumbers(one.forming));
  }
  book.expectAll();
}

export function loadCandles(book: InstrumentBook, packed: PackedMarket): void {
  for (const { basis, timeframe, closed } of packed.series)
    if (closed !== null) book.find(basis, timeframe)?.closed.load(unpackNumbers(closed));
}

/**
 * Streams exist again once their alerts are armed; one that nobody uses any more stays away. Each is put back in the place it had: the
 * order in which their values are reported is part of the state.
 */
export function loadStreams(book: InstrumentBook, packed: PackedMarket): void {
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
