/**
 * Recorded candles of bid and ask together, the finest there are for each stretch: coarser ones only before the finer ones begin.
 * Memory: two pages, however long the time.
 */
import type { MarketHistory } from '../alerts/ports.ts';
import type { QuotedCandle } from '../backtest/walk-candle.ts';
import type { CandleSource } from '../conditions/resolved.ts';
import type { EpochMs, InstrumentId } from '../kernel/units.ts';
import type { Candle } from '../market/candle.ts';

/** From the finest; a coarser one is taken where it reaches further back. */
const TIMEFRAMES = ['M1', 'M5', 'M15', 'H1', 'D1'];

interface Span {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

interface QuotedPage {
  readonly timeframe: string;
  readonly candles: readonly QuotedCandle[];
}

export async function* quotedCandles(
  history: MarketHistory,
  instrument: InstrumentId,
  span: Span,
): AsyncGenerator<QuotedPage> {
  for (const { timeframe, from, to } of await stretchesOf(history, instrument, span))
    for await (const candles of pairs(history, { instrument, timeframe }, { from, to }))
      yield { timeframe, candles };
}

interface Stretch extends Span {
  readonly timeframe: string;
}
type Source = Omit<CandleSource, 'basis'>;

/** Which timeframe serves which time, the earliest first. */
async function stretchesOf(
  history: MarketHistory,
  instrument: InstrumentId,
  { from, to }: Span,
): Promise<readonly Stretch[]> {
  const stretches: Stretch[] = [];
  let until = to;
  for (const timeframe of TIMEFRAMES) {
    if (until <= from) break;
    const first = await firstPair(history, { instrument, timeframe }, { from, to: until });
    if (first === null) continue;
    stretches.unshift({ timeframe, from: first, to: until });
    until = first;
  }
  return stretches;
}

async function firstPair(history: MarketHistory, source: Source, span: Span): Promise<EpochMs | null> {
  for await (const page of pairs(history, source, span)) return page[0]?.bid.at ?? null;
  return null;
}

/** Candles that both sides have and that closed within the span. */
async function* pairs(
  history: MarketHistory,
  source: Source,
  { from, to }: Span,
): AsyncGenerator<readonly QuotedCandle[]> {
  const { instrument } = source;
  const asks = new Ahead(history.candlesBetween({ ...source, basis: 'ask' }, from, to));
  try {
    for await (const bids of history.candlesBetween({ ...source, basis: 'bid' }, from, to)) {
      const page: QuotedCandle[] = [];
      for (const bid of bids) {
        if (bid.closesAt > to) continue;
        const found = asks.at(bid.at);
        // One promise a page, not one a candle.
        const ask = found instanceof Promise ? await found : found;
        if (ask !== null) page.push({ instrument, bid, ask });
      }
      if (page.length > 0) yield page;
    }
  } finally {
    await asks.stop();
  }
}

/** Candles of a stream by their time, asked for in order. */
class Ahead {
  readonly #pages: AsyncIterator<readonly Candle[]>;
  #page: readonly Candle[] = [];
  #next = 0;
  #isOver = false;

  constructor(pages: AsyncIterable<readonly Candle[]>) {
    this.#pages = pages[Symbol.asyncIterator]();
  }

  /** Synchronous where the page in hand says it. */
  at(time: EpochMs): Candle | null | Promise<Candle | null> {
    for (; this.#next < this.#page.length; this.#next++) {
      const candle = this.#page[this.#next] as Candle;
      if (candle.at === time) return candle;
      if (candle.at > time) return null;
    }
    return this.#isOver ? null : this.#load(time);
  }

  async stop(): Promise<void> {
    await this.#pages.return?.();
  }

  async #load(time: EpochMs): Promise<Candle | null> {
    const next = await this.#pages.next();
    if (next.done === true) {
      this.#isOver = true;
      return null;
    }
    this.#page = next.value;
    this.#next = 0;
    return this.at(time);
  }
}
