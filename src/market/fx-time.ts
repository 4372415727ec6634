/**
 * The FX day and week. A day runs from 17:00 to 17:00 America/New_York and is named by the date on which it ends; the market is
 * closed from Friday 17:00 to Sunday 17:00 (docs/decisions/0003).
 */
import type { EpochMs } from '../kernel/units.ts';
import { civilOf, DAY_MS, dayNumberOf, weekdayOf } from './civil-date.ts';
import { ZONES } from './zones.ts';

/** Half-open: `[at, closesAt)`. */
export interface Period {
  readonly at: EpochMs;
  readonly closesAt: EpochMs;
}

const ROLL = 17 * 3_600_000;
const NEW_YORK = ZONES.newyork;

/** Local day number of the date on which the FX day containing `at` ends; day 0 is 1970-01-01, a Thursday. */
function fxDayNumber(at: number): number {
  return Math.floor((NEW_YORK.localAt(at) - ROLL) / DAY_MS) + 1;
}

/** 17:00 New York on that date. */
function rollOf(dayNumber: number): EpochMs {
  return NEW_YORK.instantOf(dayNumber * DAY_MS + ROLL);
}

export function fxDayOf(at: EpochMs): Period {
  const day = fxDayNumber(at);
  return { at: rollOf(day - 1), closesAt: rollOf(day) };
}

/** The week's trading, Sunday 17:00 to Friday 17:00; for an instant of a weekend, the week that follows. */
export function fxWeekOf(at: EpochMs): Period {
  const day = fxDayNumber(at);
  const weekday = weekdayOf(day);
  // Days that end on Saturday (6) and Sunday (0) are the closed weekend and belong to the coming week.
  const friday = day + (weekday === 6 ? 6 : 5 - weekday);
  return { at: rollOf(friday - 5), closesAt: rollOf(friday) };
}

export function isMarketOpen(at: EpochMs): boolean {
  const weekday = weekdayOf(fxDayNumber(at));
  return weekday !== 6 && weekday !== 0;
}

/** The FX days whose closing date lies in the month; both ends moved to where the market trades. */
export function fxMonthOf(at: EpochMs): Period {
  const [year, month] = civilOf(fxDayNumber(at));
  const lastOfPrevious = dayNumberOf(year, month, 1) - 1;
  const last = (month === 12 ? dayNumberOf(year + 1, 1, 1) : dayNumberOf(year, month + 1, 1)) - 1;
  return { at: rollOf(forwardToOpen(lastOfPrevious)), closesAt: rollOf(backToFriday(last)) };
}

/** A roll on Friday or Saturday opens nothing before Sunday. */
function forwardToOpen(dayNumber: number): number {
  const weekday = weekdayOf(dayNumber);
  return weekday === 5 ? dayNumber + 2 : weekday === 6 ? dayNumber + 1 : dayNumber;
}

/** A roll on Saturday or Sunday closes what ended on Friday. */
function backToFriday(dayNumber: number): number {
  const weekday = weekdayOf(dayNumber);
  return weekday === 6 ? dayNumber - 1 : weekday === 0 ? dayNumber - 2 : dayNumber;
}
