/** United States: the holidays of the Federal Reserve. One on a Sunday is kept on Monday; on a Saturday banks are open the day before. */
import { dayNumberOf, isWeekend, weekdayOf } from '../civil-date.ts';
import { lastWeekday, MONDAY, nthWeekday, THURSDAY } from './dates.ts';

const JUNETEENTH_SINCE = 2021;

export function americanBankHolidays(year: number): readonly number[] {
  const on = (month: number, day: number) => dayNumberOf(year, month, day);
  const days = [
    on(1, 1),
    nthWeekday(year, 1, MONDAY, 3),
    nthWeekday(year, 2, MONDAY, 3),
    lastWeekday(year, 5, MONDAY),
    ...(year >= JUNETEENTH_SINCE ? [on(6, 19)] : []),
    on(7, 4),
    nthWeekday(year, 9, MONDAY, 1),
    nthWeekday(year, 10, MONDAY, 2),
    on(11, 11),
    nthWeekday(year, 11, THURSDAY, 4),
    on(12, 25),
  ];
  return days.map((day) => (weekdayOf(day) === 0 ? day + 1 : day)).filter((day) => !isWeekend(day));
}
