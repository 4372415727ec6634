/**
 * Candles from before the product ran, from the feed's own history: enough for charts, indicators and a dry run on the first day.
 * What completes the candles in progress is read before a simulated market starts; the rest, and everything that comes over a network,
 * is read beside the running product.
 */
import type { Logger } from 'pino';
import type { ClosedCandle, MarketHistory } from '../alerts/ports.ts';
import type { Feed, HistoryCandle } from '../feeds/feed.ts';
import type { EpochMs, InstrumentId } from '../kernel/units.ts';
import { timeframe } from '../market/timeframe.ts';
import { STANDING_CANDLES } from './warm-up.ts';

/** Candles a timeframe, the longest first: longer candles in progress are completed by shorter ones. */
const DEPTH: readonly (readonly [name: string, candles: number])[] = [
  ['MN1', 36],
  ['W1', 104],
  ['D1', 520],
  ['H4', 600],
  ['H1', 1_000],
  ['M30', 700],
  ['M15', 1_000],
  ['M5', 8_700],
  ['M1', 1_500],
];
const MINUTE_MS = 60_000;
/** Trading takes five days of seven; a window of hours may lie in a weekend. */
const WEEK_RATIO = 7 / 5;
const WEEKEND_MS = 2 * 86_400_000;

interface BackFillOptions {
  readonly feed: Feed;
  readonly history: MarketHistory;
  /** Lets engines read what is stored now: candles of before, and of those in progress. */
  readonly tell: (instruments: readonly InstrumentId[], now: EpochMs) => Promise<void> | void;
  readonly log: Logger;
  /** There was no recorded state: the engine needs to be told of candles in progress. */
  readonly isNew: boolean;
  /** Market time of the feed. */
  readonly now: EpochMs;
}

/** Before the start: what a simulated market can tell at once. */
export async function backFill(options: BackFillOptions): Promise<void> {
  const { feed, tell, isNew, now } = options;
  if (!feed.simulated || !isNew) return;
  for (const instrument of feed.instruments()) await readInstrument(options, instrument, STANDING_CANDLES);
  await tell(feed.instruments(), now);
}

/** After the start, beside the running product. True when all of it was read. */
export async function backFillBeside(options: BackFillOptions, signal: AbortSignal): Promise<boolean> {
  const { feed, tell, log, isNew, now } = options;
  if (!isNew) return true;
  const started = performance.now();
  let rows = 0;
  let isWhole = true;
  for (const instrument of feed.instruments()) {
    if (signal.aborted) return false;
    try {
      rows += await readInstrument(options, instrument, Infinity);
      if (!feed.simulated) await tell([instrument], now);
    } catch (error) {
      if (signal.aborted) return false;
      isWhole = false;
      log.warn({ err: error, instrument }, 'history could not be read; indicators warm up from live candles');
    }
  }
  if (rows > 0) log.info({ rows, tookMs: Math.round(performance.now() - started) }, 'history read');
  return isWhole;
}

async function readInstrument(
  { feed, history, now }: BackFillOptions,
  instrument: InstrumentId,
  most: number,
): Promise<number> {
  let rows = 0;
  for (const [name, count] of DEPTH) {
    const lengthMs = timeframe(name).minutes * MINUTE_MS;
    const from = Math.floor(
      now - Math.min(count, most) * lengthMs * WEEK_RATIO - (name === 'M1' || name === 'M5' ? 0 : WEEKEND_MS),
    ) as EpochMs;
    for await (const page of feed.history({ instrument, timeframe: name, from, to: now })) {
      const closed = page
        .flatMap((candle) => bothSides(candle, instrument, name))
        .filter(({ candle }) => candle.closesAt <= now);
      rows += await history.addCandles(closed, 'backfill');
    }
  }
  return rows;
}

/** No mid: highs and lows of bid and ask need not happen together. */
export function bothSides(
  { bid, ask }: HistoryCandle,
  instrument: InstrumentId,
  name: string,
): readonly ClosedCandle[] {
  return [
    { source: { instrument, basis: 'bid', timeframe: name }, candle: bid },
    { source: { instrument, basis: 'ask', timeframe: name }, candle: ask },
  ];
}
