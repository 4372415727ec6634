import { describe, expect, it } from 'vitest';
import { CENTRES, type Centre, isHoliday } from './centre.ts';
import { DAY_MS, civilOf, dayNumberOf, isWeekend, weekdayOf } from './civil-date.ts';

const iso = (day: number) => new Date(day * DAY_MS).toISOString().slice(0, 10);

function holidaysOf(centre: Centre, year: number): string {
  const found: string[] = [];
  for (let day = dayNumberOf(year, 1, 1); day < dayNumberOf(year + 1, 1, 1); day++)
    if (isHoliday(centre, day)) found.push(iso(day).slice(5));
  return found.join(' ');
}

describe('day numbers', () => {
  it('and civil dates are each other’s inverse from 1999 to 2051, and agree with the platform', () => {
    for (let day = dayNumberOf(1999, 1, 1); day < dayNumberOf(2052, 1, 1); day++) {
      const [year, month, date] = civilOf(day);
      expect(dayNumberOf(year, month, date)).toBe(day);
      const platform = new Date(day * DAY_MS);
      expect([year, month, date, weekdayOf(day)]).toEqual([
        platform.getUTCFullYear(),
        platform.getUTCMonth() + 1,
        platform.getUTCDate(),
        platform.getUTCDay(),
      ]);
    }
  });
});

describe('Japanese bank holidays', () => {
  it.each([
    [2000, '01-03 01-10 02-11 03-20 05-03 05-04 05-05 07-20 09-15 10-09 11-03 11-23'],
    // 4 May 2003 is a Sunday: not sandwiched under the law of that time, and nothing replaces it.
    [2003, '01-01 01-02 01-03 01-13 02-11 03-21 04-29 05-05 07-21 09-15 09-23 10-13 11-03 11-24 12-23 12-31'],
    // Sunday 3 May 2009 is replaced on the first day that is none itself; 22 September lies between two.
    [
      2009,
      '01-01 01-02 01-12 02-11 03-20 04-29 05-04 05-05 05-06 07-20 09-21 09-22 09-23 10-12 11-03 11-23 12-23 12-31',
    ],
    // The accession: ten days from 27 April to 6 May, and 22 October.
    [
      2019,
      '01-01 01-02 01-03 01-14 02-11 03-21 04-29 04-30 05-01 05-02 05-03 05-06 07-15 08-12 09-16 09-23 10-14 10-22 11-04 12-31',
    ],
    // The Olympic Games move three days, two years running.
    [
      2020,
      '01-01 01-02 01-03 01-13 02-11 02-24 03-20 04-29 05-04 05-05 05-06 07-23 07-24 08-10 09-21 09-22 11-03 11-23 12-31',
    ],
    [2021, '01-01 01-11 02-11 02-23 04-29 05-03 05-04 05-05 07-22 07-23 08-09 09-20 09-23 11-03 11-23 12-31'],
    [
      2026,
      '01-01 01-02 01-12 02-11 02-23 03-20 04-29 05-04 05-05 05-06 07-20 08-11 09-21 09-22 09-23 10-12 11-03 11-23 12-31',
    ],
  ])('of %i', (year, expected) => {
    // 31 December 2000 and 2 January 2021 are weekend days.
    expect(holidaysOf('JPY', year)).toBe(expected);
  });
});

describe('bank holidays of the other centres', () => {
  it.each<[Centre, number, string]>([
    ['USD', 2026, '01-01 01-19 02-16 05-25 06-19 09-07 10-12 11-11 11-26 12-25'],
    // 4 July 2021 is a Sunday, kept on Monday; Christmas a Saturday, and banks are open on the 24th.
    ['USD', 2021, '01-01 01-18 02-15 05-31 07-05 09-06 10-11 11-11 11-25'],
    ['USD', 2020, '01-01 01-20 02-17 05-25 09-07 10-12 11-11 11-26 12-25'],
    ['GBP', 2011, '01-03 04-22 04-25 04-29 05-02 05-30 08-29 12-26 12-27'],
    ['GBP', 2012, '01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26'],
    ['GBP', 2020, '01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28'],
    ['GBP', 2022, '01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27'],
    ['GBP', 2023, '01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26'],
    ['EUR', 2026, '01-01 04-03 04-06 05-01 12-25'],
    ['CHF', 2026, '01-01 01-02 04-03 04-06 05-01 05-14 05-25 12-25'],
    ['CAD', 2026, '01-01 02-16 04-03 05-18 07-01 08-03 09-07 09-30 10-12 11-11 12-25 12-28'],
    ['AUD', 2026, '01-01 01-26 04-03 04-06 04-27 06-08 08-03 10-05 12-25 12-28'],
    ['NZD', 2026, '01-01 01-02 02-06 04-03 04-06 04-27 06-01 07-10 10-26 12-25 12-28'],
  ])('%s %i', (centre, year, expected) => {
    expect(holidaysOf(centre, year)).toBe(expected);
  });

  it('are weekdays, at least three and at most twenty-two in every year from 2000 to 2050', () => {
    for (const centre of CENTRES)
      for (let year = 2000; year <= 2050; year++) {
        let count = 0;
        for (let day = dayNumberOf(year, 1, 1); day < dayNumberOf(year + 1, 1, 1); day++) {
          if (!isHoliday(centre, day)) continue;
          count++;
          expect(isWeekend(day), `${centre} ${iso(day)}`).toBe(false);
        }
        expect(count).toBeGreaterThanOrEqual(3);
        expect(count).toBeLessThanOrEqual(22);
      }
  });
});
