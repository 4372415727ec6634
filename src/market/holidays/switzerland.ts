/** Switzerland: days on which the banks of Zurich are closed. A holiday on a weekend is lost. */
import { dayNumberOf, isWeekend } from '../civil-date.ts';
import { easterSunday } from './dates.ts';

export function swissBankHolidays(year: number): readonly number[] {
  const easter = easterSunday(year);
  const on = (month: number, day: number) => dayNumberOf(year, month, day);
  const ascension = easter + 39;
  const whitMonday = easter + 50;
  const days = [on(1, 1), on(1, 2), easter - 2, easter + 1, on(5, 1), ascension, whitMonday, on(8, 1)];
  return [...days, on(12, 25), on(12, 26)].filter((day) => !isWeekend(day));
}
