/**
 * Takes due deliveries from the store, sends them, and records what came of it, until stopped.
 *
 * Guarantees: every claimed delivery is finished or left to its lease, so none is lost; a channel that is slow, dead or over its rate
 * holds only its own slots, never a claim it cannot use; no send lasts longer than its time-out; a hint (`wake`) makes it fast and the
 * sweep makes it independent of hints. At most `slots` messages are sent twice when the process dies between send and record.
 *
 * A round: say that it lives -> read the channels -> claim what each has room for -> send each on its own -> record -> next round.
 * A burst to a channel that groups goes out as messages with several events, once the first few went alone.
 * Any number of dispatchers may share a database: they never claim the same delivery, and share the providers' limits.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { EpochMs } from '../kernel/units.ts';
import type { ClaimedDelivery } from '../notify/delivery.ts';
import { afterAttempt } from './after-attempt.ts';
import { attemptDeliveries, type AttemptMade } from './attempt-delivery.ts';
import { ChannelLanes, type Lane } from './channel-lanes.ts';
import { DISPATCHER_DEFAULTS, type DispatcherOptions, type DispatcherPorts } from './dispatch-ports.ts';
import { AttemptRecorder } from './record-attempt.ts';
import { withTimeout } from './with-timeout.ts';

export class Dispatcher {
  readonly #ports: DispatcherPorts;
  readonly #options: DispatcherOptions;
  readonly #lanes: ChannelLanes;
  readonly #recorder: AttemptRecorder;
  readonly #inFlight = new Set<Promise<void>>();
  readonly #givenUp = new AbortController();
  #running = false;
  #rounds: Promise<void> | null = null;
  #woken = false;
  #timer: NodeJS.Timeout | undefined;
  #beatenAt = -Infinity;

  constructor(ports: DispatcherPorts, options: Partial<DispatcherOptions> = {}) {
    this.#ports = ports;
    this.#options = { ...DISPATCHER_DEFAULTS, ...options };
    this.#lanes = new ChannelLanes(ports.channels, ports.createSender, ports.clock);
    this.#recorder = new AttemptRecorder(ports, { ...this.#options, signal: this.#givenUp.signal });
  }

  start(): void {
    this.#running = true;
    this.wake();
  }

  /** There may be something to send. Cheap: call it after every commit of events. */
  wake(): void {
    if (!this.#running) return;
    this.#woken = true;
    this.#rounds ??= this.#runRounds().finally(() => {
      this.#rounds = null;
      // A hint that came while the last round was ending.
      if (this.#woken) this.wake();
    });
  }

  /** A channel was added, edited, enabled or removed. */
  channelsChanged(): void {
    this.#lanes.changed();
    this.wake();
  }

  /** Channels that are left alone because they do not answer, by type. */
  openBreakers(): Readonly<Record<string, number>> {
    return this.#lanes.openBreakers();
  }

  /** Claims nothing more and waits for what is under way, at most so long; the rest is given back for others. */
  async stop(deadlineMs: number): Promise<void> {
    this.#running = false;
    clearTimeout(this.#timer);
    const settled = (async () => {
      await this.#rounds;
      await Promise.all(this.#inFlight);
    })();
    const timer = new AbortController();
    await Promise.race([settled, sleep(deadlineMs, undefined, { signal: timer.signal }).catch(() => null)]);
    timer.abort();
    this.#givenUp.abort();
    const { log, deliveries, owner, metrics } = this.#ports;
    if (this.#inFlight.size > 0)
      log.warn('stopped with deliveries under way', { count: this.#inFlight.size });
    await withTimeout(deliveries.leave(owner), this.#options.storeTimeoutMs).catch((error: unknown) => {
      metrics.storeFailed('beat');
      log.warn('leave could not be taken: others notice by its silence', { error });
    });
    await this.#lanes.close();
  }

  async #runRounds(): Promise<void> {
    clearTimeout(this.#timer);
    do {
      this.#woken = false;
      while (this.#running && (await this.#round()) === 'more');
    } while (this.#running && this.#woken);
    if (!this.#running) return;
    const waitMs = await this.#waitMs();
    if (this.#running) this.#timer = setTimeout(() => this.wake(), waitMs);
  }

  /** 'more' when the store gave all it was asked for and there are slots left. */
  async #round(): Promise<'more' | 'no more'> {
    const { clock, log, metrics } = this.#ports;
    let step: 'beat' | 'channels' | 'claim' = 'beat';
    try {
      await this.#beat();
      step = 'channels';
      const lanes = await withTimeout(this.#lanes.refresh(), this.#options.storeTimeoutMs);
      step = 'claim';
      const now = clock.monotonicMs();
      await this.#claimGroups(lanes, now);
      return await this.#claimSingles(lanes, now);
    } catch (error) {
      metrics.storeFailed(step);
      log.error('deliveries could not be taken', { step, error });
      return 'no more';
    }
  }

  async #beat(): Promise<void> {
    const { clock, deliveries, owner, metrics, log } = this.#ports;
    const now = clock.monotonicMs();
    if (now - this.#beatenAt < this.#options.sweepMs) return;
    const { dispatchers, freed } = await withTimeout(deliveries.beat(owner), this.#options.storeTimeoutMs);
    this.#beatenAt = now;
    this.#lanes.shareWith(dispatchers - 1);
    if (freed === 0) return;
    metrics.leasesFreed(freed);
    log.warn('deliveries were taken back from a dispatcher that is gone', { count: freed });
  }

  async #claimSingles(lanes: ReadonlyMap<string, Lane>, now: number): Promise<'more' | 'no more'> {
    const { owner, deliveries } = this.#ports;
    const { leaseMs, storeTimeoutMs } = this.#options;
    const limit = this.#freeSlots;
    if (limit <= 0) return 'no more';
    // None takes more than half of what is free, so that several slow ones together still leave room.
    const share = Math.max(1, Math.ceil(limit / 2));
    const rooms = new Map<string, number>();
    for (const [name, lane] of lanes) {
      const room = lane.room(now);
      if (room !== Infinity) rooms.set(name, Math.min(room, share));
    }
    const claimed = await withTimeout(deliveries.claim({ owner, leaseMs, limit, rooms }), storeTimeoutMs);
    const unsendable = claimed.filter(
      ({ delivery }) => this.#lanes.get(delivery.channel)?.config.enabled !== true,
    );
    for (const each of claimed) if (!unsendable.includes(each)) this.#launch([each], now);
    if (unsendable.length > 0) {
      // What would be given up is judged by the channels of now: its own may have been made or switched on since they were read.
      this.#lanes.changed();
      await withTimeout(this.#lanes.refresh(), storeTimeoutMs);
      for (const each of unsendable) this.#launch([each], now);
    }
    return claimed.length === limit ? 'more' : 'no more';
  }

  /** New groups where events come too fast to go alone, and those that are to be tried again. */
  async #claimGroups(lanes: ReadonlyMap<string, Lane>, now: number): Promise<void> {
    const { owner, deliveries } = this.#ports;
    const { leaseMs, storeTimeoutMs } = this.#options;
    const ready = [...lanes.values()].filter((lane) => lane.groupRoom(now));
    if (ready.length === 0) return;
    const names = ready.map(({ config }) => config.name);
    const again = new Set(await withTimeout(deliveries.channelsWithGroups(names), storeTimeoutMs));
    for (const lane of ready) {
      const { config, profile } = lane;
      const fresh = lane.gathers(now);
      if (!fresh && !again.has(config.name)) continue;
      if (this.#freeSlots <= 0) return;
      const limit = profile.grouping?.most ?? 1;
      const group = await withTimeout(
        deliveries.claimGroup({ owner, leaseMs, limit, channel: config.name, fresh }),
        storeTimeoutMs,
      );
      if (group.length > 0) this.#launch(group, now);
    }
  }

  get #freeSlots(): number {
    return this.#options.slots - this.#inFlight.size;
  }

  #launch(group: readonly ClaimedDelivery[], claimedAtMs: number): void {
    const lane = this.#lanes.get(group[0]?.delivery.channel ?? '');
    lane?.take(group.length, this.#ports.clock.monotonicMs());
    const work = this.#deliver(group, lane, claimedAtMs)
      .catch((error: unknown) => {
        if (this.#givenUp.signal.aborted) return;
        const deliveries = group.map(({ delivery }) => delivery.id);
        this.#ports.log.error('work on a delivery failed', { deliveries, error });
      })
      .finally(() => {
        this.#inFlight.delete(work);
        if (lane !== null) lane.inFlight--;
        this.wake();
      });
    this.#inFlight.add(work);
  }

  async #deliver(group: readonly ClaimedDelivery[], lane: Lane | null, claimedAtMs: number): Promise<void> {
    const { metrics, onChange, clock } = this.#ports;
    const type = lane?.config.type ?? 'none';
    const [taken] = group;
    if (taken === undefined) return;
    /** The store's clock, carried on by the monotonic one: retry times must not follow a wall clock that somebody sets. */
    const now = (): EpochMs => Math.round(taken.claimedAt + clock.monotonicMs() - claimedAtMs) as EpochMs;
    const made = await attemptDeliveries(group, lane, this.#ports, { ...this.#options, now });
    for (const { attempt } of made)
      metrics.attempted({ channelType: type, result: attempt.result, reason: attempt.reason ?? 'none' });
    if (made.length > 1) metrics.grouped(type, made.length);
    const [first] = made;
    if (first === undefined) return;
    if (lane !== null && lane.config.enabled) this.#learn(lane, first);
    const finished = made.map(({ claimed, attempt, decision }) => ({ claimed, attempt, as: decision.as }));
    const kept = await this.#recorder.record(finished, claimedAtMs);
    for (const [i, { claimed, attempt, as }] of finished.entries()) {
      if (kept[i] !== true) continue;
      metrics.finished(type, as.status);
      const { event, delivery, recordedAt } = claimed;
      const isMeasured = this.#options.marketTimeIsWallTime && delivery.redeliveredAt === undefined;
      // Simulated prices may have had a clock of their own.
      const since = event.simulated ? recordedAt : event.at;
      if (as.status === 'sent' && isMeasured) metrics.deliveredAfterMs(type, Math.max(0, now() - since));
      onChange(afterAttempt(claimed.delivery, { attempt, as, now: now() }));
    }
    if (lane !== null && first.decision.disableChannel) await this.#disable(lane, first);
  }

  #learn(lane: Lane, { attempt, decision }: AttemptMade): void {
    const now = this.#ports.clock.monotonicMs();
    if (attempt.result === 'retry') lane.breaker.failed(now);
    else lane.breaker.succeeded();
    if (decision.channelRestsMs > 0) lane.limiter.rest(decision.channelRestsMs, now);
  }

  async #disable(lane: Lane, { claimed, attempt }: AttemptMade): Promise<void> {
    const { channels, log, onChannelDisabled } = this.#ports;
    const channel = lane.config.name;
    const reason = `${attempt.reason ?? attempt.result}: ${attempt.detail}`.slice(0, 500);
    // Those under way to the same channel will find the same.
    if (!lane.config.enabled) return;
    lane.config = { ...lane.config, enabled: false, disabledReason: reason };
    await withTimeout(channels.disable(channel, reason), this.#options.storeTimeoutMs);
    this.#lanes.changed();
    log.warn('a channel is gone and was disabled', { channel, reason });
    onChannelDisabled({ channel, reason, event: claimed.event });
  }

  /** Until something can be sent that could not be now, at most one sweep. */
  async #waitMs(): Promise<number> {
    const { clock, deliveries, metrics, log } = this.#ports;
    const now = clock.monotonicMs();
    let waitMs: number = this.#options.sweepMs;
    for (const lane of this.#lanes.all()) {
      const laneMs = lane.waitMs(now);
      if (laneMs > 0) waitMs = Math.min(waitMs, laneMs);
    }
    try {
      const dueInMs = await withTimeout(deliveries.nextDueInMs(), this.#options.storeTimeoutMs);
      // One that is due already was not to be had: it waits for an earlier one, or for its channel.
      if (dueInMs !== null && dueInMs > 0) waitMs = Math.min(waitMs, dueInMs);
    } catch (error) {
      metrics.storeFailed('next-due');
      log.warn('the next due delivery could not be read', { error });
    }
    return Math.ceil(waitMs);
  }
}
