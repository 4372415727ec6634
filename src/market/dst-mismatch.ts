/**
 * The weeks in which London and New York are four hours apart instead of five, because the one has changed its clocks and the other has
 * not: two or three in March, one in autumn. London's hours, the ECB's and the 16:00 fix then lie an hour later on New York's clock.
 */
import { DAY_MS } from './civil-date.ts';
import { ZONES } from './zones.ts';

const USUAL_DISTANCE = 5 * 3_600_000;
const NOON = DAY_MS / 2;

/** By the date on which the FX day ends. */
export function isDstMismatch(day: number): boolean {
  const noon = day * DAY_MS + NOON;
  return ZONES.london.offsetAt(noon) - ZONES.newyork.offsetAt(noon) !== USUAL_DISTANCE;
}
