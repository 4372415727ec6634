/** A dispatcher over stores in memory and senders that do what a test tells them, with everything it said kept. */
import type { AlertEvent } from '../../src/alerts/event.ts';
import type { ChannelDisabled, DispatcherOptions } from '../../src/channels/dispatch-ports.ts';
import { Dispatcher } from '../../src/channels/dispatcher.ts';
import type { CreateSender } from '../../src/channels/channel-lanes.ts';
import { ok } from '../../src/kernel/result.ts';
import { Random } from '../../src/kernel/random.ts';
import type { ChannelConfig, ChannelStore, Message } from '../../src/notify/channel.ts';
import type { Delivery, SendOutcome } from '../../src/notify/delivery.ts';
import { channelFixture, eventFixture, messagePorts } from './event-fixtures.ts';
import { MemoryDeliveryStore } from './memory-delivery-store.ts';
import { systemClock } from './system-clock.ts';

export type Behaviour = (message: Message, channel: string) => SendOutcome | Promise<SendOutcome>;

export const SENT: SendOutcome = { result: 'ok', reference: null };

export class MemoryChannelStore implements ChannelStore {
  readonly #channels = new Map<string, ChannelConfig>();

  constructor(channels: readonly ChannelConfig[]) {
    for (const channel of channels) this.#channels.set(channel.name, channel);
  }
  get(name: string) {
    return Promise.resolve(this.#channels.get(name) ?? null);
  }
  list() {
    return Promise.resolve([...this.#channels.values()]);
  }
  save(channel: ChannelConfig) {
    this.#channels.set(channel.name, channel);
    return Promise.resolve();
  }
  remove(name: string) {
    return Promise.resolve(this.#channels.delete(name));
  }
  disable(name: string, reason: string) {
    const channel = this.#channels.get(name);
    if (channel !== undefined)
      this.#channels.set(name, { ...channel, enabled: false, disabledReason: reason });
    return Promise.resolve();
  }
}

export interface Sending {
  readonly at: number;
  readonly channel: string;
  readonly message: Message;
  readonly outcome: SendOutcome | 'under way';
}

export interface HarnessOptions {
  readonly channels: readonly (Partial<ChannelConfig> & { readonly name: string })[];
  readonly behaviour?: Behaviour;
  readonly createSender?: CreateSender;
  readonly options?: Partial<DispatcherOptions>;
  readonly deliveries?: MemoryDeliveryStore;
}

let harnesses = 0;

export class DispatchHarness {
  readonly deliveries: MemoryDeliveryStore;
  readonly channels: MemoryChannelStore;
  readonly dispatcher: Dispatcher;
  readonly sendings: Sending[] = [];
  readonly changes: Delivery[] = [];
  readonly disabled: ChannelDisabled[] = [];
  readonly logged: string[] = [];
  readonly counted: Record<string, number> = {};
  readonly owner = `dispatcher-${++harnesses}`;
  behaviour: Behaviour;
  #firings = 0;

  constructor(harness: HarnessOptions) {
    this.deliveries = harness.deliveries ?? new MemoryDeliveryStore(() => systemClock.now());
    this.channels = new MemoryChannelStore(harness.channels.map((channel) => channelFixture(channel)));
    this.behaviour = harness.behaviour ?? (() => SENT);
    const count = (name: string): void => {
      this.counted[name] = (this.counted[name] ?? 0) + 1;
    };
    const log = (message: string): void => void this.logged.push(message);
    this.dispatcher = new Dispatcher(
      {
        owner: this.owner,
        deliveries: this.deliveries,
        channels: this.channels,
        createSender: harness.createSender ?? ((channel) => ok(this.sender(channel.name))),
        message: messagePorts,
        clock: systemClock,
        random: new Random(7),
        metrics: {
          attempted: ({ channelType, result, reason }) => count(`${channelType} ${result} ${reason}`),
          finished: (_type, status) => count(status),
          firstAttemptAfterMs: () => count('first attempt'),
          tookMs: () => count('took'),
          grouped: (channelType, events) => {
            this.counted[`${channelType} grouped`] = (this.counted[`${channelType} grouped`] ?? 0) + events;
          },
          leasesFreed: (freed) => {
            this.counted['freed'] = (this.counted['freed'] ?? 0) + freed;
          },
          leaseLost: () => count('lease lost'),
          storeFailed: (operation) => count(`store failed: ${operation}`),
        },
        log: { warn: log, error: log },
        onChange: (delivery) => void this.changes.push(delivery),
        onChannelDisabled: (notice) => void this.disabled.push(notice),
      },
      harness.options,
    );
  }

  /** The next firing of an alert, with its deliveries. */
  fire(alert: string, channels: readonly string[], changes: Partial<AlertEvent> = {}): AlertEvent {
    const event = eventFixture({
      at: systemClock.now(),
      ...changes,
      alert,
      key: `${alert}:1:${++this.#firings}`,
      channels,
    });
    this.deliveries.add(event);
    return event;
  }

  async statuses(): Promise<Readonly<Record<string, string>>> {
    const { items } = await this.deliveries.list({ limit: 10_000 });
    return Object.fromEntries(
      items.map(({ eventId, channel, status, reason }) => [
        `${eventId} ${channel}`,
        reason === null ? status : `${status} ${reason}`,
      ]),
    );
  }

  private sender(channel: string) {
    return {
      send: async (message: Message): Promise<SendOutcome> => {
        const index = this.sendings.length;
        const sending: Sending = { at: systemClock.now(), channel, message, outcome: 'under way' };
        this.sendings.push(sending);
        const outcome = await this.behaviour(message, channel);
        this.sendings[index] = { ...sending, outcome };
        return outcome;
      },
      close: () => Promise.resolve(),
    };
  }
}
