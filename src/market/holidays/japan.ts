/**
 * Japan: the national holidays by law, 2000 to 2050, and the days on which banks close besides (31 December to 3 January).
 * Sources: 国民の祝日に関する法律 with its changes of 2003, 2007, 2014 and 2018; the special laws of 2019 (accession) and of 2020 and 2021
 * (Olympic Games). The equinoxes are announced each February; the formula (新こよみ便利帳, 1980 to 2099) has agreed with every one so far.
 */
import { dayNumberOf, isWeekend, weekdayOf } from '../civil-date.ts';
import { MONDAY, nthWeekday } from './dates.ts';

/** The year of the law that gives a sandwiched and a substitute day its present form. */
const REFORM = 2007;

export function japaneseBankHolidays(year: number): readonly number[] {
  const closed = [
    dayNumberOf(year, 1, 2),
    dayNumberOf(year, 1, 3),
    dayNumberOf(year, 12, 31),
    ...nationalHolidays(year),
  ];
  return closed.filter((day) => !isWeekend(day));
}

function nationalHolidays(year: number): ReadonlySet<number> {
  const named = new Set(namedHolidays(year));
  const all = new Set(named);
  for (const day of named) if (weekdayOf(day) === 0) all.add(substituteOf(day, named, year));
  for (const day of named)
    if (named.has(day + 2) && !all.has(day + 1) && isFreeForSandwich(day + 1, year)) all.add(day + 1);
  return all;
}

/** A holiday on a Sunday: the day after; since 2007 the first day after that is no holiday itself. */
function substituteOf(sunday: number, named: ReadonlySet<number>, year: number): number {
  let day = sunday + 1;
  while (year >= REFORM && named.has(day)) day++;
  return day;
}

/** A day between two holidays is one, too; before 2007 not when it is a Sunday. */
function isFreeForSandwich(day: number, year: number): boolean {
  return year >= REFORM || weekdayOf(day) !== 0;
}

function namedHolidays(year: number): readonly number[] {
  const on = (month: number, day: number) => dayNumberOf(year, month, day);
  return [
    on(1, 1),
    nthWeekday(year, 1, MONDAY, 2),
    on(2, 11),
    ...emperorsBirthday(year),
    equinox(year, 3, 20.8431),
    on(4, 29),
    ...(year === 2019 ? [on(5, 1), on(10, 22)] : []),
    on(5, 3),
    ...(year >= REFORM ? [on(5, 4)] : []),
    on(5, 5),
    marineDay(year),
    ...mountainDay(year),
    year >= 2003 ? nthWeekday(year, 9, MONDAY, 3) : on(9, 15),
    equinox(year, 9, 23.2488),
    sportsDay(year),
    on(11, 3),
    on(11, 23),
  ];
}

function equinox(year: number, month: 3 | 9, at1980: number): number {
  const since = year - 1980;
  return dayNumberOf(year, month, Math.floor(at1980 + 0.242194 * since - Math.floor(since / 4)));
}

/** None in 2019, the year of the accession. */
function emperorsBirthday(year: number): readonly number[] {
  if (year === 2019) return [];
  return [year < 2019 ? dayNumberOf(year, 12, 23) : dayNumberOf(year, 2, 23)];
}

function marineDay(year: number): number {
  if (year === 2020) return dayNumberOf(year, 7, 23);
  if (year === 2021) return dayNumberOf(year, 7, 22);
  return year >= 2003 ? nthWeekday(year, 7, MONDAY, 3) : dayNumberOf(year, 7, 20);
}

function mountainDay(year: number): readonly number[] {
  if (year < 2016) return [];
  return [dayNumberOf(year, 8, year === 2020 ? 10 : year === 2021 ? 8 : 11)];
}

function sportsDay(year: number): number {
  if (year === 2020) return dayNumberOf(year, 7, 24);
  if (year === 2021) return dayNumberOf(year, 7, 23);
  return nthWeekday(year, 10, MONDAY, 2);
}
