/** Firings as marks on candles: several of one candle become one mark with their number, so that a noisy alert stays readable. */
import { candleIndexAt } from './chart-time.ts';

export interface Firing {
  readonly at: number;
  /** The event behind it; null for a firing of a dry run. */
  readonly event: string | null;
}

interface FiringMark {
  /** Index into the opens. */
  readonly candle: number;
  readonly count: number;
  /** The newest event of the candle; null for a dry run. */
  readonly event: string | null;
}

/** Firings before the first candle have no place. A dry run and events never share a mark: call once for each. */
export function marksOf(opens: readonly number[], firings: readonly Firing[]): FiringMark[] {
  const marks = new Map<number, FiringMark & { newest: number }>();
  for (const { at, event } of firings) {
    const candle = candleIndexAt(opens, at);
    if (candle < 0) continue;
    const mark = marks.get(candle);
    if (mark === undefined) marks.set(candle, { candle, count: 1, event, newest: at });
    else
      marks.set(candle, {
        candle,
        count: mark.count + 1,
        event: at >= mark.newest ? event : mark.event,
        newest: Math.max(at, mark.newest),
      });
  }
  return [...marks.values()]
    .sort((a, b) => a.candle - b.candle)
    .map(({ candle, count, event }) => ({ candle, count, event }));
}
