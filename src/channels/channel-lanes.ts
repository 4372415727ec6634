/**
 * What the dispatcher remembers of each channel while it runs: its sender, how many are under way, its rate limit and its breaker.
 * Settings are read again at most once a second; a sender is made anew when they changed, the limits stay because the provider
 * remembers too. Single process: two dispatchers on one database each keep to the limits, so give each half.
 */
import type { Clock } from '../kernel/clock.ts';
import type { Result } from '../kernel/result.ts';
import type { ChannelConfig, ChannelStore, Sender } from '../notify/channel.ts';
import { CHANNEL_PROFILES, type ChannelProfile } from '../notify/channel-profile.ts';
import { CircuitBreaker } from '../notify/circuit-breaker.ts';
import { RateLimiter } from '../notify/rate-limit.ts';
import type { SettingsProblem } from './settings-problem.ts';

export type CreateSender = (channel: ChannelConfig) => Result<Sender, readonly SettingsProblem[]>;

const FRESH_FOR_MS = 1_000;

export class Lane {
  config: ChannelConfig;
  sender: Result<Sender, readonly SettingsProblem[]>;
  inFlight = 0;
  readonly profile: ChannelProfile;
  readonly limiter: RateLimiter;
  readonly breaker = new CircuitBreaker();

  constructor(config: ChannelConfig, sender: Result<Sender, readonly SettingsProblem[]>) {
    this.config = config;
    this.sender = sender;
    this.profile = CHANNEL_PROFILES[config.type];
    this.limiter = new RateLimiter(this.profile.limits);
  }

  /** How many more may be under way now. */
  room(now: number): number {
    // What cannot be sent is ended at once and needs no room.
    if (!this.config.enabled) return Infinity;
    const state = this.breaker.state(now);
    if (state === 'open') return 0;
    const slots = (state === 'half-open' ? 1 : this.profile.concurrency) - this.inFlight;
    return Math.max(0, Math.min(slots, this.limiter.room(now)));
  }

  /** Until time alone makes room; 0 when it would not, because only a slot is missing. */
  waitMs(now: number): number {
    return Math.max(this.limiter.waitMs(now), this.breaker.waitMs(now));
  }
}

export class ChannelLanes {
  readonly #store: Pick<ChannelStore, 'list'>;
  readonly #createSender: CreateSender;
  readonly #clock: Clock;
  readonly #lanes = new Map<string, Lane>();
  #readAt = -Infinity;

  constructor(store: Pick<ChannelStore, 'list'>, createSender: CreateSender, clock: Clock) {
    this.#store = store;
    this.#createSender = createSender;
    this.#clock = clock;
  }

  /** The channels as they are in the store, at most a second ago. Rejects when the store does. */
  async refresh(): Promise<ReadonlyMap<string, Lane>> {
    if (this.#clock.monotonicMs() - this.#readAt < FRESH_FOR_MS) return this.#lanes;
    const readAt = this.#clock.monotonicMs();
    const configs = await this.#store.list();
    const retired: Sender[] = [];
    const names = new Set(configs.map((config) => config.name));
    for (const [name, lane] of this.#lanes) {
      if (names.has(name)) continue;
      this.#lanes.delete(name);
      retire(lane, retired);
    }
    for (const config of configs) this.#put(config, retired);
    this.#readAt = readAt;
    await Promise.all(retired.map((sender) => sender.close()));
    return this.#lanes;
  }

  get(name: string): Lane | null {
    return this.#lanes.get(name) ?? null;
  }

  all(): Iterable<Lane> {
    return this.#lanes.values();
  }

  /** Somebody changed a channel: the next `refresh` reads. */
  changed(): void {
    this.#readAt = -Infinity;
  }

  async close(): Promise<void> {
    const retired: Sender[] = [];
    for (const lane of this.#lanes.values()) retire(lane, retired);
    this.#lanes.clear();
    await Promise.all(retired.map((sender) => sender.close()));
  }

  #put(config: ChannelConfig, retired: Sender[]): void {
    const lane = this.#lanes.get(config.name);
    if (lane === undefined || lane.config.type !== config.type) {
      if (lane !== undefined) retire(lane, retired);
      this.#lanes.set(config.name, new Lane(config, this.#createSender(config)));
      return;
    }
    if (JSON.stringify(lane.config.settings) !== JSON.stringify(config.settings)) {
      retire(lane, retired);
      lane.sender = this.#createSender(config);
      lane.breaker.succeeded();
    }
    lane.config = config;
  }
}

function retire(lane: Lane, into: Sender[]): void {
  if (lane.sender.ok) into.push(lane.sender.value);
}
