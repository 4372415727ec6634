import { expect, it } from 'vitest';
import { isBusinessDay } from './centre.ts';
import { DAY_MS, dayNumberOf } from './civil-date.ts';
import { isGotobi } from './gotobi.ts';

function gotobiOf(year: number, month: number): number[] {
  const found: number[] = [];
  for (let day = dayNumberOf(year, month, 1); day < dayNumberOf(year, month + 1, 1); day++)
    if (isGotobi(day)) found.push(new Date(day * DAY_MS).getUTCDate());
  return found;
}

it.each([
  [2026, 9, [4, 10, 15, 18, 25, 30]],
  [2026, 10, [5, 9, 15, 20, 23, 30]],
  [2026, 11, [5, 10, 13, 20, 25, 30]],
  [2026, 12, [4, 10, 15, 18, 25, 30]],
  [2027, 1, [5, 8, 15, 20, 25, 29]],
  // No 30 February: the last day, a Sunday here.
  [2027, 2, [5, 10, 15, 19, 25, 26]],
  // 5 May 2027 is paid on 30 April, as is the 30th itself.
  [2027, 4, [5, 9, 15, 20, 23, 30]],
  [2027, 5, [10, 14, 20, 25, 28]],
  // The ten closed days of the accession: 30 April and 5 May are both paid on 26 April.
  [2019, 4, [5, 10, 15, 19, 25, 26]],
  [2019, 5, [10, 15, 20, 24, 30]],
])('the gotobi of %i-%i are %j', (year, month, expected) => {
  expect(gotobiOf(year, month)).toEqual(expected);
});

it('are business days of Tokyo, four to seven in every month from 2000 to 2050', () => {
  for (let year = 2000; year <= 2050; year++)
    for (let month = 1; month <= 12; month++) {
      const days = gotobiOf(year, month);
      expect(days.length).toBeGreaterThanOrEqual(4);
      expect(days.length).toBeLessThanOrEqual(7);
      for (const day of days) expect(isBusinessDay('JPY', dayNumberOf(year, month, day))).toBe(true);
    }
});
