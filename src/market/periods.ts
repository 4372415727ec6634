/** Which candle an instant belongs to. O(log n), called once per closed M1 candle, not per tick. */
import { assert } from '../kernel/assert.ts';
import type { EpochMs } from '../kernel/units.ts';
import { windowAt, windowBefore } from './daily-window.ts';
import { type Period, fxDayOf, fxMonthOf, fxWeekOf } from './fx-time.ts';
import { type SessionHours, sessionWindow } from './session.ts';
import type { Timeframe } from './timeframe.ts';

/**
 * The period of `timeframe` that contains `at`, an instant at which the market is open. Between two sessions lies a period that is none
 * (`isKept`), so that periods follow each other without a hole.
 */
export function periodOf(timeframe: Timeframe, at: EpochMs): Period {
  if (timeframe.unit === 'session') return sessionOrGap(timeframe.hours, at);
  if (timeframe.unit === 'week') return fxWeekOf(at);
  if (timeframe.unit === 'month') return fxMonthOf(at);
  const day = fxDayOf(at);
  if (timeframe.unit === 'day') return day;
  const lengthMs = timeframe.minutes * 60_000;
  const start = day.at + Math.floor((at - day.at) / lengthMs) * lengthMs;
  return { at: start as EpochMs, closesAt: Math.min(start + lengthMs, day.closesAt) as EpochMs };
}

/** Whether the period that begins at `at` makes a candle: false for the time between two sessions. */
export function isKept(timeframe: Timeframe, at: EpochMs): boolean {
  return timeframe.unit !== 'session' || windowAt(sessionWindow(timeframe.hours), at)?.at === at;
}

function sessionOrGap(hours: SessionHours, at: EpochMs): Period {
  const window = sessionWindow(hours);
  const next = windowAt(window, at);
  assert(next !== null, 'a session comes back every weekday');
  if (next.at <= at) return next;
  const last = windowBefore(window, at);
  assert(last !== null, 'a session has been every weekday');
  return { at: last.closesAt, closesAt: next.at };
}
