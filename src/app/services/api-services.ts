/** Everything the API asks for, from a running engine and the stores. */
import type { Engine } from '../../alerts/engine.ts';
import type { AlertCommands, ApiServices, ReadinessCheck, TickIngest } from '../../api/services.ts';
import type { Scope } from '../../api/auth/api-key.ts';
import type { StreamHub } from '../../api/stream/stream-hub.ts';
import { isMarketOpen } from '../../market/fx-time.ts';
import type { InstrumentId } from '../../kernel/units.ts';
import type { InstrumentTable } from '../../market/instruments.ts';
import type { Stores } from '../../storage/create-stores.ts';
import { StorageError } from '../../storage/storage-error.ts';
import type { SqlApiKeyStore } from '../../storage/api-key-store.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import type { FeedStatus } from '../feed-runner.ts';
import type { Outbound } from '../outbound.ts';
import { systemClock } from '../system-clock.ts';
import { VERSION } from '../version.ts';
import { conditionDesk } from './condition-desk.ts';
import { channelTools } from './channel-tools.ts';
import { marketDesk, type SeriesAnswers } from './market-desk.ts';

interface ApiServicePorts {
  readonly stores: Stores;
  readonly instruments: InstrumentTable;
  readonly outbound: Outbound;
  readonly hub: StreamHub;
  readonly metrics: Metrics;
  /** The present of the market; another one after a start from a checkpoint. */
  readonly engine: () => Engine;
  readonly commands: AlertCommands;
  readonly ingest: TickIngest;
  readonly feedStatus: () => FeedStatus;
  readonly liveInstruments: () => readonly InstrumentId[];
  readonly engineCheck: () => ReadinessCheck;
  /** Brings storage up to the engine. */
  readonly flush: () => Promise<void>;
  /** A delivery may be due. */
  readonly wakeDispatcher: () => void;
  readonly channelsChanged: () => void;
  readonly cache: SeriesAnswers;
  readonly statistics: ApiServices['statistics'];
  readonly stopping: () => boolean;
}

export function apiServices(ports: ApiServicePorts): ApiServices {
  const { stores, instruments, outbound, engine, flush } = ports;
  const { history, deliveries, channels } = stores;
  return {
    clock: systemClock,
    alerts: stores.alerts,
    blindSpans: stores.blindSpans,
    commands: ports.commands,
    conditions: conditionDesk({ engine, history, instruments, flush }),
    events: stores.events,
    deliveries: {
      get: (id) => deliveries.get(id),
      attempts: (id) => deliveries.attempts(id),
      list: (query) => deliveries.list(query),
      ofEvents: (ids) => deliveries.ofEvents(ids),
      async redeliver(id) {
        const again = await deliveries.redeliver(id);
        if (again) ports.wakeDispatcher();
        return again;
      },
      async redeliverAll(query) {
        const count = await deliveries.redeliverAll(query);
        if (count > 0) ports.wakeDispatcher();
        return count;
      },
    },
    channels: {
      get: (name) => channels.get(name),
      list: () => channels.list(),
      async save(channel) {
        await channels.save(channel);
        ports.channelsChanged();
      },
      async remove(name) {
        const removed = await channels.remove(name);
        ports.channelsChanged();
        return removed;
      },
    },
    channelTools: channelTools({ ...outbound, clock: systemClock }),
    market: marketDesk({
      engine,
      history,
      instruments,
      live: ports.liveInstruments,
      simulated: () => ports.feedStatus().simulated,
      flush,
      cache: ports.cache,
    }),
    keys: stores.apiKeys as SqlApiKeyStore<Scope>,
    idempotency: stores.idempotency,
    ingest: ports.ingest,
    statistics: (span) => ports.statistics(span),
    jobs: stores.backgroundJobs,
    hub: ports.hub,
    operation: operation(ports),
    isUnavailable: (error) => error instanceof StorageError && error.code !== 'bad-cursor',
    isBadCursor: (error) => error instanceof StorageError && error.code === 'bad-cursor',
  };
}

function operation(ports: ApiServicePorts): ApiServices['operation'] {
  const { stores, metrics } = ports;
  return {
    async status() {
      const { marketTime, counters } = ports.engine();
      return {
        version: VERSION,
        feed: ports.feedStatus(),
        marketTime,
        marketOpen: marketTime !== null && isMarketOpen(marketTime),
        alertsArmed: counters.armed,
        deliveries: await stores.deliveries.counts(),
        rejectedTicks: counters.rejected,
      };
    },
    async readiness() {
      const { name, state, notice } = ports.feedStatus();
      return [
        await databaseCheck(stores),
        ports.engineCheck(),
        // A feed that is away or closed is news for users, not a reason to take the API out of service.
        { name: 'feed', ok: true, detail: `${name}: ${state}${notice === null ? '' : ` (${notice})`}` },
      ];
    },
    stopping: ports.stopping,
    metrics: async () => ({ contentType: metrics.contentType, text: await metrics.text() }),
  };
}

async function databaseCheck(stores: Stores): Promise<ReadinessCheck> {
  try {
    await stores.settings.get('market');
    return { name: 'database', ok: true, detail: 'answers' };
  } catch (error) {
    return { name: 'database', ok: false, detail: (error as Error).message };
  }
}
