/** How holidays are fixed: by date, by weekday of a month, by Easter, and moved off a weekend. All answers are day numbers. */
import { civilOf, dayNumberOf, isWeekend, weekdayOf } from '../civil-date.ts';

/** 0 Sunday … 6 Saturday. */
type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6;
export const MONDAY = 1;
export const THURSDAY = 4;

export function nthWeekday(year: number, month: number, weekday: Weekday, n: number): number {
  const first = dayNumberOf(year, month, 1);
  return first + ((weekday - weekdayOf(first) + 7) % 7) + 7 * (n - 1);
}

export function lastWeekday(year: number, month: number, weekday: Weekday): number {
  const last = dayNumberOf(year, month + 1, 1) - 1;
  return last - ((weekdayOf(last) - weekday + 7) % 7);
}

/** Gregorian Easter, by the anonymous algorithm of 1876 (Nature; also Meeus, Astronomical Algorithms, chapter 8). */
export function easterSunday(year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return dayNumberOf(year, Math.floor(n / 31), (n % 31) + 1);
}

/** Each day on a weekend moves to the next weekday that is none of the others, in the order given. */
export function movedOffWeekends(days: readonly number[]): readonly number[] {
  const taken = new Set(days.filter((day) => !isWeekend(day)));
  for (const day of days) {
    if (!isWeekend(day)) continue;
    let moved = day + 1;
    while (isWeekend(moved) || taken.has(moved)) moved++;
    taken.add(moved);
  }
  return [...taken];
}

/** `2022-09-19` of a list that names single days, where they lie in `year`. */
export function singleDays(year: number, dates: string): readonly number[] {
  return dates
    .split(' ')
    .map((date) => date.split('-').map(Number) as [number, number, number])
    .filter(([of]) => of === year)
    .map(([of, month, day]) => dayNumberOf(of, month, day));
}

export function yearOf(day: number): number {
  return civilOf(day)[0];
}
