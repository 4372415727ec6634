/** Runs a process until a signal, or until it cannot go on. */
import type { Logger } from 'pino';
import { BadInput } from './output.ts';

interface Stoppable {
  /** Rejects, or resolves with a reason, when the process cannot go on. */
  readonly failed: Promise<unknown>;
  stop(): Promise<void>;
}

/** The exit status. */
export async function untilStopped(running: Stoppable, log: Logger): Promise<number> {
  const end = await Promise.race([
    stopSignal().then((signal) => ({ signal })),
    running.failed.then(
      (reason) => ({ reason }),
      (reason: unknown) => ({ reason }),
    ),
  ]);
  if ('signal' in end) {
    log.info({ signal: end.signal }, 'stopping');
    await running.stop();
    return 0;
  }
  if (end.reason instanceof BadInput) {
    // Servers and connections would keep a process alive that does nothing any more.
    await running.stop();
    throw end.reason;
  }
  log.error({ err: end.reason }, 'the process cannot go on: start it again');
  process.exit(1);
}

/** The second signal ends at once. */
function stopSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(130));
        resolve(signal);
      });
    }
  });
}
