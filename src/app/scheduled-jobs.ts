/** The product's jobs, connected: what they need of stores, engine and the outside. Both the embedded product and the scheduler run them. */
import { fileURLToPath } from 'node:url';
import { type Alert, PLAIN_RULES } from '../alerts/alert.ts';
import type { AlertCommands, ReadinessCheck } from '../api/services.ts';
import type { CreateSender } from '../channels/channel-lanes.ts';
import type { Config } from '../config/config.ts';
import { backupJob } from '../jobs/backup.ts';
import { CANARY, openCanary, type Canary } from '../jobs/canary.ts';
import { heartbeatJob } from '../jobs/heartbeat.ts';
import { runInBackground } from '../jobs/background-runner.ts';
import type { ScheduledJob } from '../jobs/job.ts';
import { startJobs, type JobLog, type RunningJobs } from '../jobs/jobs.ts';
import { retentionJobs } from '../jobs/retention.ts';
import type { Clock } from '../kernel/clock.ts';
import { HOUR_MS, instrumentId, type EpochMs } from '../kernel/units.ts';
import { isMarketOpen } from '../market/fx-time.ts';
import type { InstrumentTable } from '../market/instruments.ts';
import type { Stores } from '../storage/create-stores.ts';
import type { Database } from '../storage/database.ts';
import { dropEventsBefore } from '../storage/event-retention.ts';
import { dropTicksBefore, makeTickDays } from '../storage/tick-partitions.ts';
import { completeSettings } from '../channels/senders.ts';
import { vacuum } from '../storage/vacuum.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { backgroundKinds } from './background/background-kinds.ts';
import type { HistorySource } from './background/history-source.ts';
import { mendJobs, type MendPorts } from './background/mend-market.ts';
import { isPassing } from './roles/role.ts';
import { summaryJobs } from './summary.ts';

/** A client that comes again with the same key does so within minutes. */
const IDEMPOTENCY_KEYS_KEPT_MS = 7 * 24 * HOUR_MS;
/** Long enough to fetch a result after a week-end. */
const BACKGROUND_JOBS_KEPT_MS = 3 * 24 * HOUR_MS;

const BACKUP_SCRIPT = new URL(
  // The built files lie in dist/, one folder below the root.
  `${import.meta.url.endsWith('.ts') ? '../..' : '..'}/scripts/backup-native.sh`,
  import.meta.url,
);

export interface SchedulerPorts {
  readonly database: Database;
  readonly stores: Stores;
  readonly config: Config;
  readonly instruments: InstrumentTable;
  readonly clock: Clock;
  readonly log: JobLog;
  readonly metrics: Metrics;
  readonly createSender: CreateSender;
  readonly commands: Pick<AlertCommands, 'save' | 'arm'>;
  /** The feed's own past; null before any feed has run. */
  readonly source: () => Promise<HistorySource | null>;
  readonly readiness: () => Promise<readonly ReadinessCheck[]>;
}

/** Rejects when the database is away, or when the canary's port is taken. */
export async function startScheduledJobs(ports: SchedulerPorts): Promise<RunningJobs> {
  const { database, log, metrics } = ports;
  const canary = await canaryOf(ports);
  const mending: MendPorts = {
    ...ports,
    mended: (from, { added, changed }) => {
      metrics.candlesMended.inc({ from, change: 'added' }, added);
      metrics.candlesMended.inc({ from, change: 'changed' }, changed);
    },
  };
  const jobs = [
    ...jobsOf(ports),
    ...mendJobs(mending),
    ...summaryJobs(ports),
    ...backupJobs(ports.config),
    ...(canary === null ? [] : [canary.job]),
  ];
  // A rule sees an increase only of what was there before: the first failure would raise no alarm.
  for (const { name } of jobs) metrics.jobSeconds.zero({ job: name, outcome: 'failed' });
  try {
    const running = await startJobs({
      database,
      log,
      jobs,
      metrics: {
        ended: (job, outcome, seconds) => {
          metrics.jobSeconds.observe({ job, outcome }, seconds);
          if (outcome === 'done') metrics.jobDoneAt.set({ job }, ports.clock.now() / 1_000);
        },
      },
    });
    const background = runInBackground({
      store: ports.stores.backgroundJobs,
      kinds: backgroundKinds(mending),
      isPassing,
      log,
      ended: (kind, outcome, seconds) => metrics.backgroundJobSeconds.observe({ kind, outcome }, seconds),
    });
    return {
      async stop(deadlineMs) {
        await Promise.all([background.stop(), running.stop(deadlineMs)]);
        await canary?.close();
      },
    };
  } catch (error) {
    await canary?.close();
    throw error;
  }
}

