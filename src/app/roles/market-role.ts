/**
 * The present of the market in the API process: an engine of its own that follows the log with every alert and commits nothing. It
 * answers for quotes, forming candles and what an alert waits for; until it has caught up it answers with what it has.
 */
import { Engine, type StepResult } from '../../alerts/engine.ts';
import type { FeedTraits, PlacedEntry } from '../../alerts/tick-log.ts';
import { tellNotice } from '../../feeds/tell-notice.ts';
import type { DurationMs, EpochMs, InstrumentId } from '../../kernel/units.ts';
import type { FeedStatus } from '../feed-runner.ts';
import { awaitTraits } from './await-traits.ts';
import { EngineFollower } from './engine-follower.ts';
import { startShard } from './engine-start.ts';
import { keepRunning, pause, type Role, type RoleReadiness } from './role.ts';
import { idleShards, idleText } from './idle-shards.ts';
import { FEED_LEASE, type FeedInfo, type RoleContext } from './role-context.ts';

const NO_FEED_PROCESS = tellNotice({ key: 'noFeedProcess' });
const EVERYTHING = { index: 0, count: 1 };
const LOOK_AT_FEED_MS = 2_000;
const RECORDED_WITHIN_MS = 1_000;
const LOOK_MS = 50;

export class MarketRole implements Role {
  readonly name = 'engine';
  readonly #context: RoleContext;
  readonly #onStep: (placed: PlacedEntry, result: StepResult) => void;
  #engine: Engine;
  #follower: EngineFollower | null = null;
  #traits: FeedTraits | null = null;
  #lease: { readonly isHeld: boolean; readonly info: FeedInfo } | null = null;
  /** What is to be said of shards without an engine. */
  #idle = '';
  #lastTickAt: EpochMs | null = null;
  #lastArrivalMs: number | null = null;

  constructor(context: RoleContext, onStep: (placed: PlacedEntry, result: StepResult) => void) {
    this.#context = context;
    this.#onStep = onStep;
    this.#engine = new Engine({ instruments: context.instruments });
  }

  get engine(): Engine {
    return this.#engine;
  }

  get liveInstruments(): readonly InstrumentId[] {
    return this.#lease?.info.traits?.instruments ?? this.#traits?.instruments ?? [];
  }

  async run(signal: AbortSignal): Promise<void> {
    const { log } = this.#context;
    await Promise.all([
      keepRunning((stop) => this.#follow(stop), { signal, log, name: this.name }),
      keepRunning((stop) => this.#watchFeed(stop), { signal, log, name: 'feed status' }),
    ]);
  }

  readiness(): RoleReadiness {
    const follower = this.#follower;
    if (follower === null)
      return { ok: true, detail: 'waits for a feed, or reads the log: quotes come later' };
    if (follower.faulty)
      return { ok: false, detail: 'the log does not answer; what is recorded is read instead' };
    const armed = `${this.#engine.counters.armed} alerts armed`;
    // This process serves all the same, so it stays ready.
    return { ok: true, detail: this.#idle === '' ? armed : `${armed}; ${this.#idle}` };
  }

  /** Null while it starts. */
  get lagMs(): number | null {
    return this.#follower?.lagMs ?? null;
  }

  feedStatus(): FeedStatus {
    const lease = this.#lease;
    const told = lease?.info.status ?? null;
    const name = told?.name ?? this.#traits?.feed ?? 'none';
    const simulated = told?.simulated ?? this.#traits?.simulated ?? false;
    const ageMs =
      this.#lastArrivalMs === null
        ? null
        : (Math.round(this.#context.clock.monotonicMs() - this.#lastArrivalMs) as DurationMs);
    const seen = { name, simulated, lastTickAt: this.#lastTickAt ?? told?.lastTickAt ?? null, ageMs };
    if (lease === null || !lease.isHeld) return { ...seen, state: 'down', ...NO_FEED_PROCESS };
    return {
      ...seen,
      state: told?.state ?? 'connecting',
      notice: told?.notice ?? null,
      // A feed process that was not updated yet tells English only.
      noticeIn: told?.noticeIn ?? null,
    };
  }

  /** Waits until storage has what the engine has seen, at most RECORDED_WITHIN_MS: the recorder is another process. */
  async recorded(): Promise<void> {
    const target = this.#follower?.seq ?? 0;
    const deadline = performance.now() + RECORDED_WITHIN_MS;
    while (performance.now() < deadline) {
      const { seq } = await this.#context.stores.journal.position();
      if (seq >= target) return;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const context = this.#context;
    const traits = await awaitTraits(context, signal);
    if (traits === null) return;
    this.#traits = traits;
    const started = await startShard(context, { shard: EVERYTHING, traits, saves: false }, signal);
    if (started === null) return;
    this.#engine = started.engine;
    this.#follower = new EngineFollower(context, {
      name: this.name,
      started,
      traits,
      arms: () => true,
      onStep: (placed, result) => this.#step(placed, result),
      onFilled: () => undefined,
    });
    try {
      await this.#follower.run(signal);
    } finally {
      this.#follower = null;
    }
  }

  #step(placed: PlacedEntry, result: StepResult): void {
    const { entry } = placed;
    if (entry.type === 'tick' && result.rejected === null && !result.late) {
      this.#lastTickAt = entry.tick.at;
      this.#lastArrivalMs = this.#context.clock.monotonicMs();
    }
    this.#onStep(placed, result);
  }

  async #watchFeed(signal: AbortSignal): Promise<void> {
    const { leases, database } = this.#context;
    while (!signal.aborted) {
      this.#lease = await leases.look(FEED_LEASE);
      const idle = this.#lease?.isHeld === true ? await idleShards(database) : [];
      this.#idle = idle.length === 0 ? '' : idleText(idle);
      await pause(LOOK_AT_FEED_MS, signal);
    }
  }
}
