/**
 * Writes ticks and closed candles of the log to the database, in batches, and with them how far the log is recorded: engines that miss
 * something read it from there. Any number may run; what is written twice is there once.
 */
import type { StepResult } from '../../alerts/step-result.ts';
import type { FeedTraits, PlacedEntry } from '../../alerts/tick-log.ts';
import type { BatchCommitter } from '../batch-committer.ts';
import { awaitTraits } from './await-traits.ts';
import { CommittingFollower } from './committing-follower.ts';
import { RECORD_CHECKPOINT, startRecorder, type StartedEngine } from './engine-start.ts';
import { keepRunning, type Role, type RoleReadiness } from './role.ts';
import type { RoleContext } from './role-context.ts';

export class RecordRole implements Role {
  readonly name = 'record';
  readonly #context: RoleContext;
  #running: CommittingFollower | null = null;
  #position: string | null = null;

  constructor(context: RoleContext) {
    this.#context = context;
  }

  run(signal: AbortSignal): Promise<void> {
    return keepRunning((stop) => this.#record(stop), { signal, log: this.#context.log, name: this.name });
  }

  readiness(): RoleReadiness {
    return (
      this.#running?.readiness('records ticks and candles') ?? {
        ok: false,
        detail: 'waits for a feed, or reads its checkpoint and the log after it',
      }
    );
  }

  /** Null while it starts. */
  get lagMs(): number | null {
    return this.#running?.lagMs ?? null;
  }

  async #record(signal: AbortSignal): Promise<void> {
    const traits = await awaitTraits(this.#context, signal);
    if (traits === null) return;
    const started = await startRecorder(this.#context, traits);
    this.#context.log.info({ seq: started.seq }, 'the recorder follows the log');
    this.#position = null;
    this.#running = this.#follower(traits, started);
    try {
      await this.#running.run(signal);
    } finally {
      this.#running = null;
    }
  }

  #follower(traits: FeedTraits, started: StartedEngine): CommittingFollower {
    const { stores, log } = this.#context;
    return new CommittingFollower(this.#context, {
      name: this.name,
      checkpoint: RECORD_CHECKPOINT,
      started,
      traits,
      arms: () => false,
      collect: (committer, placed, result) => this.#collect(committer, traits, { placed, result }),
      prepare: (batch, seq) => {
        const content = { ...batch, seq, feedPosition: this.#position, ownClock: traits.ownClock };
        return () => stores.journal.commit(content);
      },
      onRecorded: () => undefined,
      onFilled: ({ after, until, knownUntil }) => {
        if (knownUntil < until)
          log.error({ seq: after, count: until - knownUntil }, 'places of the log are lost: nobody has them');
      },
    });
  }

  #collect(
    committer: BatchCommitter,
    { feed, simulated }: FeedTraits,
    { placed, result }: { readonly placed: PlacedEntry; readonly result: StepResult },
  ): void {
    const { seq, entry, position } = placed;
    if (position !== undefined) this.#position = position;
    if (entry.type === 'tick') {
      const { metrics } = this.#context;
      const outcome = result.rejected === null ? 'accepted' : 'rejected';
      metrics.ticks.inc({ feed, instrument: entry.tick.instrument, outcome });
      if (result.rejected === null) committer.tick(seq, entry.tick, simulated);
      else metrics.rejectedTicks.inc({ feed, reason: result.rejected });
    }
    committer.step(seq, result);
  }
}