/** A folder is no database server: the embedded one is backed up with its folder. */
function backupJobs(config: Config): readonly ScheduledJob[] {
  const { BACKUP_DIR: folder, BACKUP_PASSPHRASE: passphrase, DATABASE_URL: url } = config;
  if (folder === undefined || url === undefined) return [];
  return [
    backupJob({
      ...{ folder, zone: config.BACKUP_ZONE, script: fileURLToPath(BACKUP_SCRIPT) },
      environment: {
        DATABASE_URL: url,
        BACKUP_NAME: config.BACKUP_NAME,
        BACKUP_KEEP_DAYS: String(config.BACKUP_KEEP_DAYS),
        ...(passphrase === undefined ? {} : { BACKUP_PASSPHRASE: passphrase }),
      },
    }),
  ];
}

function jobsOf({ database, stores, config, clock, readiness }: SchedulerPorts): readonly ScheduledJob[] {
  const url = config.HEARTBEAT_URL;
  return [
    ...retentionJobs({
      newestTickAt: async () => {
        const quotes = await stores.history.lastQuotes();
        return quotes.length === 0 ? null : (Math.max(...quotes.map(({ at }) => at)) as EpochMs);
      },
      now: () => clock.now(),
      makeTickDays: (from, days) => makeTickDays(database, from, days),
      dropTicksBefore: (at) => dropTicksBefore(database, at),
      dropEventsBefore: (at, signal) => dropEventsBefore(database, at, signal),
      vacuum: () => vacuum(database),
      tickRetentionDays: config.TICK_RETENTION_DAYS,
      eventRetentionDays: config.EVENT_RETENTION_DAYS,
    }),
    {
      name: 'answered-edits',
      cron: '35 * * * *',
      zone: 'UTC',
      timeoutMs: 60_000,
      async run() {
        const edits = await stores.edits.forgetAnswered();
        return edits === 0 ? null : `${edits} answered edits forgotten`;
      },
    },
    {
      name: 'idempotency-keys',
      cron: '45 3 * * *',
      zone: 'UTC',
      timeoutMs: 60_000,
      async run() {
        const keys = await stores.idempotency.forgetBefore(
          (clock.now() - IDEMPOTENCY_KEYS_KEPT_MS) as EpochMs,
        );
        return keys === 0 ? null : `${keys} idempotency keys forgotten`;
      },
    },
    {
      name: 'ended-background-jobs',
      cron: '50 * * * *',
      zone: 'UTC',
      timeoutMs: 60_000,
      async run() {
        const before = (clock.now() - BACKGROUND_JOBS_KEPT_MS) as EpochMs;
        const jobs = await stores.backgroundJobs.forgetEndedBefore(before);
        return jobs === 0 ? null : `${jobs} background jobs and their results forgotten`;
      },
    },
    ...(url === undefined
      ? []
      : [
          heartbeatJob({
            url,
            async trouble() {
              const wrong = (await readiness()).filter(({ ok }) => !ok);
              return wrong.length === 0
                ? null
                : wrong.map(({ name, detail }) => `${name}: ${detail}`).join('; ');
            },
            async call(to, signal) {
              const answer = await fetch(to, { method: 'POST', redirect: 'error', signal });
              await answer.body?.cancel();
              if (!answer.ok) throw new Error(`the heartbeat was answered with HTTP ${answer.status}`);
            },
          }),
        ]),
  ];
}

async function canaryOf(ports: SchedulerPorts): Promise<Canary | null> {
  const { config, stores, clock, metrics, commands } = ports;
  if (config.CANARY_URL === undefined) return null;
  return openCanary({
    url: config.CANARY_URL,
    listenHost: config.HEALTH_HOST,
    clock,
    marketOpen: () => isMarketOpen(clock.now()),
    metrics: {
      seen: (at, latencySeconds) => {
        metrics.canarySeenAt.set(at / 1_000);
        metrics.canarySeconds.observe(latencySeconds);
      },
      expected: (yes) => metrics.canaryExpected.set(yes ? 1 : 0),
    },
    async settle(url) {
      await settleChannel(stores, url);
      const stored = await stores.alerts.get(CANARY);
      // Armed still: it has not fired, and arming it again would only hide that.
      if (stored === null) await commands.save(CANARY_ALERT, 'armed');
      else if (stored.status !== 'armed') await commands.arm(CANARY);
    },
  });
}

async function settleChannel({ channels }: Stores, url: string): Promise<void> {
  const before = await channels.get(CANARY);
  if (before?.settings['url'] === url && before.enabled) return;
  await channels.save({
    name: CANARY,
    type: 'webhook',
    settings: completeSettings('webhook', { url }),
    language: 'en',
    zone: 'UTC',
    enabled: true,
    disabledReason: null,
  });
}

/** Fires at the first tick after it was armed, and is then done. */
const CANARY_ALERT: Alert = {
  id: CANARY,
  revision: 1,
  name: 'Canary',
  instruments: [instrumentId('USDJPY')],
  price: 'bid',
  when: 'bid > 0',
  frequency: 'once',
  cooldownMs: null,
  hysteresis: null,
  maxFirings: null,
  expiresAt: null,
  ...PLAIN_RULES,
  onArm: 'fire',
  severity: 'low',
  channels: [CANARY],
  tags: [CANARY],
  message: null,
};
