/**
 * Runs background jobs until stopped, one at a time: more at once would only make each slower, and what runs beside them too.
 *
 * While a job runs its lease is kept twice a second, with its progress; that look is also how it hears that it was cancelled. A process
 * that dies stops looking, and after LEASE_MS another begins the job anew. One that stops gives its job back at once.
 */
import type { DurationMs } from '../kernel/units.ts';
import {
  type BackgroundJobStore,
  type BackgroundWork,
  type ClaimedJob,
  type JobEnd,
  JobRefusal,
} from './background-job.ts';
import type { JobLog } from './jobs.ts';
import { LeaseLost, ResultWriter } from './result-writer.ts';

interface BackgroundPorts {
  readonly store: BackgroundJobStore;
  /** By kind. */
  readonly kinds: Readonly<Record<string, BackgroundWork>>;
  /** Away, slow or full: it may come back, and the job is done then. */
  readonly isPassing: (error: unknown) => boolean;
  readonly log: JobLog;
  /** Counter and histogram: a job has ended. */
  readonly ended: (kind: string, outcome: 'done' | 'failed' | 'cancelled', seconds: number) => void;
}

interface RunningBackground {
  /** Gives back what runs. */
  stop(): Promise<void>;
}

const LOOK_MS = 500;
const LEASE_MS = 10_000 as DurationMs;
const IDLE_MS = 1_000;

class Stopped extends Error {}
class Cancelled extends Error {}

export function runInBackground(ports: BackgroundPorts): RunningBackground {
  const stopping = new AbortController();
  const loop = (async () => {
    while (!stopping.signal.aborted) {
      const isBusy = await runNext(ports, stopping.signal).catch((error: unknown) => {
        ports.log.error({ err: error }, 'background jobs cannot be looked for; it is tried again');
        return false;
      });
      if (!isBusy) await pause(IDLE_MS, stopping.signal);
    }
  })();
  return {
    async stop() {
      stopping.abort(new Stopped('the process stops'));
      await loop;
    },
  };
}

/** False when there was nothing to do. */
async function runNext(ports: BackgroundPorts, stopping: AbortSignal): Promise<boolean> {
  const { store, log } = ports;
  const job = await store.claim(LEASE_MS);
  if (job === null) return false;
  const began = performance.now();
  const end = await runJob(job, ports, stopping);
  if (end === 'give-back') await store.giveBack(job);
  if (typeof end === 'string' || !(await store.end(job, end))) return true;
  const seconds = (performance.now() - began) / 1_000;
  ports.ended(job.kind, end.status, seconds);
  const fields = { job: job.kind, name: job.id, tookMs: Math.round(seconds * 1_000) };
  log.info(fields, `background job ${end.status}${end.outcome === null ? '' : `: ${end.outcome}`}`);
  return true;
}

/** `leave`: begun anew once the lease has run out, which counts as an attempt. */
async function runJob(
  job: ClaimedJob,
  ports: BackgroundPorts,
  stopping: AbortSignal,
): Promise<JobEnd | 'give-back' | 'leave'> {
  const { store, kinds, isPassing, log } = ports;
  const result = new ResultWriter(store, job);
  const watch = new Watch(job, store, log);
  const signal = AbortSignal.any([stopping, watch.signal]);
  try {
    const work = kinds[job.kind];
    if (work === undefined) throw new JobRefusal(`this version does not know jobs of the kind "${job.kind}"`);
    const { outcome, file } = await work(job.request, {
      signal,
      progress: (share) => watch.tell(share),
      write: (text) => {
        signal.throwIfAborted();
        return result.write(text);
      },
    });
    signal.throwIfAborted();
    await result.flush();
    return { status: 'done', outcome, file: file && { ...file, sizeBytes: result.sizeBytes } };
  } catch (error) {
    const cause: unknown = signal.aborted ? signal.reason : error;
    if (cause instanceof Cancelled) return { status: 'cancelled', outcome: null, file: null };
    if (cause instanceof Stopped) return 'give-back';
    if (cause instanceof LeaseLost) return 'leave';
    if (cause instanceof JobRefusal) return { status: 'failed', outcome: cause.message, file: null };
    log.error({ job: job.kind, name: job.id, err: cause }, 'a background job failed');
    if (isPassing(cause)) return 'leave';
    return { status: 'failed', outcome: `a fault of the server: ${(cause as Error).message}`, file: null };
  } finally {
    await watch.close();
  }
}

/** Keeps the lease while the work goes on. */
class Watch {
  readonly #job: ClaimedJob;
  readonly #store: BackgroundJobStore;
  readonly #log: JobLog;
  readonly #over = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #looking: Promise<void> | null = null;
  #progress = 0;

  constructor(job: ClaimedJob, store: BackgroundJobStore, log: JobLog) {
    this.#job = job;
    this.#store = store;
    this.#log = log;
    this.#timer = setInterval(() => {
      this.#looking ??= this.#look().finally(() => (this.#looking = null));
    }, LOOK_MS);
  }

  get signal(): AbortSignal {
    return this.#over.signal;
  }

  tell(share: number): void {
    this.#progress = Math.min(1, Math.max(this.#progress, share));
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  async #look(): Promise<void> {
    try {
      const seen = await this.#store.keep(this.#job, { progress: this.#progress, forMs: LEASE_MS });
      if (seen === 'cancelling') this.#over.abort(new Cancelled('cancelled'));
      if (seen === 'lost') this.#over.abort(new LeaseLost('another worker has the job'));
    } catch (error) {
      // The next look may succeed; when none does, the lease runs out and says so.
      this.#log.error({ job: this.#job.kind, err: error }, 'the lease of a job could not be kept');
    }
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    if (signal.aborted) done();
    else signal.addEventListener('abort', done);
  });
}
