/**
 * Trading time: milliseconds of open market since some Sunday long ago. It runs with the clock from Sunday 17:00 to Friday 17:00 New
 * York and stands still over the weekend. A week has 120 hours of it, whatever the clocks do: they change while the market is closed.
 */
import type { EpochMs } from '../kernel/units.ts';
import { fxWeekOf, type Period } from './fx-time.ts';

const WEEK_MS = 7 * 86_400_000;
/** From Sunday to Friday 17:00. */
export const WEEK_TRADING_MS = 5 * 86_400_000;

export function tradingMs(at: EpochMs): number {
  return tradingMsIn(fxWeekOf(at), at);
}

/** The same, for who knows the week of `at` already. */
export function tradingMsIn(week: Period, at: number): number {
  return weekNumber(week) * WEEK_TRADING_MS + Math.max(0, at - week.at);
}

/** Counts FX weeks; the start moves by an hour with daylight saving. */
export function weekNumber({ at }: Period): number {
  return Math.round(at / WEEK_MS);
}
