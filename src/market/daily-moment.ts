/**
 * Instants that come back: fixes, option cuts, the rollover. Sources: Tokyo 仲値 9:55 of banks; ECB, concertation at 14:10 Frankfurt on TARGET
 * days; WM/Refinitiv closing spot 16:00 London, its window 15:57:30 to 16:02:30 since 15 February 2015; cuts 15:00 Tokyo and 10:00 New
 * York; the FX day rolls at 17:00 New York.
 */
import { MINUTE_MS } from '../kernel/units.ts';
import type { DailyWindow } from './daily-window.ts';
import { type DayRule, MONDAY_TO_FRIDAY } from './day-rule.ts';
import type { ZoneName } from './zones.ts';

export interface DailyMoment {
  readonly name: string;
  readonly zone: ZoneName;
  readonly minute: number;
  readonly days: DayRule;
  /** How long before and after is meant when a condition does not say. */
  readonly aroundMs: number;
}

export const FIXES: readonly DailyMoment[] = [
  moment('tokyo', 'tokyo', [9, 55], { days: { type: 'business', centre: 'JPY' }, aroundMs: 5 * MINUTE_MS }),
  moment('ecb', 'frankfurt', [14, 10], {
    days: { type: 'business', centre: 'EUR' },
    aroundMs: 5 * MINUTE_MS,
  }),
  moment('london', 'london', [16, 0], { days: MONDAY_TO_FRIDAY, aroundMs: 2.5 * MINUTE_MS }),
];

export const CUTS: readonly DailyMoment[] = [
  moment('tokyo', 'tokyo', [15, 0], { days: MONDAY_TO_FRIDAY, aroundMs: 15 * MINUTE_MS }),
  moment('newyork', 'newyork', [10, 0], { days: MONDAY_TO_FRIDAY, aroundMs: 15 * MINUTE_MS }),
];

/** Monday to Thursday: on Friday the market closes, on Sunday it opens. */
export const ROLLOVER: DailyMoment = moment('rollover', 'newyork', [17, 0], {
  days: { type: 'weekdays', weekdays: [1, 2, 3, 4] },
  aroundMs: 10 * MINUTE_MS,
});

export function windowAround(
  { zone, minute, days }: DailyMoment,
  { beforeMs, afterMs }: { readonly beforeMs: number; readonly afterMs: number },
): DailyWindow {
  return { zone, fromMinute: minute, toMinute: minute, beforeMs, afterMs, days };
}

function moment(
  name: string,
  zone: ZoneName,
  [hour, minute]: readonly [hour: number, minute: number],
  rest: Pick<DailyMoment, 'days' | 'aroundMs'>,
): DailyMoment {
  return { name, zone, minute: hour * 60 + minute, ...rest };
}
