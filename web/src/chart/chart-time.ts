/**
 * Times for the chart. The library draws UTC; to show a zone, instants are shifted by its offset. FX does not trade when clocks
 * change, so no two candles ever meet. Candles of a day and more open on the evening before the date they are named after: they
 * are shifted by half a day, so that Monday's candle stands under Monday.
 */
import { zoneOffsetMs } from '../format/time.ts';

const HALF_DAY_MS = 43_200_000;
const LONG = new Set(['D1', 'W1', 'MN1']);

/** Seconds, as the library wants them. */
export function chartTime(at: number, timeframe: string, zone: string): number {
  const instant = LONG.has(timeframe) ? at + HALF_DAY_MS : at;
  return Math.floor((instant + zoneOffsetMs(instant, zone)) / 1000);
}

/** Index of the candle that covers `at`, in opens that ascend; −1 before the first. */
export function candleIndexAt(opens: readonly number[], at: number): number {
  let low = 0;
  let high = opens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((opens[middle] ?? Infinity) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
