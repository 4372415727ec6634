/**
 * Scheduled jobs inside the embedded product, until stopped. They begin a little after the start, which has enough to do, and one that
 * cannot begin (the canary's port is taken) is no reason to stop alerting: it is said and tried again.
 */
import type { Logger } from 'pino';
import { type SchedulerPorts, startScheduledJobs } from './scheduled-jobs.ts';
import { pause, untilAborted } from './roles/role.ts';

const BEGIN_AFTER_MS = 5_000;
const AGAIN_MS = 30_000;
const STOP_DEADLINE_MS = 3_000;

export async function embeddedJobs(
  ports: Omit<SchedulerPorts, 'log'> & { readonly log: Logger },
  signal: AbortSignal,
): Promise<void> {
  await pause(BEGIN_AFTER_MS, signal);
  while (!signal.aborted) {
    try {
      const running = await startScheduledJobs(ports);
      await untilAborted(signal);
      await running.stop(STOP_DEADLINE_MS);
    } catch (error) {
      ports.log.error({ err: error }, 'jobs are not scheduled; it is tried again');
      await pause(AGAIN_MS, signal);
    }
  }
}
