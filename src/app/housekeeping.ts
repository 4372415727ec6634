/** What happens by the clock in the embedded product: checkpoints, the state of the system for open pages. */
import type { Logger } from 'pino';
import type { ApiServices } from '../api/services.ts';
import type { LiveStream } from './live-stream.ts';
import type { Pipeline } from './pipeline.ts';

const CHECKPOINT_MS = 30_000;
const STATUS_MS = 2_000;

interface HousekeepingPorts {
  readonly pipeline: Pipeline;
  readonly operation: ApiServices['operation'];
  readonly live: LiveStream;
  readonly log: Logger;
}

export function housekeeping(ports: HousekeepingPorts): { stop(): void } {
  const { pipeline, live, operation, log } = ports;
  const timers = [
    every(CHECKPOINT_MS, () => pipeline.checkpoint(), log),
    every(STATUS_MS, async () => live.status(await operation.status()), log),
  ];
  return { stop: () => timers.forEach((stop) => stop()) };
}

/** Runs one at a time; a failure is logged and the next time tried again. What fails after the end has been overtaken by it. */
function every(ms: number, work: () => Promise<void>, log: Logger): () => void {
  let busy = false;
  let stopped = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    work()
      .catch((error: unknown) => {
        if (!stopped) log.error({ err: error }, 'housekeeping failed; it is tried again');
      })
      .finally(() => (busy = false));
  }, ms);
  return () => {
    stopped = true;
    clearInterval(timer);
  };
}
