/** Which dates count for something that comes back daily. Plain data, so that a condition can carry it. */
import { type Centre, isBusinessDay, isHoliday } from './centre.ts';
import { weekdayOf } from './civil-date.ts';
import { isDstMismatch } from './dst-mismatch.ts';
import { isGotobi } from './gotobi.ts';
import { isThin } from './thin-liquidity.ts';

export type DayRule =
  /** 0 Sunday … 6 Saturday. */
  | { readonly type: 'weekdays'; readonly weekdays: readonly number[] }
  | { readonly type: 'business' | 'holiday'; readonly centre: Centre }
  | { readonly type: 'gotobi' | 'thin' | 'dst-mismatch' };

export const EVERY_DAY: DayRule = { type: 'weekdays', weekdays: [0, 1, 2, 3, 4, 5, 6] };
export const MONDAY_TO_FRIDAY: DayRule = { type: 'weekdays', weekdays: [1, 2, 3, 4, 5] };

export function holds(rule: DayRule, day: number): boolean {
  switch (rule.type) {
    case 'weekdays':
      return rule.weekdays.includes(weekdayOf(day));
    case 'business':
      return isBusinessDay(rule.centre, day);
    case 'holiday':
      return isHoliday(rule.centre, day);
    case 'gotobi':
      return isGotobi(day);
    case 'thin':
      return isThin(day);
    case 'dst-mismatch':
      return isDstMismatch(day);
  }
}
