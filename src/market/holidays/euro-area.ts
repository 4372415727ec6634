/** Euro area: the closing days of TARGET (ECB decision of 14 December 2000, in force from 2002; 2000 and 2001 as announced). */
import { dayNumberOf, isWeekend } from '../civil-date.ts';
import { easterSunday } from './dates.ts';

export function targetClosingDays(year: number): readonly number[] {
  const easter = easterSunday(year);
  const on = (month: number, day: number) => dayNumberOf(year, month, day);
  const days = [on(1, 1), easter - 2, easter + 1, on(5, 1), on(12, 25), on(12, 26)];
  if (year === 2001) days.push(on(12, 31));
  return days.filter((day) => !isWeekend(day));
}
