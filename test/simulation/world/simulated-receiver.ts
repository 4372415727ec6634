/**
 * Where messages go in a simulation: a provider with moods, limits it enforces, and a ledger of what it took. It notices who does not keep
 * to what it was told: sending while it asked for rest, or faster than its limit.
 */
import type { DurationMs } from '../../../src/kernel/units.ts';
import { CHANNEL_PROFILES } from '../../../src/notify/channel-profile.ts';
import type { ChannelType, Message, Sender } from '../../../src/notify/channel.ts';
import type { SendOutcome } from '../../../src/notify/delivery.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import type { SimulatedTime } from './simulated-time.ts';

export type Mood =
  | 'well'
  /** 5xx, keeps nothing. */
  | 'failing'
  /** 429 with a time to wait, keeps nothing. */
  | 'limiting'
  /** Keeps the message, then never answers. */
  | 'deaf'
  /** Keeps nothing, never answers. */
  | 'hanging'
  /** Keeps the message, answers after seconds. */
  | 'slow'
  /** 404: this address is no more. */
  | 'gone'
  /** 400: not this message, unless in plain text. */
  | 'fussy';

export interface Taken {
  readonly at: number;
  readonly idempotencyKey: string;
  readonly eventKey: string;
  readonly alert: string;
  /** How many events it told of; `eventKey` is one of them. */
  readonly grouped: number;
}

interface ReceiverOptions {
  readonly name: string;
  readonly type: ChannelType;
  readonly time: SimulatedTime;
  /** By the seed, for each request. */
  readonly mood: () => Mood;
  readonly latencyMs: () => number;
  readonly restMs: () => number;
  /** Answers a key it knows with a conflict that means "taken before". */
  readonly knowsKeys: boolean;
  /** Whether the process is killed once this message was taken. */
  readonly killsAfterTaking: () => boolean;
  readonly onKill: (process: SimulatedProcess) => void;
}

/** What was claimed before the answer came is on its way already. */
const CLAIMED_BEFORE_MS = 50;

export class SimulatedReceiver {
  readonly name: string;
  readonly type: ChannelType;
  readonly ledger: Taken[] = [];
  readonly misbehaviour: string[] = [];
  readonly #options: ReceiverOptions;
  readonly #keys = new Set<string>();
  readonly #restUntil = new Map<string, number>();
  readonly #toldAt = new Map<string, number>();
  readonly #sentAt = new Map<string, number[]>();

  constructor(options: ReceiverOptions) {
    this.#options = options;
    this.name = options.name;
    this.type = options.type;
  }

  senderOf(process: SimulatedProcess): Sender {
    return {
      send: (message, timeoutMs) => this.#send(process, message, timeoutMs),
      close: () => Promise.resolve(),
    };
  }

  #send(process: SimulatedProcess, message: Message, timeoutMs: DurationMs): Promise<SendOutcome> {
    const { time, latencyMs } = this.#options;
    this.#watch(process);
    return new Promise((resolve) => {
      time.after(timeoutMs, process, () =>
        resolve({ result: 'retry', reason: 'timeout', detail: `no answer in ${timeoutMs} ms` }),
      );
      time.after(latencyMs(), null, () => {
        const mood = this.#options.mood();
        const answer = this.#answer(mood, message);
        if (answer.result === 'ok' && this.#options.killsAfterTaking()) {
          process.kill();
          return this.#options.onKill(process);
        }
        if (mood === 'deaf' || mood === 'hanging') return;
        time.after(latencyMs() + (mood === 'slow' ? 4_000 : 0), process, () => {
          if (answer.result === 'retry-after') {
            this.#restUntil.set(process.name, time.now + answer.afterMs);
            this.#toldAt.set(process.name, time.now);
          }
          resolve(answer);
        });
      });
    });
  }

  #answer(mood: Mood, message: Message): SendOutcome {
    const known = this.#keys.has(message.idempotencyKey);
    switch (mood) {
      case 'failing':
        return { result: 'retry', reason: 'http-5xx', detail: 'HTTP 503' };
      case 'limiting': {
        const afterMs = this.#options.restMs() as DurationMs;
        return { result: 'retry-after', reason: 'rate-limited', detail: 'HTTP 429', afterMs };
      }
      case 'gone':
        return { result: 'gone', reason: 'not-found', detail: 'HTTP 404' };
      case 'hanging':
        return { result: 'retry', reason: 'timeout', detail: 'never said' };
      case 'fussy':
        if (!message.plain) return { result: 'rejected', reason: 'http-4xx', detail: 'HTTP 400' };
        break;
      case 'well':
      case 'deaf':
      case 'slow':
    }
    if (known && this.#options.knowsKeys) return { result: 'duplicate-ok', reference: null };
    this.#take(message);
    return { result: 'ok', reference: null };
  }

  #take({ idempotencyKey, event, grouped }: Message): void {
    this.#keys.add(idempotencyKey);
    const { key, alert } = event;
    this.ledger.push({
      at: this.#options.time.now,
      idempotencyKey,
      eventKey: key,
      alert,
      grouped,
    });
  }

  /** A process is held to what it was told, and to the published limits as far as it alone can keep them. */
  #watch(process: SimulatedProcess): void {
    const { now } = this.#options.time;
    const restUntil = this.#restUntil.get(process.name) ?? 0;
    const toldAgo = now - (this.#toldAt.get(process.name) ?? now);
    if (now < restUntil && toldAgo > CLAIMED_BEFORE_MS)
      this.misbehaviour.push(
        `I10: ${process.name} sent to ${this.name} ${Math.round(toldAgo)} ms after it was told to rest`,
      );
    const sentAt = this.#sentAt.get(process.name) ?? [];
    this.#sentAt.set(process.name, sentAt);
    sentAt.push(now);
    for (const { requests, perMs } of CHANNEL_PROFILES[this.type].limits) {
      const inWindow = sentAt.filter((at) => at > now - perMs).length;
      if (inWindow > requests)
        this.misbehaviour.push(
          `I10: ${process.name} sent ${inWindow} in ${perMs} ms to ${this.name}, ${requests} are allowed`,
        );
    }
  }
}
