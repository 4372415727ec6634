/**
 * A stretch of local time that comes back on certain days: a session, the minutes around a fix, a holiday. Everything the calendar says is one
 * of these. Boundaries are wall-clock times of a zone, so they follow its changes of clocks; what lies outside of the FX week does not
 * count, so a session that begins on a closed Sunday begins with the market. Windows of one rule never overlap.
 */
import { type EpochMs, MINUTE_MS } from '../kernel/units.ts';
import { DAY_MS } from './civil-date.ts';
import { type DayRule, holds } from './day-rule.ts';
import { type Period, fxWeekOf } from './fx-time.ts';
import { ZONES, type ZoneName } from './zones.ts';

export interface DailyWindow {
  readonly zone: ZoneName;
  /** Minutes after midnight of the day that `days` speaks of; from before midnight is negative, past the next one over 1,440. */
  readonly fromMinute: number;
  readonly toMinute: number;
  /** Elapsed time by which it begins earlier and ends later than these. */
  readonly beforeMs: number;
  readonly afterMs: number;
  readonly days: DayRule;
}

const MINUTES_OF_DAY = 1_440;
/** The FX day rolls at 17:00 New York. */
const ROLL_MINUTE = 17 * 60;
/** The rarest days come back after a year at most. */
const FURTHEST_DAYS = 400;

/** Dates of a clock, from midnight to midnight. */
export function dates(zone: ZoneName, days: DayRule): DailyWindow {
  return { zone, fromMinute: 0, toMinute: MINUTES_OF_DAY, beforeMs: 0, afterMs: 0, days };
}

/** FX days; `days` speaks of the dates on which they end. */
export function fxDays(days: DayRule): DailyWindow {
  const fromMinute = ROLL_MINUTE - MINUTES_OF_DAY;
  return { zone: 'newyork', fromMinute, toMinute: ROLL_MINUTE, beforeMs: 0, afterMs: 0, days };
}

/** The window that contains `at`, or the first one after it. Null when there is none within a year. O(days until then). */
export function windowAt(window: DailyWindow, at: EpochMs): Period | null {
  const { zone, beforeMs, afterMs, toMinute } = window;
  const reach = (toMinute * MINUTE_MS + afterMs + beforeMs) / DAY_MS;
  const today = Math.floor(ZONES[zone].localAt(at) / DAY_MS);
  for (let day = today - Math.ceil(reach); day <= today + FURTHEST_DAYS; day++) {
    if (!holds(window.days, day)) continue;
    const period = onDay(window, day);
    if (period !== null && period.closesAt > at) return period;
  }
  return null;
}

/** The last window that has ended by `at`; null when there was none within a year. */
export function windowBefore(window: DailyWindow, at: EpochMs): Period | null {
  const today = Math.floor(ZONES[window.zone].localAt(at) / DAY_MS);
  for (let day = today + 1; day >= today - FURTHEST_DAYS; day--) {
    if (!holds(window.days, day)) continue;
    const period = onDay(window, day);
    if (period !== null && period.closesAt <= at) return period;
  }
  return null;
}

/** Null when it lies in a weekend. */
function onDay({ zone, fromMinute, toMinute, beforeMs, afterMs }: DailyWindow, day: number): Period | null {
  const midnight = day * DAY_MS;
  const from = (ZONES[zone].instantOf(midnight + fromMinute * MINUTE_MS) - beforeMs) as EpochMs;
  const to = ZONES[zone].instantOf(midnight + toMinute * MINUTE_MS) + afterMs;
  const week = fxWeekOf(from);
  const at = Math.max(from, week.at) as EpochMs;
  const closesAt = Math.min(to, week.closesAt) as EpochMs;
  return at < closesAt ? { at, closesAt } : null;
}
