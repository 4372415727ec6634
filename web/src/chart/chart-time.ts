/**
 * Times for the chart. The library draws UTC; to show a zone, instants are shifted by its offset. FX does not trade when clocks
 * change, so no two candles ever meet. Candles of a day and more open on the evening before the date they are named after: they
 * are shifted by half a day, so that Monday's candle stands under Monday.
 */
import { zoneOffsetMs } from '../format/time.ts';

const DAY_MS = 86_400_000;
const LONG = new Set(['D1', 'W1', 'MN1']);

/** Seconds of instants, as the library wants them. A day at whose ends the clocks agree is asked for once: thousands of candles share few days. */
export function chartClock(timeframe: string, zone: string): (at: number) => number {
  const shift = LONG.has(timeframe) ? DAY_MS / 2 : 0;
  let day = NaN;
  let offset: number | null = null;
  return (at) => {
    const instant = at + shift;
    const its = Math.floor(instant / DAY_MS);
    if (its !== day) {
      day = its;
      const first = zoneOffsetMs(day * DAY_MS, zone);
      offset = first === zoneOffsetMs((day + 1) * DAY_MS, zone) ? first : null;
    }
    return Math.floor((instant + (offset ?? zoneOffsetMs(instant, zone))) / 1000);
  };
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
