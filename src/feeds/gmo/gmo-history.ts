/**
 * Candles of GMO Coin: bid and ask are separate files, merged on the opening time. Files are cut at the New York roll (06:00 or 07:00
 * in Tokyo) and named by the Tokyo date, so one more file is read on each side and the candles' own times decide. 404 and an empty list
 * both mean: no candles. The running candle is in the answer without a mark; a candle counts as closed only when the server's clock
 * had passed its end in both answers.
 */
import type { EpochMs } from '../../kernel/units.ts';
import type { Candle } from '../../market/candle.ts';
import { periodOf } from '../../market/periods.ts';
import { type Timeframe, timeframe as timeframeOf } from '../../market/timeframe.ts';
import type { HistoryCandle, HistoryRequest } from '../feed.ts';
import type { GmoRest, KlinesQuery } from './gmo-rest.ts';
import { Kline } from './gmo-schema.ts';

interface Interval {
  readonly name: string;
  readonly file: 'day' | 'year';
}
const INTERVALS: Readonly<Record<string, Interval>> = {
  M1: { name: '1min', file: 'day' },
  M5: { name: '5min', file: 'day' },
  M10: { name: '10min', file: 'day' },
  M15: { name: '15min', file: 'day' },
  M30: { name: '30min', file: 'day' },
  H1: { name: '1hour', file: 'day' },
  H4: { name: '4hour', file: 'year' },
  H8: { name: '8hour', file: 'year' },
  H12: { name: '12hour', file: 'year' },
  D1: { name: '1day', file: 'year' },
  W1: { name: '1week', file: 'year' },
  MN1: { name: '1month', file: 'year' },
};

const DAY_MS = 86_400_000;
const TOKYO_OFFSET_MS = 9 * 3_600_000;
const FIRST_FILE_DAY = Date.UTC(2023, 9, 28);

/** History could not be read; what was yielded before is good. */
export class GmoHistoryError extends Error {
  override readonly name = 'GmoHistoryError';
}

interface GmoHistoryRequest extends HistoryRequest {
  readonly symbol: string;
  readonly signal: AbortSignal;
}

export async function* gmoHistory(
  rest: GmoRest,
  request: GmoHistoryRequest,
): AsyncGenerator<readonly HistoryCandle[]> {
  const interval = INTERVALS[request.timeframe];
  if (interval === undefined) return;
  const timeframe = timeframeOf(request.timeframe);
  let after = -Infinity;
  for (const date of fileKeys(interval.file, request)) {
    const query = { symbol: request.symbol, interval: interval.name, date };
    const bids = await readFile(rest, { ...query, priceType: 'BID' }, request.signal);
    const asks =
      bids.size === 0 ? bids : await readFile(rest, { ...query, priceType: 'ASK' }, request.signal);
    const page = merge(bids, asks, timeframe).filter(
      ({ bid }) => bid.at >= request.from && bid.at < request.to && bid.at > after,
    );
    after = page.at(-1)?.bid.at ?? after;
    if (page.length > 0) yield page;
  }
}

/** Files that can hold candles of `[from, to)`, one to spare on each side, without the weekend's. */
export function fileKeys(
  file: Interval['file'],
  { from, to }: { readonly from: EpochMs; readonly to: EpochMs },
): readonly string[] {
  const first = Math.max(Math.floor((from + TOKYO_OFFSET_MS) / DAY_MS) * DAY_MS - DAY_MS, FIRST_FILE_DAY);
  const last = Math.floor((to + TOKYO_OFFSET_MS) / DAY_MS) * DAY_MS + DAY_MS;
  const keys: string[] = [];
  for (let day = first; day <= last; day += DAY_MS) {
    const date = new Date(day);
    const key = date.toISOString().slice(0, 10).replaceAll('-', '');
    const weekend = date.getUTCDay() === 0 || date.getUTCDay() === 6;
    if (file === 'year') {
      if (keys.at(-1) !== key.slice(0, 4)) keys.push(key.slice(0, 4));
    } else if (!weekend) keys.push(key);
  }
  return keys;
}

interface StampedKline extends Kline {
  /** The server's clock when it answered. */
  readonly seenAt: number;
}

async function readFile(
  rest: GmoRest,
  query: KlinesQuery,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, StampedKline>> {
  const answer = await rest.klines(query, signal);
  if (!answer.ok) {
    if (answer.error.reason === 'not-found') return new Map();
    throw new GmoHistoryError(answer.error.message);
  }
  const { data, responsetime } = answer.value;
  const klines = new Map<number, StampedKline>();
  for (const row of data) {
    const parsed = Kline.safeParse(row);
    // A row that is no candle is a candle that is missing.
    if (parsed.success) klines.set(parsed.data.openTime, { ...parsed.data, seenAt: responsetime });
  }
  return klines;
}

/** Only where both sides are there, final, and on the grid of our candles. */
function merge(
  bids: ReadonlyMap<number, StampedKline>,
  asks: ReadonlyMap<number, StampedKline>,
  timeframe: Timeframe,
): HistoryCandle[] {
  const merged: HistoryCandle[] = [];
  for (const [openTime, bid] of bids) {
    const ask = asks.get(openTime);
    const { at, closesAt } = periodOf(timeframe, openTime as EpochMs);
    const onGrid = at === openTime || timeframe.unit !== 'minute';
    if (ask === undefined || !onGrid || Math.min(bid.seenAt, ask.seenAt) < closesAt) continue;
    merged.push({ bid: candleOf(bid, at, closesAt), ask: candleOf(ask, at, closesAt) });
  }
  return merged.sort((a, b) => a.bid.at - b.bid.at);
}

function candleOf({ open, high, low, close }: Kline, at: EpochMs, closesAt: EpochMs): Candle {
  return { at, closesAt, open, high, low, close, volume: 0 };
}
