/** Runs a process until a signal, or until it cannot go on. A signal ends it within STOP_MS, whatever stands still. */
import type { Logger } from 'pino';
import { within } from '../within.ts';
import { BadInput } from './output.ts';

/** Below the ten seconds that the manual promises, and that a supervisor waits before it kills. */
const STOP_MS = 9_500;

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
    if (await within(running.stop(), STOP_MS)) return 0;
    log.error('not everything ended in time: the process ends now, and the next start recovers');
    process.exit(1);
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
