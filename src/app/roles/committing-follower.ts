/** A following engine whose output is committed in batches, and its state every CHECKPOINT_MS and at the end. */
import type { Engine } from '../../alerts/engine.ts';
import type { StepResult } from '../../alerts/step-result.ts';
import type { StoredEvent } from '../../alerts/ports.ts';
import type { PlacedEntry } from '../../alerts/tick-log.ts';
import { BatchCommitter, type CollectedBatch } from '../batch-committer.ts';
import { checkpointParts } from '../restore-checkpoint.ts';
import { EngineFollower, type EngineFollowerOptions } from './engine-follower.ts';
import type { RoleReadiness } from './role.ts';
import type { RoleContext } from './role-context.ts';

const CHECKPOINT_MS = 25_000;
const END_MS = 3_000;
/** Of rows that wait for the database; beyond it reading waits, and the log keeps what follows. */
const MAX_PENDING = 20_000;

type Options = Omit<EngineFollowerOptions, 'onStep'> & {
  readonly checkpoint: string;
  readonly collect: (committer: BatchCommitter, placed: PlacedEntry, result: StepResult) => void;
  readonly prepare: (batch: CollectedBatch, seq: number) => () => Promise<readonly StoredEvent[]>;
  readonly onRecorded: (events: readonly StoredEvent[]) => void;
};

export class CommittingFollower {
  readonly #context: RoleContext;
  readonly #options: Options;
  readonly #committer: BatchCommitter;
  readonly #follower: EngineFollower;
  readonly #broken = new AbortController();

  constructor(context: RoleContext, options: Options) {
    const { stores, log } = context;
    const { name, checkpoint, started, prepare, onRecorded, collect } = options;
    this.#context = context;
    this.#options = options;
    const committer = new BatchCommitter({
      seq: started.seq,
      prepare,
      saveCheckpoint: (state) => stores.checkpoints.save(checkpoint, state),
      snapshot: () => checkpointParts(started.engine),
      onRecorded,
      onFault: (error) =>
        log.error({ err: error, name }, 'the database refused a batch; it is tried again each second'),
      onFatal: (error) => this.#broken.abort(error),
    });
    this.#committer = committer;
    this.#follower = new EngineFollower(context, {
      ...options,
      onStep: (placed, result) => {
        collect(committer, placed, result);
        return committer.pending > MAX_PENDING ? committer.flush() : undefined;
      },
    });
  }

  get counters(): Engine['counters'] {
    return this.#options.started.engine.counters;
  }

  get lagMs(): number {
    return this.#follower.lagMs;
  }

  readiness(detail: string): RoleReadiness {
    if (this.#committer.faulty)
      return { ok: false, detail: 'the last batch could not be committed; it is tried again each second' };
    if (this.#follower.faulty)
      return { ok: false, detail: 'the log does not answer; what is recorded is read instead' };
    return { ok: true, detail };
  }

  async run(signal: AbortSignal): Promise<void> {
    const { log } = this.#context;
    const timer = setInterval(() => {
      this.#committer.checkpoint().catch((error: unknown) => {
        // One that the end overtakes is not written: the log covers it.
        if (!signal.aborted) log.error({ err: error }, 'no checkpoint could be written');
      });
    }, CHECKPOINT_MS);
    try {
      await this.#follower.run(AbortSignal.any([signal, this.#broken.signal]));
      if (this.#broken.signal.aborted) throw this.#broken.signal.reason as Error;
      if (!(await this.#committer.end(END_MS)))
        log.warn(
          { name: this.#options.name },
          'the end of the work is not recorded: the next start reads it from the log',
        );
    } finally {
      clearInterval(timer);
      this.#committer.close();
    }
  }
}
