/** Australia: public holidays of New South Wales, where banks trade from. On a Sunday Anzac Day moved until 2010; in 2026 and 2027 again. */
import { dayNumberOf, isWeekend, weekdayOf } from '../civil-date.ts';
import { easterSunday, MONDAY, movedOffWeekends, nthWeekday, singleDays } from './dates.ts';

const ANZAC_MOVED_UNTIL = 2010;
const ADDED = '2022-09-22 2026-04-27 2027-04-26';

export function australianBankHolidays(year: number): readonly number[] {
  const easter = easterSunday(year);
  const on = (month: number, day: number) => dayNumberOf(year, month, day);
  return [
    ...movedOffWeekends([on(1, 1), on(1, 26), on(12, 25), on(12, 26)]),
    ...[easter - 2, easter + 1, anzacDay(year)].filter((day) => !isWeekend(day)),
    nthWeekday(year, 6, MONDAY, 2),
    nthWeekday(year, 8, MONDAY, 1),
    nthWeekday(year, 10, MONDAY, 1),
    ...singleDays(year, ADDED),
  ];
}

function anzacDay(year: number): number {
  const day = dayNumberOf(year, 4, 25);
  return year <= ANZAC_MOVED_UNTIL && weekdayOf(day) === 0 ? day + 1 : day;
}
