/** New Zealand: public holidays kept in the whole country. Waitangi and Anzac Day move to Monday since 2014. */
import { dayNumberOf, isWeekend, weekdayOf } from '../civil-date.ts';
import { easterSunday, MONDAY, movedOffWeekends, nthWeekday, singleDays } from './dates.ts';

const MOVED_SINCE = 2014;
/** Matariki, by the schedule of Te Kāhui o Matariki Public Holiday Act 2022; the queen's memorial day. */
const SINGLE =
  '2022-06-24 2023-07-14 2024-06-28 2025-06-20 2026-07-10 2027-06-25 2028-07-14 2029-07-06 2030-06-21 2031-07-11 ' +
  '2032-07-02 2033-06-24 2034-07-07 2035-06-29 2036-07-18 2037-07-10 2038-06-25 2039-07-15 2040-07-06 2041-07-19 ' +
  '2042-07-11 2043-07-03 2044-06-24 2045-07-07 2046-06-29 2047-07-19 2048-07-03 2049-06-25 2050-07-15 2022-09-26';

export function newZealandBankHolidays(year: number): readonly number[] {
  const easter = easterSunday(year);
  const on = (month: number, day: number) => dayNumberOf(year, month, day);
  const nationalDays = [on(2, 6), on(4, 25)];
  return [
    ...movedOffWeekends([on(1, 1), on(1, 2), on(12, 25), on(12, 26)]),
    ...(year >= MOVED_SINCE ? nationalDays.map(orMonday) : nationalDays),
    easter - 2,
    easter + 1,
    nthWeekday(year, 6, MONDAY, 1),
    nthWeekday(year, 10, MONDAY, 4),
    ...singleDays(year, SINGLE),
  ].filter((day) => !isWeekend(day));
}

/** Monday may be Easter Monday: then nothing is added. */
function orMonday(day: number): number {
  const weekday = weekdayOf(day);
  return weekday === 6 ? day + 2 : weekday === 0 ? day + 1 : day;
}
