/** England: bank holidays, with those that were moved or added by proclamation (jubilees, wedding, VE day, funeral, coronation). */
import { dayNumberOf } from '../civil-date.ts';
import { easterSunday, lastWeekday, MONDAY, movedOffWeekends, nthWeekday, singleDays } from './dates.ts';

const ADDED = '2002-06-03 2011-04-29 2012-06-05 2022-06-03 2022-09-19 2023-05-08';

export function britishBankHolidays(year: number): readonly number[] {
  const easter = easterSunday(year);
  const on = (month: number, day: number) => dayNumberOf(year, month, day);
  return movedOffWeekends([
    on(1, 1),
    easter - 2,
    easter + 1,
    year === 2020 ? on(5, 8) : nthWeekday(year, 5, MONDAY, 1),
    springHoliday(year),
    lastWeekday(year, 8, MONDAY),
    on(12, 25),
    on(12, 26),
    ...singleDays(year, ADDED),
  ]);
}

/** The last Monday of May, but beside the jubilees of 2002, 2012 and 2022. */
function springHoliday(year: number): number {
  if (year === 2002 || year === 2012) return dayNumberOf(year, 6, 4);
  return year === 2022 ? dayNumberOf(year, 6, 2) : lastWeekday(year, 5, MONDAY);
}
