/** Canada: days on which the banks of Toronto are closed (federal holidays, and those of Ontario banks keep). */
import { dayNumberOf } from '../civil-date.ts';
import { easterSunday, MONDAY, movedOffWeekends, nthWeekday } from './dates.ts';

const FAMILY_DAY_SINCE = 2008;
const RECONCILIATION_SINCE = 2021;

export function canadianBankHolidays(year: number): readonly number[] {
  const on = (month: number, day: number) => dayNumberOf(year, month, day);
  return movedOffWeekends([
    on(1, 1),
    ...(year >= FAMILY_DAY_SINCE ? [nthWeekday(year, 2, MONDAY, 3)] : []),
    easterSunday(year) - 2,
    // Victoria Day: the Monday before 25 May.
    nthWeekday(year, 5, MONDAY, 1) + 7 * Math.floor((on(5, 24) - nthWeekday(year, 5, MONDAY, 1)) / 7),
    on(7, 1),
    nthWeekday(year, 8, MONDAY, 1),
    nthWeekday(year, 9, MONDAY, 1),
    ...(year >= RECONCILIATION_SINCE ? [on(9, 30)] : []),
    nthWeekday(year, 10, MONDAY, 2),
    on(11, 11),
    on(12, 25),
    on(12, 26),
  ]);
}
