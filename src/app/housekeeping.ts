/** What happens by the clock in the embedded product: checkpoints, retention, the state of the system for open pages. */
import type { Logger } from 'pino';
import type { ApiServices } from '../api/services.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { LiveStream } from './live-stream.ts';
import type { Pipeline } from './pipeline.ts';

const CHECKPOINT_MS = 30_000;
const STATUS_MS = 2_000;
const RETENTION_MS = 3_600_000;
const DAY_MS = 86_400_000;

interface HousekeepingPorts {
  readonly pipeline: Pipeline;
  readonly retentionDays: number;
  readonly dropTicksBefore: (at: EpochMs) => Promise<number>;
  readonly operation: ApiServices['operation'];
  readonly live: LiveStream;
  readonly log: Logger;
}

export function housekeeping(ports: HousekeepingPorts): { stop(): void } {
  const { pipeline, live, operation, log } = ports;
  const tidy = async () => {
    const { marketTime } = pipeline.engine;
    if (marketTime === null) return;
    const partitions = await ports.dropTicksBefore((marketTime - ports.retentionDays * DAY_MS) as EpochMs);
    if (partitions > 0) log.info({ count: partitions }, 'old ticks dropped');
  };
  const timers = [
    every(CHECKPOINT_MS, () => pipeline.checkpoint(), log),
    every(STATUS_MS, async () => live.status(await operation.status()), log),
    every(RETENTION_MS, tidy, log),
  ];
  return { stop: () => timers.forEach((stop) => stop()) };
}

/** Runs one at a time; a failure is logged and the next time tried again. */
function every(ms: number, work: () => Promise<void>, log: Logger): () => void {
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    work()
      .catch((error: unknown) => log.error({ err: error }, 'housekeeping failed; it is tried again'))
      .finally(() => (busy = false));
  }, ms);
  return () => clearInterval(timer);
}
