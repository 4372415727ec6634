/**
 * Gotobi (五十日): the days on which Japanese firms settle, and buy dollars at the Tokyo fix. The 5th, 10th, 15th, 20th, 25th and 30th, in a
 * February without a 30th its last day; one on which Japanese banks are closed moves to the business day before it, also into the month before.
 */
import { isBusinessDay } from './centre.ts';
import { civilOf, dayNumberOf } from './civil-date.ts';

/** Longer than any row of closed days: the ten of May 2019, with room. */
const LONGEST_CLOSURE_DAYS = 12;

/** Whether firms settle on that date of Tokyo. */
export function isGotobi(day: number): boolean {
  if (!isBusinessDay('JPY', day)) return false;
  if (isNominal(day)) return true;
  for (let next = day + 1; next <= day + LONGEST_CLOSURE_DAYS; next++) {
    if (isBusinessDay('JPY', next)) return false;
    if (isNominal(next)) return true;
  }
  return false;
}

function isNominal(day: number): boolean {
  const [year, month, date] = civilOf(day);
  return date % 5 === 0 || (month === 2 && day + 1 === dayNumberOf(year, 3, 1));
}
