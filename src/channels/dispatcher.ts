/**
 * Takes due deliveries from the store, sends them, and records what came of it, until stopped.
 *
 * Guarantees: every claimed delivery is finished or left to its lease, so none is lost; a channel that is slow, dead or over its rate
 * holds only its own slots, never a claim it cannot use; no send lasts longer than its time-out; a hint (`wake`) makes it fast and the
 * sweep makes it independent of hints. At most `slots` deliveries are sent twice when the process dies between send and record.
 *
 * A round: read the channels -> claim what there is room for -> send each on its own -> record -> next round.
 * It claims no more than the smallest room among the channels that have any, so that whatever comes can be sent at once.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Attempt, ClaimedDelivery, Delivery, FinishedAs } from '../notify/delivery.ts';
import { attemptDelivery, type AttemptMade } from './attempt-delivery.ts';
import { ChannelLanes, type Lane } from './channel-lanes.ts';
import { DISPATCHER_DEFAULTS, type DispatcherOptions, type DispatcherPorts } from './dispatch-ports.ts';
import { recordAttempt } from './record-attempt.ts';
import { withTimeout } from './with-timeout.ts';

/** What no channel limits is claimed in portions of this. */
const CLAIM_LIMIT = 16;

export class Dispatcher {
  readonly #ports: DispatcherPorts;
  readonly #options: DispatcherOptions;
  readonly #lanes: ChannelLanes;
  readonly #inFlight = new Set<Promise<void>>();
  readonly #givenUp = new AbortController();
  #running = false;
  #rounds: Promise<void> | null = null;
  #woken = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(ports: DispatcherPorts, options: Partial<DispatcherOptions> = {}) {
    this.#ports = ports;
    this.#options = { ...DISPATCHER_DEFAULTS, ...options };
    this.#lanes = new ChannelLanes(ports.channels, ports.createSender, ports.clock);
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

  /** Claims nothing more and waits for what is under way, at most so long; the rest is left to its lease. */
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
    if (this.#inFlight.size > 0)
      this.#ports.log.warn('stopped with deliveries under way', { count: this.#inFlight.size });
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

  /** 'more' when the store gave all it was asked for. */
  async #round(): Promise<'more' | 'no more'> {
    const { clock, log, metrics, deliveries } = this.#ports;
    const { leaseMs, storeTimeoutMs } = this.#options;
    let step: 'channels' | 'claim' = 'channels';
    try {
      const lanes = await withTimeout(this.#lanes.refresh(), storeTimeoutMs);
      const now = clock.monotonicMs();
      let limit = Math.min(this.#options.slots - this.#inFlight.size, CLAIM_LIMIT);
      if (limit <= 0) return 'no more';
      const exceptChannels: string[] = [];
      for (const [name, lane] of lanes) {
        const room = lane.room(now);
        if (room === 0) exceptChannels.push(name);
        else limit = Math.min(limit, room);
      }
      step = 'claim';
      const claimed = await withTimeout(deliveries.claim({ limit, leaseMs, exceptChannels }), storeTimeoutMs);
      for (const each of claimed) this.#launch(each, now);
      return claimed.length === limit ? 'more' : 'no more';
    } catch (error) {
      metrics.storeFailed(step);
      log.error('deliveries could not be taken', { step, error });
      return 'no more';
    }
  }

  #launch(claimed: ClaimedDelivery, claimedAtMs: number): void {
    const lane = this.#lanes.get(claimed.delivery.channel);
    if (lane !== null) {
      lane.inFlight++;
      if (lane.config.enabled) lane.limiter.take(this.#ports.clock.monotonicMs());
    }
    const work = this.#deliver(claimed, lane, claimedAtMs)
      .catch((error: unknown) => {
        if (!this.#givenUp.signal.aborted)
          this.#ports.log.error('work on a delivery failed', { delivery: claimed.delivery.id, error });
      })
      .finally(() => {
        this.#inFlight.delete(work);
        if (lane !== null) lane.inFlight--;
        this.wake();
      });
    this.#inFlight.add(work);
  }

  async #deliver(claimed: ClaimedDelivery, lane: Lane | null, claimedAtMs: number): Promise<void> {
    const { metrics, onChange } = this.#ports;
    const type = lane?.config.type ?? 'none';
    const made = await attemptDelivery(claimed, lane, this.#ports, this.#options);
    const { attempt, decision } = made;
    metrics.attempted({ channelType: type, result: attempt.result, reason: attempt.reason ?? 'none' });
    if (lane !== null && lane.config.enabled) this.#learn(lane, made);
    const kept = await recordAttempt(claimed, made, this.#ports, {
      ...this.#options,
      claimedAtMs,
      signal: this.#givenUp.signal,
    });
    if (kept) {
      metrics.finished(type, decision.as.status);
      onChange(afterAttempt(claimed.delivery, attempt, decision.as, this.#ports.clock.now()));
    }
    if (lane !== null && decision.disableChannel) await this.#disable(lane, claimed, attempt);
  }

  #learn(lane: Lane, { attempt, decision }: AttemptMade): void {
    const now = this.#ports.clock.monotonicMs();
    if (attempt.result === 'retry') lane.breaker.failed(now);
    else lane.breaker.succeeded();
    if (decision.channelRestsMs > 0) lane.limiter.rest(decision.channelRestsMs, now);
  }

  async #disable(lane: Lane, { event }: ClaimedDelivery, attempt: Attempt): Promise<void> {
    const { channels, log, onChannelDisabled } = this.#ports;
    const channel = lane.config.name;
    const reason = `${attempt.reason ?? attempt.result}: ${attempt.detail}`.slice(0, 500);
    // Those under way to the same channel will find the same.
    if (!lane.config.enabled) return;
    lane.config = { ...lane.config, enabled: false, disabledReason: reason };
    await withTimeout(channels.disable(channel, reason), this.#options.storeTimeoutMs);
    this.#lanes.changed();
    log.warn('a channel is gone and was disabled', { channel, reason });
    onChannelDisabled({ channel, reason, event });
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
      const dueAt = await withTimeout(deliveries.nextDueAt(), this.#options.storeTimeoutMs);
      // One that is due already was not to be had: it waits for an earlier one, or for its channel.
      const dueInMs = dueAt === null ? 0 : dueAt - clock.now();
      if (dueInMs > 0) waitMs = Math.min(waitMs, dueInMs);
    } catch (error) {
      metrics.storeFailed('next-due');
      log.warn('the next due delivery could not be read', { error });
    }
    return Math.ceil(waitMs);
  }
}

/** The delivery as the store has it after `finish`. */
function afterAttempt(
  delivery: Delivery,
  attempt: Attempt,
  as: FinishedAs,
  now: Delivery['createdAt'],
): Delivery {
  return {
    ...delivery,
    attempts: attempt.number,
    status: as.status,
    dueAt: as.status === 'pending' ? as.dueAt : delivery.dueAt,
    sentAt: as.status === 'sent' ? now : null,
    reason: as.status === 'sent' ? null : as.reason,
  };
}
