/** What names a firing on closed candles: the open of the finest period that has just ended, and the edge. */
import type { Timeframe } from '../../market/timeframe.ts';
import type { Moment } from '../evaluation/moment.ts';
import { COLUMN, type Series } from '../series/series.ts';

interface ClosedClock {
  /** Whose candles name the firings. */
  readonly timeframe: Timeframe;
  readonly closes: readonly Series[];
  readonly edge: 'pulse' | 'rise';
}

/** Null for a firing by time alone, or before any close: it is counted. One at arming belongs to the last candle that closed. */
export function closedKey({ timeframe, closes, edge }: ClosedClock, moment: Moment): string | null {
  if (moment.isArming) {
    const open = lastOpen(timeframe, closes);
    return Number.isFinite(open) ? `${open}:${edge}` : null;
  }
  const hasClosed = closes.some((series) => series.closed.value(0, COLUMN.closesAt) === moment.now);
  return hasClosed ? `${moment.openOfEnded(timeframe)}:${edge}` : null;
}

function lastOpen(timeframe: Timeframe, closes: readonly Series[]): number {
  const opens = closes
    .filter((series) => series.timeframe.name === timeframe.name)
    .map((series) => series.closed.value(0, COLUMN.at));
  return Math.max(...opens);
}
