/** Longer candles from shorter ones that lie wholly inside them. */
import type { Candle } from './candle.ts';
import { periodOf } from './periods.ts';
import { timeframe } from './timeframe.ts';

/** Ascending in, ascending out; the last may still be incomplete. */
export function joinCandles(candles: readonly Candle[], name: string): readonly Candle[] {
  const frame = timeframe(name);
  const joined: { -readonly [Field in keyof Candle]: Candle[Field] }[] = [];
  for (const candle of candles) {
    const last = joined.at(-1);
    if (last !== undefined && candle.at < last.closesAt) {
      last.high = Math.max(last.high, candle.high);
      last.low = Math.min(last.low, candle.low);
      last.close = candle.close;
      last.volume += candle.volume;
    } else joined.push({ ...candle, ...periodOf(frame, candle.at) });
  }
  return joined;
}
