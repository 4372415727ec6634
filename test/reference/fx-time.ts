/**
 * The calendar as docs/guide/fx-time.md says it: local dates and clock times of the platform's own zone data, looked up one day after the
 * other. Of the product it takes which days are holidays and gotobi, and nothing else.
 */
import { Temporal } from 'temporal-polyfill';
import type { DailyWindow } from '../../src/market/daily-window.ts';
import { holds } from '../../src/market/day-rule.ts';
import type { ZoneName } from '../../src/market/zones.ts';

export interface Stretch {
  readonly from: number;
  readonly to: number;
}

const IANA: Readonly<Record<ZoneName, string>> = {
  auckland: 'Pacific/Auckland',
  sydney: 'Australia/Sydney',
  tokyo: 'Asia/Tokyo',
  frankfurt: 'Europe/Berlin',
  london: 'Europe/London',
  newyork: 'America/New_York',
  utc: 'UTC',
};
const EPOCH = Temporal.PlainDate.from('1970-01-01');

function instantOf(date: Temporal.PlainDate, minute: number, zone: ZoneName): number {
  const midnight = date.toPlainDateTime();
  return midnight.add({ minutes: minute }).toZonedDateTime(IANA[zone]).epochMilliseconds;
}

/** Friday 17:00 to Sunday 17:00 New York around the weekend that follows that date or contains it. */
function weekendAfter(date: Temporal.PlainDate): Stretch {
  const friday = date.add({ days: (12 - date.dayOfWeek) % 7 });
  const at = (day: Temporal.PlainDate) => instantOf(day, 17 * 60, 'newyork');
  return { from: at(friday), to: at(friday.add({ days: 2 })) };
}

/** What is left of a stretch when the closed weekends are taken out of it. */
function whileOpen({ from, to }: Stretch): Stretch | null {
  const date = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO('UTC').toPlainDate();
  for (const weekend of [weekendAfter(date.subtract({ days: 3 })), weekendAfter(date)]) {
    if (from >= weekend.from && from < weekend.to) from = weekend.to;
    else if (to > weekend.from && to <= weekend.to) to = weekend.from;
  }
  return from < to ? { from, to } : null;
}

/** Every stretch of a window that touches [from, to], in the order of time. */
export function stretchesOf(window: DailyWindow, from: number, to: number): readonly Stretch[] {
  const { zone, fromMinute, toMinute, beforeMs, afterMs, days } = window;
  const found: Stretch[] = [];
  let date = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(IANA[zone]).toPlainDate();
  const last = Temporal.Instant.fromEpochMilliseconds(to).toZonedDateTimeISO(IANA[zone]).toPlainDate();
  for (
    date = date.subtract({ days: 3 });
    Temporal.PlainDate.compare(date, last.add({ days: 2 })) <= 0;
    date = date.add({ days: 1 })
  ) {
    if (!holds(days, EPOCH.until(date).days)) continue;
    const stretch = whileOpen({
      from: instantOf(date, fromMinute, zone) - beforeMs,
      to: instantOf(date, toMinute, zone) + afterMs,
    });
    if (stretch !== null && stretch.to >= from && stretch.from <= to) found.push(stretch);
  }
  return found;
}
