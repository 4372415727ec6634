/**
 * The daily summary, at a local time of a zone, to one channel. A provider that is away is tried again for an hour, under the same
 * idempotency key; one that refuses it is said in the log. A day is summed up once.
 */
import { Temporal } from 'temporal-polyfill';
import { epochMs, type EpochMs } from '../kernel/units.ts';
import type { ScheduledJob } from './job.ts';

interface SummaryPorts {
  /** `07:00`. */
  readonly time: string;
  readonly zone: string;
  readonly now: () => EpochMs;
  /** The date that was summed up last; null before the first. */
  readonly lastDate: () => Promise<string | null>;
  readonly saveDate: (date: string) => Promise<void>;
  /** Says what it sent; rejects where another try may help. */
  readonly send: (day: SummaryDay) => Promise<string>;
}

export interface SummaryDay {
  /** Local date on which it ended. */
  readonly date: string;
  readonly span: string;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

export function dailySummaryJob(ports: SummaryPorts): ScheduledJob {
  const [hour = '0', minute = '0'] = ports.time.split(':');
  return {
    name: 'daily-summary',
    cron: `${Number(minute)} ${Number(hour)} * * *`,
    zone: ports.zone,
    timeoutMs: 60_000,
    retries: { times: 12, afterSeconds: 300 },
    async run() {
      const day = dayBefore(ports.now(), ports);
      if ((await ports.lastDate()) === day.date) return null;
      const said = await ports.send(day);
      await ports.saveDate(day.date);
      return said;
    },
  };
}

/** The last whole day that ended at the local time: 23 or 25 hours where clocks change. */
export function dayBefore(
  now: EpochMs,
  { time, zone }: { readonly time: string; readonly zone: string },
): SummaryDay {
  const local = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone);
  const today = local.toPlainDate().toZonedDateTime({ timeZone: zone, plainTime: time });
  const to = Temporal.ZonedDateTime.compare(today, local) <= 0 ? today : today.subtract({ days: 1 });
  const from = to.subtract({ days: 1 });
  const text = (at: Temporal.ZonedDateTime): string =>
    `${at.toPlainDate().toString()} ${at.toPlainTime().toString({ smallestUnit: 'minute' })}`;
  return {
    date: to.toPlainDate().toString(),
    span: `${text(from)} – ${text(to)} ${zone}`,
    from: epochMs(from.epochMilliseconds),
    to: epochMs(to.epochMilliseconds),
  };
}
