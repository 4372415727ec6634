/** The daily summary connected: figures from the database, words for the channel, and the channel's own sender. */
import type { CreateSender } from '../channels/channel-lanes.ts';
import type { Config } from '../config/config.ts';
import { CANARY } from '../jobs/canary.ts';
import { dailySummaryJob, type SummaryDay } from '../jobs/daily-summary.ts';
import type { ScheduledJob } from '../jobs/job.ts';
import type { Clock } from '../kernel/clock.ts';
import type { DurationMs } from '../kernel/units.ts';
import { ALERTS_LISTED, composeSummary } from '../notify/daily-summary.ts';
import type { Stores } from '../storage/create-stores.ts';
import type { Database } from '../storage/database.ts';
import { statisticsOf } from '../storage/statistics.ts';

interface SummaryPorts {
  readonly database: Database;
  readonly stores: Pick<Stores, 'channels' | 'settings'>;
  readonly config: Pick<Config, 'SUMMARY_CHANNEL' | 'SUMMARY_TIME' | 'SUMMARY_ZONE'>;
  readonly clock: Clock;
  readonly createSender: CreateSender;
}

const SENT = 'daily-summary-sent';
const TIMEOUT_MS = 30_000 as DurationMs;

/** None without SUMMARY_CHANNEL. */
export function summaryJobs(ports: SummaryPorts): readonly ScheduledJob[] {
  const { SUMMARY_CHANNEL: channel, SUMMARY_TIME: time, SUMMARY_ZONE: zone } = ports.config;
  if (channel === undefined) return [];
  const { settings } = ports.stores;
  const job = dailySummaryJob({
    ...{ time, zone },
    now: () => ports.clock.now(),
    lastDate: () => settings.get(SENT),
    saveDate: (date) => settings.set(SENT, date),
    send: (day) => send(channel, day, ports),
  });
  return [job];
}

async function send(
  name: string,
  { date, span, from, to }: SummaryDay,
  { database, stores, createSender }: SummaryPorts,
): Promise<string> {
  const channel = await stores.channels.get(name);
  if (channel === null)
    throw new Error(`SUMMARY_CHANNEL="${name}": there is no such channel; make it, or name another`);
  if (!channel.enabled) throw new Error(`SUMMARY_CHANNEL="${name}": the channel is disabled`);
  const sender = createSender(channel);
  if (!sender.ok)
    throw new Error(`SUMMARY_CHANNEL="${name}": ${sender.error.map(({ message }) => message).join('; ')}`);
  const figures = await statisticsOf(database, { from, to, limit: ALERTS_LISTED, except: [CANARY] });
  const { language } = channel;
  const message = composeSummary({ date, span, endedAt: to, channel: name, language, figures });
  try {
    const outcome = await sender.value.send(message, TIMEOUT_MS);
    if (outcome.result !== 'ok' && outcome.result !== 'duplicate-ok')
      throw new Error(`"${name}" did not take the summary of ${date}: ${outcome.result}`);
  } finally {
    await sender.value.close();
  }
  return `summary of ${date} sent to "${name}": ${figures.firings} firings of ${figures.alerts} alerts`;
}
