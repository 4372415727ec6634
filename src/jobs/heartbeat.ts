/**
 * The dead man's switch: calls an outside URL each minute while the product works. When the calls end, the outside (a service such as
 * healthchecks.io, or a machine of one's own) tells somebody. It does not call while something is wrong that nobody inside could report.
 */
import type { ScheduledJob } from './job.ts';

interface HeartbeatPorts {
  readonly url: string;
  /** Null when all is well, else what is not. */
  readonly trouble: () => Promise<string | null>;
  /** Resolves when the answer was 2xx. */
  readonly call: (url: string, signal: AbortSignal) => Promise<void>;
}

export function heartbeatJob({ url, trouble, call }: HeartbeatPorts): ScheduledJob {
  return {
    name: 'heartbeat',
    cron: '* * * * *',
    zone: 'UTC',
    timeoutMs: 20_000,
    async run(signal) {
      const wrong = await trouble();
      if (wrong !== null) return `no heartbeat: ${wrong}`;
      await call(url, signal);
      return null;
    },
  };
}
