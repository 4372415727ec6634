/**
 * Evaluates the alerts of one shard: reads the log from its checkpoint and commits events, ended alerts and indicator values. Any number
 * may run for one shard side by side without knowing of each other: the same log gives the same keys, the database keeps the first.
 */
import type { StoredEvent } from '../../alerts/ports.ts';
import type { FeedTraits } from '../../alerts/tick-log.ts';
import { sendHint } from '../../storage/hints.ts';
import { awaitTraits } from './await-traits.ts';
import { CommittingFollower } from './committing-follower.ts';
import { checkpointName, startShard, type StartedEngine } from './engine-start.ts';
import { keepRunning, type Role, type RoleReadiness } from './role.ts';
import type { RoleContext } from './role-context.ts';
import { inShard, type Shard, shardName } from './shard.ts';

export class EngineRole implements Role {
  readonly name: string;
  readonly #context: RoleContext;
  readonly #shard: Shard;
  #running: CommittingFollower | null = null;

  constructor(context: RoleContext, shard: Shard) {
    this.#context = context;
    this.#shard = shard;
    this.name = `engine ${shardName(shard)}`;
  }

  run(signal: AbortSignal): Promise<void> {
    return keepRunning((stop) => this.#follow(stop), { signal, log: this.#context.log, name: this.name });
  }

  readiness(): RoleReadiness {
    return (
      this.#running?.readiness(`${this.armed} alerts armed`) ?? {
        ok: false,
        detail: 'waits for a feed, or reads its checkpoint and the log after it',
      }
    );
  }

  get armed(): number {
    return this.#running?.counters.armed ?? 0;
  }

  get evaluations(): number {
    return this.#running?.counters.evaluations ?? 0;
  }

  get isFollowing(): boolean {
    return this.#running !== null;
  }

  /** Null while it starts. */
  get lagMs(): number | null {
    return this.#running?.lagMs ?? null;
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const context = this.#context;
    const traits = await awaitTraits(context, signal);
    if (traits === null) return;
    const started = await startShard(context, { shard: this.#shard, traits, saves: true }, signal);
    if (started === null) return;
    const { seq, engine } = started;
    // Killed before its next checkpoint time and again, it would be taken for a shard without an engine.
    await context.stores.checkpoints.takeUp(checkpointName(this.#shard));
    context.log.info({ name: this.name, seq, count: engine.counters.armed }, 'engine follows the log');
    this.#running = this.#follower(traits, started);
    try {
      await this.#running.run(signal);
    } finally {
      this.#running = null;
    }
  }

  #follower(traits: FeedTraits, started: StartedEngine): CommittingFollower {
    const { stores, log } = this.#context;
    const { simulated, ownClock } = traits;
    return new CommittingFollower(this.#context, {
      name: this.name,
      checkpoint: checkpointName(this.#shard),
      started,
      traits,
      arms: (alert) => inShard(alert, this.#shard),
      // Candles are the recorder's to write.
      collect: (committer, { seq }, result) =>
        committer.step(seq, result.closed.length === 0 ? result : { ...result, closed: [] }),
      prepare: (batch) => {
        const content = { ...batch, simulated, ownClock };
        return () => stores.eventJournal.commit(content);
      },
      onRecorded: (events) => this.#recorded(events, ownClock),
      onFilled: ({ after, found }) =>
        log.warn(
          { name: this.name, seq: after, count: found },
          'places missing in the log were read from the database',
        ),
    });
  }

  #recorded(events: readonly StoredEvent[], ownClock: boolean): void {
    const { metrics, database, log } = this.#context;
    for (const { event, recordedAt } of events) {
      metrics.alertsGenerated.inc({ kind: event.kind, severity: event.severity });
      // On a clock of its own market time says nothing about how long it took.
      if (!ownClock) metrics.tickToEventSeconds.observe((recordedAt - event.at) / 1_000);
    }
    const ids = events.map(({ id }) => id);
    sendHint(database, 'events', ids).catch((error: unknown) =>
      log.warn({ err: error }, 'a hint could not be sent; others look by themselves'),
    );
  }
}
