/** What becomes old: partitions of ticks made ahead and dropped behind, events let go, tables vacuumed where nothing else does it. */
import { HOUR_MS, type EpochMs } from '../kernel/units.ts';
import type { ScheduledJob } from './job.ts';

interface RetentionPorts {
  /** Market time of the newest tick; null before the first. A replay of last year is not old. */
  readonly newestTickAt: () => Promise<EpochMs | null>;
  readonly now: () => EpochMs;
  readonly makeTickDays: (from: EpochMs, days: number) => Promise<void>;
  readonly dropTicksBefore: (at: EpochMs) => Promise<number>;
  readonly dropEventsBefore: (at: EpochMs, signal: AbortSignal) => Promise<number>;
  readonly vacuum: () => Promise<void>;
  readonly tickRetentionDays: number;
  readonly eventRetentionDays: number;
}

const DAY_MS = 24 * HOUR_MS;
/** Partitions there are beyond today's: a scheduler may be away for so long. */
const DAYS_AHEAD = 3;

export function retentionJobs(ports: RetentionPorts): readonly ScheduledJob[] {
  const back = (at: number, days: number): EpochMs => (at - days * DAY_MS) as EpochMs;
  return [
    {
      name: 'tick-partitions',
      cron: '5 * * * *',
      zone: 'UTC',
      timeoutMs: 60_000,
      async run() {
        const newest = await ports.newestTickAt();
        if (newest === null) return null;
        await ports.makeTickDays(newest, DAYS_AHEAD + 1);
        const dropped = await ports.dropTicksBefore(back(newest, ports.tickRetentionDays));
        return dropped === 0 ? null : `${dropped} days of ticks dropped`;
      },
    },
    {
      name: 'event-retention',
      cron: '20 22 * * *',
      zone: 'UTC',
      timeoutMs: 600_000,
      async run(signal) {
        const dropped = await ports.dropEventsBefore(back(ports.now(), ports.eventRetentionDays), signal);
        return dropped === 0 ? null : `${dropped} events older than ${ports.eventRetentionDays} days let go`;
      },
    },
    {
      name: 'vacuum',
      cron: '40 */4 * * *',
      zone: 'UTC',
      timeoutMs: 600_000,
      async run() {
        await ports.vacuum();
        return null;
      },
    },
  ];
}
