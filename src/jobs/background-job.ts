/** Work that a user asked for: what a kind of it does, and where it is written down. */
import type { DurationMs } from '../kernel/units.ts';

/** One kind of work. Rejects with JobRefusal for what its user can mend, with anything else for a bug or a server that is away. */
export type BackgroundWork = (request: unknown, at: WorkSite) => Promise<WorkDone>;

export interface WorkSite {
  /** Aborted when the job is cancelled, taken away or the process stops: look at it at least every few hundred milliseconds. */
  readonly signal: AbortSignal;
  /** How much is done, from 0 to 1. Cheap: call it as often as you like. */
  progress(share: number): void;
  /** Appends to the result. Memory holds a portion of it, so await it. */
  write(text: string): Promise<void>;
}

export interface WorkDone {
  /** One sentence for the user. */
  readonly outcome: string;
  /** Null for work without a result. */
  readonly file: { readonly name: string; readonly contentType: string } | null;
}

/** An expected failure: the job ends with this sentence. */
export class JobRefusal extends Error {
  override readonly name = 'JobRefusal';
}

export interface ClaimedJob {
  readonly id: string;
  readonly kind: string;
  readonly request: unknown;
  readonly lease: string;
}

/** Implemented by storage; a write under a lease that is gone says so and changes nothing. */
export interface BackgroundJobStore {
  claim(forMs: DurationMs): Promise<ClaimedJob | null>;
  keep(
    job: ClaimedJob,
    state: { readonly progress: number; readonly forMs: DurationMs },
  ): Promise<'kept' | 'cancelling' | 'lost'>;
  addPart(job: ClaimedJob, number: number, body: string): Promise<boolean>;
  end(job: ClaimedJob, end: JobEnd): Promise<boolean>;
  giveBack(job: ClaimedJob): Promise<void>;
}

export interface JobEnd {
  readonly status: 'done' | 'failed' | 'cancelled';
  readonly outcome: string | null;
  readonly file: {
    readonly name: string;
    readonly contentType: string;
    readonly sizeBytes: number;
  } | null;
}
