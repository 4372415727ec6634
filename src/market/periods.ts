/** Which candle an instant belongs to. O(log n), called once per closed M1 candle, not per tick. */
import type { EpochMs } from '../kernel/units.ts';
import { type Period, fxDayOf, fxMonthOf, fxWeekOf } from './fx-time.ts';
import type { Timeframe } from './timeframe.ts';

/** The period of `timeframe` that contains `at`, an instant at which the market is open. */
export function periodOf(timeframe: Timeframe, at: EpochMs): Period {
  if (timeframe.unit === 'week') return fxWeekOf(at);
  if (timeframe.unit === 'month') return fxMonthOf(at);
  const day = fxDayOf(at);
  if (timeframe.unit === 'day') return day;
  const lengthMs = timeframe.minutes * 60_000;
  const start = day.at + Math.floor((at - day.at) / lengthMs) * lengthMs;
  return { at: start as EpochMs, closesAt: Math.min(start + lengthMs, day.closesAt) as EpochMs };
}
