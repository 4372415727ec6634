/**
 * Runs scheduled jobs until stopped. A job that fails is logged, counted and made again a few times within its turn; it never harms
 * another. What the code no longer knows is taken off the schedule.
 */
import type PgBoss from 'pg-boss';
import { openBoss, type JobDatabase } from './boss.ts';
import type { ScheduledJob } from './job.ts';

interface JobPorts {
  readonly database: JobDatabase;
  readonly jobs: readonly ScheduledJob[];
  readonly log: JobLog;
  readonly metrics: JobMetrics;
}

export interface JobLog {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

interface JobMetrics {
  /** Counter and histogram: a turn has ended. */
  ended(job: string, outcome: 'done' | 'failed', seconds: number): void;
}

export interface RunningJobs {
  /** Lets the turns under way end, at most so long; the rest is made again by another scheduler. */
  stop(deadlineMs: number): Promise<void>;
}

const POLL_SECONDS = 2;
const RETRIES = { times: 2, afterSeconds: 10 };
/** A turn ends itself; this is for one whose process is gone. */
const SPARE_SECONDS = 10;

/** Rejects when the database is away: try again. */
export async function startJobs({ database, jobs, log, metrics }: JobPorts): Promise<RunningJobs> {
  const stopping = new AbortController();
  const boss = await openBoss(database, (error) => log.error({ err: error }, 'the scheduler of jobs failed'));
  try {
    for (const job of jobs) {
      await settle(boss, job);
      await boss.work(job.name, { pollingIntervalSeconds: POLL_SECONDS }, () =>
        runTurn(job, { signal: stopping.signal, log, metrics }),
      );
    }
    const known = new Set(jobs.map(({ name }) => name));
    for (const { name } of await boss.getSchedules()) if (!known.has(name)) await boss.unschedule(name);
  } catch (error) {
    await boss.stop({ graceful: false, wait: true });
    throw error;
  }
  return {
    async stop(deadlineMs) {
      stopping.abort(new Error('the scheduler stops'));
      await boss.stop({ graceful: true, timeout: deadlineMs, wait: true });
    },
  };
}

/** Queue and schedule as the code has them. `stately`: one turn waits while one runs, more are not piled up. */
async function settle(boss: PgBoss, job: ScheduledJob): Promise<void> {
  const { name, cron, zone, timeoutMs, retries = RETRIES } = job;
  const options = {
    name,
    policy: 'stately' as const,
    retryLimit: retries.times,
    retryDelay: retries.afterSeconds,
    expireInSeconds: Math.ceil(timeoutMs / 1_000) + SPARE_SECONDS,
  };
  if ((await boss.getQueue(name)) === null) await boss.createQueue(name, options);
  else await boss.updateQueue(name, options);
  await boss.schedule(name, cron, {}, { tz: zone });
}

async function runTurn(
  job: ScheduledJob,
  { signal, log, metrics }: Pick<JobPorts, 'log' | 'metrics'> & { readonly signal: AbortSignal },
): Promise<void> {
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1_000;
  try {
    const said = await job.run(AbortSignal.any([signal, AbortSignal.timeout(job.timeoutMs)]));
    metrics.ended(job.name, 'done', seconds());
    if (said !== null) log.info({ job: job.name, tookMs: Math.round(seconds() * 1_000) }, said);
  } catch (error) {
    metrics.ended(job.name, 'failed', seconds());
    log.error({ job: job.name, err: error }, 'a job failed; it is tried again');
    throw error;
  }
}
