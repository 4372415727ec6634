/**
 * The eight centres of the major currencies: their zone, and the weekdays on which their banks are closed, computed for any year from
 * 2000 on. Weekends are no holidays here. Laws yet to be made are unknown: a test lists what is known to depart from the rules.
 */
import { isWeekend } from './civil-date.ts';
import { australianBankHolidays } from './holidays/australia.ts';
import { canadianBankHolidays } from './holidays/canada.ts';
import { yearOf } from './holidays/dates.ts';
import { targetClosingDays } from './holidays/euro-area.ts';
import { japaneseBankHolidays } from './holidays/japan.ts';
import { newZealandBankHolidays } from './holidays/new-zealand.ts';
import { swissBankHolidays } from './holidays/switzerland.ts';
import { britishBankHolidays } from './holidays/united-kingdom.ts';
import { americanBankHolidays } from './holidays/united-states.ts';
import type { ZoneName } from './zones.ts';

export const CENTRES = ['USD', 'EUR', 'JPY', 'GBP', 'CHF', 'CAD', 'AUD', 'NZD'] as const;
/** Named by its currency. */
export type Centre = (typeof CENTRES)[number];

/** Canada and Switzerland keep the clocks of New York and Frankfurt. */
export const ZONE_OF_CENTRE: Readonly<Record<Centre, ZoneName>> = {
  USD: 'newyork',
  EUR: 'frankfurt',
  JPY: 'tokyo',
  GBP: 'london',
  CHF: 'frankfurt',
  CAD: 'newyork',
  AUD: 'sydney',
  NZD: 'auckland',
};

const RULES: Readonly<Record<Centre, (year: number) => readonly number[]>> = {
  USD: americanBankHolidays,
  EUR: targetClosingDays,
  JPY: japaneseBankHolidays,
  GBP: britishBankHolidays,
  CHF: swissBankHolidays,
  CAD: canadianBankHolidays,
  AUD: australianBankHolidays,
  NZD: newZealandBankHolidays,
};

/** The rules are computed once a year of a centre; the answer depends on the arguments alone. */
class HolidayTable {
  readonly #rule: (year: number) => readonly number[];
  readonly #years = new Map<number, ReadonlySet<number>>();

  constructor(rule: (year: number) => readonly number[]) {
    this.#rule = rule;
  }

  has(day: number): boolean {
    const year = yearOf(day);
    let days = this.#years.get(year);
    if (days === undefined) this.#years.set(year, (days = new Set(this.#rule(year))));
    return days.has(day);
  }
}

const TABLES = Object.fromEntries(
  CENTRES.map((centre) => [centre, new HolidayTable(RULES[centre])]),
) as Readonly<Record<Centre, HolidayTable>>;

/** A weekday, by the centre's own date, on which its banks are closed. */
export function isHoliday(centre: Centre, day: number): boolean {
  return TABLES[centre].has(day);
}

export function isBusinessDay(centre: Centre, day: number): boolean {
  return !isWeekend(day) && !isHoliday(centre, day);
}
