/** An engine that follows the log: each entry once, history before an alert is armed, a new start when prices of another market come. */
import { EMPTY_RESULT, type StepResult } from '../../alerts/step-result.ts';
import type { Alert } from '../../alerts/alert.ts';
import type { FeedTraits, PlacedEntry } from '../../alerts/tick-log.ts';
import type { EpochMs, InstrumentId } from '../../kernel/units.ts';
import { conditionsOf } from '../conditions-of.ts';
import { RecentHistory } from '../recent-history.ts';
import { standingHistory } from '../warm-up.ts';
import type { StartedEngine } from './engine-start.ts';
import { type Gap, LogFollower } from './log-follower.ts';
import { BeginAgain } from './role.ts';
import type { RoleContext } from './role-context.ts';

export interface EngineFollowerOptions {
  readonly name: string;
  readonly started: StartedEngine;
  readonly traits: FeedTraits;
  /** Whether an alert is evaluated here. */
  readonly arms: (alert: Alert) => boolean;
  /** May ask the log to wait. */
  readonly onStep: (placed: PlacedEntry, result: StepResult) => Promise<void> | void;
  readonly onFilled: (gap: Gap) => void;
}

export class EngineFollower {
  readonly #context: RoleContext;
  readonly #options: EngineFollowerOptions;
  readonly #check: ReturnType<typeof conditionsOf>;
  readonly #history: RecentHistory;
  readonly #follower: LogFollower;

  constructor(context: RoleContext, options: EngineFollowerOptions) {
    const { tickLog, stores, clock, log, instruments } = context;
    const { name, started, onFilled } = options;
    this.#context = context;
    this.#options = options;
    this.#check = conditionsOf(instruments);
    this.#history = new RecentHistory(stores.history, clock);
    this.#follower = new LogFollower({
      log: tickLog,
      recorded: stores.journal,
      seq: started.seq,
      clock,
      onEntry: (placed) => this.#take(placed),
      onFilled,
      onFault: (error) => log.warn({ err: error, name }, 'the log cannot be read; it is tried again'),
    });
  }

  get seq(): number {
    return this.#follower.seq;
  }

  get faulty(): boolean {
    return this.#follower.faulty;
  }

  get lagMs(): number {
    return this.#follower.lagMs;
  }

  run(signal: AbortSignal): Promise<void> {
    return this.#follower.run(signal);
  }

  #take(placed: PlacedEntry): Promise<void> | void {
    const { arms, traits, onStep, started } = this.#options;
    const { engine } = started;
    const { entry } = placed;
    switch (entry.type) {
      case 'lead':
        if (!isSameMarket(entry.traits, traits)) throw new BeginAgain('prices of another market come');
        return onStep(placed, EMPTY_RESULT);
      case 'filled':
        return this.#readHistory(placed, entry.instruments);
      case 'arm':
        if (arms(entry.alert)) return this.#arm(placed, entry);
        // An edit may have moved it to another shard.
        return onStep(placed, engine.step({ type: 'disarm', alert: entry.alert.id, at: entry.at }));
      default:
        return onStep(placed, engine.step(entry));
    }
  }

  async #readHistory(placed: PlacedEntry, instruments: readonly InstrumentId[]): Promise<void> {
    const { engine } = this.#options.started;
    const { history } = this.#context.stores;
    const until = engine.marketTime ?? (Number.MAX_SAFE_INTEGER as EpochMs);
    for (const past of await standingHistory(instruments, history, until)) engine.step(past);
    await this.#options.onStep(placed, EMPTY_RESULT);
  }

  /** Whoever replays the log reads the same candles. */
  async #arm(placed: PlacedEntry, entry: Extract<PlacedEntry['entry'], { readonly type: 'arm' }>) {
    const { engine } = this.#options.started;
    const { log } = this.#context;
    const until = engine.marketTime ?? (Number.MAX_SAFE_INTEGER as EpochMs);
    for (const past of await this.#history.before(until, this.#check(entry.alert))) engine.step(past);
    const result = engine.step(entry);
    for (const { alert, reason } of result.problems) log.warn({ alert, reason }, 'alert cannot be armed');
    await this.#options.onStep(placed, result);
  }
}

/** Another provider of the same kind of prices changes nothing for an engine. */
function isSameMarket(a: FeedTraits, b: FeedTraits): boolean {
  return a.simulated === b.simulated && a.ownClock === b.ownClock;
}
