/** The embedded product's own parts, joined as src/app/product.ts joins them, in one process of a simulation. */
import { pino } from 'pino';
import type { AlertCommands } from '../../../src/api/services.ts';
import { conditionsOf } from '../../../src/app/conditions-of.ts';
import { FeedRunner } from '../../../src/app/feed-runner.ts';
import { Pipeline } from '../../../src/app/pipeline.ts';
import { restoreEngine, settleAlerts } from '../../../src/app/recovery.ts';
import { alertCommands } from '../../../src/app/services/alert-commands.ts';
import type { DispatcherPorts } from '../../../src/channels/dispatch-ports.ts';
import { Dispatcher } from '../../../src/channels/dispatcher.ts';
import { ok } from '../../../src/kernel/result.ts';
import { Random } from '../../../src/kernel/random.ts';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../../../src/market/instruments.ts';
import { messagePorts } from '../../support/event-fixtures.ts';
import { EURUSD, USDJPY } from './scenario.ts';
import type { DatabaseLink } from './database-link.ts';
import { type Arrival, SimulatedFeed } from './simulated-feed.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import type { SimulatedReceiver } from './simulated-receiver.ts';
import { simulatedStores } from './simulated-stores.ts';
import type { SimulatedTables } from './simulated-tables.ts';
import type { SimulatedTime } from './simulated-time.ts';

export const INSTRUMENTS = instrumentTable(BUILT_IN_INSTRUMENTS);
const CHECKPOINT_MS = 30_000;
const STOP_DEADLINE_MS = 8_000;
const silent = pino({ level: 'silent' });
const nothing = (): void => undefined;

export interface Surroundings {
  readonly time: SimulatedTime;
  readonly process: SimulatedProcess;
  readonly tables: SimulatedTables;
  readonly link: DatabaseLink;
  readonly receivers: ReadonlyMap<string, SimulatedReceiver>;
  readonly seed: number;
}

export interface MarketOfProduct {
  readonly mode: 'stored' | 'live';
  readonly arrivals: readonly Arrival[];
  /** Nobody else claims deliveries. */
  readonly isOnlyOwner: boolean;
}

export class SimulatedProduct {
  readonly commands: AlertCommands;
  readonly #pipeline: Pipeline;
  readonly #dispatcher: Dispatcher;
  readonly #runner: FeedRunner;
  #keeping: NodeJS.Timeout | undefined;

  /** Rejects when the database does not answer: then the real one ends, and whoever supervises it starts it again. */
  static async start(around: Surroundings, market: MarketOfProduct): Promise<SimulatedProduct> {
    const { time, process, tables, link } = around;
    const stores = simulatedStores(tables, link);
    const { feedPosition } = await stores.journal.position();
    const feed = new SimulatedFeed({
      ...{ time, process, position: feedPosition, instruments: [EURUSD, USDJPY] },
      ...{ mode: market.mode, arrivals: market.arrivals },
    });
    const check = conditionsOf(INSTRUMENTS);
    const { engine, seq } = await restoreEngine({
      ...stores,
      ...{ instruments: INSTRUMENTS, simulated: false, beganAfter: 0, log: silent, clock: process.clock },
    });
    const dispatcher = newDispatcher(around, stores, !feed.ownClock);
    const pipeline = new Pipeline({
      ...{ engine, seq, journal: stores.journal, simulated: false, ownClock: feed.ownClock },
      feedPosition: () => feed.position(),
      onStep: nothing,
      onRecorded: () => dispatcher.wake(),
      onFault: nothing,
      onFatal: nothing,
    });
    const runner = new FeedRunner({
      ...{
        feed,
        target: pipeline,
        clock: process.clock,
        onTick: nothing,
        onRejected: nothing,
        onState: nothing,
      },
    });
    await settleAlerts({
      ...{ pipeline, alerts: stores.alerts, history: stores.history },
      ...{ checkAlert: check, clock: process.clock },
    });
    await pipeline.checkpoint();
    if (market.isOnlyOwner) await stores.dropLeases();
    const commands = alertCommands({
      ...{ pipeline, alerts: stores.alerts, history: stores.history, check },
      onChanged: nothing,
    });
    const product = new SimulatedProduct({ commands, pipeline, dispatcher, runner });
    dispatcher.start();
    await runner.start();
    // One that the end overtakes is not written: the log covers it.
    product.#keeping = setInterval(() => void pipeline.checkpoint().catch(nothing), CHECKPOINT_MS);
    return product;
  }

  private constructor(parts: {
    readonly commands: AlertCommands;
    readonly pipeline: Pipeline;
    readonly dispatcher: Dispatcher;
    readonly runner: FeedRunner;
  }) {
    this.commands = parts.commands;
    this.#pipeline = parts.pipeline;
    this.#dispatcher = parts.dispatcher;
    this.#runner = parts.runner;
  }

  get isFull(): boolean {
    return this.#pipeline.isFull;
  }

  async stop(): Promise<void> {
    clearInterval(this.#keeping);
    await this.#runner.stop();
    await this.#pipeline.end(STOP_DEADLINE_MS);
    await this.#dispatcher.stop(STOP_DEADLINE_MS);
  }
}

/** A process that only sends. */
export function startDispatcher(around: Surroundings, marketTimeIsWallTime: boolean): Dispatcher {
  const dispatcher = newDispatcher(around, simulatedStores(around.tables, around.link), marketTimeIsWallTime);
  dispatcher.start();
  return dispatcher;
}

function newDispatcher(
  { process, receivers, seed }: Surroundings,
  stores: Pick<DispatcherPorts, 'deliveries' | 'channels'>,
  marketTimeIsWallTime: boolean,
): Dispatcher {
  return new Dispatcher(
    {
      owner: process.name,
      deliveries: stores.deliveries,
      channels: stores.channels,
      createSender: ({ name }) => ok(receivers.get(name)!.senderOf(process)),
      message: messagePorts,
      clock: process.clock,
      random: new Random(seed),
      metrics: {
        ...{ attempted: nothing, finished: nothing, firstAttemptAfterMs: nothing },
        ...{
          tookMs: nothing,
          deliveredAfterMs: nothing,
          leaseLost: nothing,
          storeFailed: nothing,
          grouped: nothing,
          leasesFreed: nothing,
        },
      },
      log: { warn: nothing, error: nothing },
      onChange: nothing,
      onChannelDisabled: nothing,
    },
    { marketTimeIsWallTime },
  );
}
