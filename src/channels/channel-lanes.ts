/**
 * What the dispatcher remembers of each channel while it runs: its sender, how many are under way, its rate limit, its breaker, and
 * whether events come so fast that they are grouped. Settings are read again at most once a second; a sender is made anew when they
 * changed, the limits stay because the provider remembers too. Several dispatchers on one database share the limits.
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
  /** Messages with one event, and with several; null where nothing is grouped. */
  readonly #alone: RateLimiter | null;
  readonly #groups: RateLimiter | null;

  constructor(config: ChannelConfig, sender: Result<Sender, readonly SettingsProblem[]>) {
    this.config = config;
    this.sender = sender;
    this.profile = CHANNEL_PROFILES[config.type];
    this.limiter = new RateLimiter(this.profile.limits);
    const { grouping } = this.profile;
    this.#alone = grouping && new RateLimiter([grouping.alone]);
    this.#groups = grouping && new RateLimiter([{ requests: 1, perMs: grouping.apartMs }]);
  }

  /** How many more may be under way now, each with one event. */
  room(now: number): number {
    // What cannot be sent is ended at once and needs no room.
    if (!this.config.enabled) return Infinity;
    return Math.min(this.#messages(now), this.#alone?.room(now) ?? Infinity);
  }

  /** Whether a message with several events may go out now. */
  groupRoom(now: number): boolean {
    return (
      this.config.enabled && this.#groups !== null && this.#messages(now) > 0 && this.#groups.room(now) > 0
    );
  }

  /** So many went out alone that the next ones are grouped. */
  gathers(now: number): boolean {
    return this.#alone?.room(now) === 0;
  }

  /** Counts a sending that begins. */
  take(events: number, now: number): void {
    this.inFlight++;
    if (!this.config.enabled) return;
    this.limiter.take(now);
    const gathering = this.gathers(now);
    if (events > 1 || gathering) this.#groups?.take(now);
    // While groups go out nothing goes alone: what comes now belongs to the same burst.
    if (events === 1) this.#alone?.take(now);
    else this.#alone?.rest(this.profile.grouping?.alone.perMs ?? 0, now);
  }

  /** Until time alone makes room; 0 when it would not, because only a slot is missing. */
  waitMs(now: number): number {
    const waitMs = Math.max(this.limiter.waitMs(now), this.breaker.waitMs(now));
    return this.gathers(now) ? Math.max(waitMs, this.#groups?.waitMs(now) ?? 0) : waitMs;
  }

  #messages(now: number): number {
    const state = this.breaker.state(now);
    if (state === 'open') return 0;
    const slots = (state === 'half-open' ? 1 : this.profile.concurrency) - this.inFlight;
    return Math.max(0, Math.min(slots, this.limiter.room(now)));
  }
}

export class ChannelLanes {
  readonly #store: Pick<ChannelStore, 'list'>;
  readonly #createSender: CreateSender;
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  readonly #lanes = new Map<string, Lane>();
  #readAt = -Infinity;
  #others = 0;

  constructor(
    store: Pick<ChannelStore, 'list'>,
    createSender: CreateSender,
    clock: Pick<Clock, 'monotonicMs'>,
  ) {
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

  /** Channels that are left alone, or tried for the first time after that, by type; 0 for a type of which all answer. */
  openBreakers(): Readonly<Record<string, number>> {
    const now = this.#clock.monotonicMs();
    const open: Record<string, number> = {};
    for (const { config, breaker } of this.#lanes.values())
      open[config.type] = (open[config.type] ?? 0) + (breaker.state(now) === 'closed' ? 0 : 1);
    return open;
  }

  /** So many other dispatchers send to the same channels. */
  shareWith(others: number): void {
    if (others === this.#others) return;
    this.#others = others;
    for (const lane of this.#lanes.values()) lane.limiter.shareWith(others);
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
      const made = new Lane(config, this.#createSender(config));
      made.limiter.shareWith(this.#others);
      this.#lanes.set(config.name, made);
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
