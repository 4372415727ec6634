/**
 * A role runs until its process is told to stop. What is away is waited for; what a user can mend ends the process with one sentence; a
 * bug ends it with a stack, to be started again by whoever watches it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { StorageError } from '../../storage/storage-error.ts';
import { LogError } from '../../storage/redis/log-error.ts';

export interface Role {
  readonly name: string;
  /** Resolves when the role has let go of everything after `signal`. */
  run(signal: AbortSignal): Promise<void>;
  readiness(): RoleReadiness;
}

export interface RoleReadiness {
  readonly ok: boolean;
  /** A sentence. */
  readonly detail: string;
}

/** The role must begin again from what is stored: prices of another market came. */
export class BeginAgain extends Error {
  override readonly name = 'BeginAgain';
}

const AGAIN_MS = 1_000;

/** Begins again after whatever passes by itself; rejects with everything else. */
export async function keepRunning(
  work: (signal: AbortSignal) => Promise<void>,
  { signal, log, name }: { readonly signal: AbortSignal; readonly log: Logger; readonly name: string },
): Promise<void> {
  while (!signal.aborted) {
    try {
      await work(signal);
    } catch (error) {
      if (signal.aborted && isPassing(error)) return;
      if (error instanceof BeginAgain) log.warn({ reason: error.message, name }, 'role begins again');
      else if (isPassing(error)) log.warn({ reason: (error as Error).message, name }, 'role waits');
      else throw error;
    }
    await pause(AGAIN_MS, signal);
  }
}

/** Resolves early when aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}

export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

const PASSING: ReadonlySet<string> = new Set([
  'unreachable',
  'timeout',
  'disk-full',
  'login-refused',
  'no-database',
]);

/** Away, slow, full or refusing: it may come back. */
export function isPassing(error: unknown): boolean {
  return (
    (error instanceof StorageError && PASSING.has(error.code)) ||
    (error instanceof LogError && error.code !== 'newer-entry')
  );
}
