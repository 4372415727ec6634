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
