/**
 * The candles on the chart as plain data: history from the API, the forming candle moved on by quotes until the server's own
 * candle arrives. A quote beyond the end opens the next candle at the boundary the server would use.
 */
import { periodOf } from '../../../src/market/periods.ts';
import { timeframe as timeframeOf } from '../../../src/market/timeframe.ts';
import { epochMs } from '../../../src/kernel/units.ts';
import type { CandleView } from '../../../src/api/contract/market.ts';

export interface ChartCandle {
  readonly at: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

export function fromView(candle: CandleView): ChartCandle {
  const { open, high, low, close } = candle;
  return { at: Date.parse(candle.at), open, high, low, close };
}

/** History and the forming candle in one ascending list without doubles. */
export function fromHistory(candles: readonly CandleView[], forming: CandleView | null): ChartCandle[] {
  const all = candles.map(fromView);
  const last = all.at(-1);
  const current = forming === null ? null : fromView(forming);
  if (current !== null && (last === undefined || current.at > last.at)) all.push(current);
  return all.filter((candle, i) => i === 0 || candle.at > (all[i - 1]?.at ?? 0));
}

/** What the chart holds at most: two weeks of M1, three years of H1. */
export const MOST_CANDLES = 20_000;

/**
 * What is known, with the newest candles in place of those of their time. Null where they do not go on from it, as after a night
 * without a connection: between them would be a gap that the market did not make.
 */
export function withNewest(
  known: readonly ChartCandle[],
  newest: readonly ChartCandle[],
): readonly ChartCandle[] | null {
  const from = newest[0]?.at;
  const start = known.findIndex(({ at }) => at === from);
  if (start === -1) return null;
  // Quotes may have opened a candle since the answer was given.
  const since = known.filter(({ at }) => at > (newest.at(-1)?.at ?? at));
  return [...known.slice(0, start), ...newest, ...since].slice(-MOST_CANDLES);
}

export function withOlder(
  known: readonly ChartCandle[],
  page: readonly CandleView[],
): readonly ChartCandle[] {
  const first = known[0]?.at ?? Infinity;
  return [...page.map(fromView).filter(({ at }) => at < first), ...known];
}

/** The last candle after a quote at `at`; null when the quote is older than the last candle. */
export function afterQuote(
  last: ChartCandle | undefined,
  timeframe: string,
  quote: { readonly at: number; readonly price: number },
): ChartCandle | null {
  const { at, price } = quote;
  const open = periodOf(timeframeOf(timeframe), epochMs(at)).at;
  if (last !== undefined && open < last.at) return null;
  if (last === undefined || open > last.at)
    return { at: open, open: price, high: price, low: price, close: price };
  return { ...last, high: Math.max(last.high, price), low: Math.min(last.low, price), close: price };
}
