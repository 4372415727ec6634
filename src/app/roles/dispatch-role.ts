/** Sends what is due. Any number may run: claims keep them apart. It needs no log, so it goes on sending while Redis is away. */
import type { Outbound } from '../outbound.ts';
import { dispatchMetrics } from '../outbound.ts';
import { Random } from '../../kernel/random.ts';
import type { Dispatcher } from '../../channels/dispatcher.ts';
import { sendHint } from '../../storage/hints.ts';
import { keepRunning, type Role, type RoleReadiness, untilAborted } from './role.ts';
import type { RoleContext } from './role-context.ts';
import { awaitTraits } from './await-traits.ts';

const STOP_DEADLINE_MS = 7_000;
/** Changes of deliveries are told to open pages together. */
const TELL_MS = 100;

export class DispatchRole implements Role {
  readonly name = 'dispatch';
  readonly #context: RoleContext;
  readonly #outbound: Outbound;
  #dispatcher: Dispatcher | null = null;
  readonly #changed = new Set<string>();

  constructor(context: RoleContext, outbound: Outbound) {
    this.#context = context;
    this.#outbound = outbound;
  }

  run(signal: AbortSignal): Promise<void> {
    return keepRunning((stop) => this.#dispatch(stop), { signal, log: this.#context.log, name: this.name });
  }

  readiness(): RoleReadiness {
    return this.#dispatcher === null
      ? { ok: false, detail: 'waits for the database' }
      : { ok: true, detail: 'claims and sends' };
  }

  wake(): void {
    this.#dispatcher?.wake();
  }

  channelsChanged(): void {
    this.#dispatcher?.channelsChanged();
  }

  openBreakers(): Readonly<Record<string, number>> {
    return this.#dispatcher?.openBreakers() ?? {};
  }

  async #dispatch(signal: AbortSignal): Promise<void> {
    const { stores, metrics, log, clock } = this.#context;
    const traits = await awaitTraits(this.#context, signal);
    if (traits === null) return;
    const dispatcher = this.#outbound.dispatcher(
      {
        deliveries: stores.deliveries,
        channels: stores.channels,
        random: new Random(clock.now()),
        metrics: dispatchMetrics(metrics),
        log: {
          warn: (message, fields) => log.warn(fields, message),
          error: (message, fields) => log.error(fields, message),
        },
        onChange: ({ id }) => this.#changed.add(id),
        onChannelDisabled: ({ channel, reason }) => log.warn({ channel, reason }, 'channel disabled'),
      },
      traits.ownClock,
    );
    const timer = setInterval(() => this.#tell(), TELL_MS);
    this.#dispatcher = dispatcher;
    dispatcher.start();
    try {
      await untilAborted(signal);
      await dispatcher.stop(STOP_DEADLINE_MS);
      this.#tell();
    } finally {
      this.#dispatcher = null;
      clearInterval(timer);
    }
  }

  #tell(): void {
    if (this.#changed.size === 0) return;
    const names = [...this.#changed];
    this.#changed.clear();
    const { database, log } = this.#context;
    sendHint(database, 'deliveries', names).catch((error: unknown) =>
      log.warn({ err: error }, 'a hint could not be sent; open pages see the change when they ask'),
    );
  }
}
