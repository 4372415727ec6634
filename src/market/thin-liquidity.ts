/**
 * Days on which few trade, by the date on which the FX day ends: banks closed in London, New York or Tokyo, and the days from 24 December to
 * 2 January. The market is open all the same; spreads are wide and stops are run.
 */
import { isHoliday } from './centre.ts';
import { civilOf, isWeekend } from './civil-date.ts';

export function isThin(day: number): boolean {
  if (isWeekend(day)) return false;
  const [, month, date] = civilOf(day);
  if ((month === 12 && date >= 24) || (month === 1 && date <= 2)) return true;
  return isHoliday('GBP', day) || isHoliday('USD', day) || isHoliday('JPY', day);
}
