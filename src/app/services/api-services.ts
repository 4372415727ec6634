/** Everything the API asks for, from the running engine and the stores. */
import type { Alert, AlertId } from '../../alerts/alert.ts';
import type { ApiServices, ReadinessCheck, TickIngest } from '../../api/services.ts';
import type { Scope } from '../../api/auth/api-key.ts';
import type { StreamHub } from '../../api/stream/stream-hub.ts';
import type { Dispatcher } from '../../channels/dispatcher.ts';
import type { CheckedCondition } from '../../conditions/resolved.ts';
import type { Feed } from '../../feeds/feed.ts';
import { PushFeed } from '../../feeds/push/push-feed.ts';
import { isMarketOpen } from '../../market/fx-time.ts';
import type { InstrumentTable } from '../../market/instruments.ts';
import type { Stores } from '../../storage/create-stores.ts';
import { StorageError } from '../../storage/storage-error.ts';
import type { SqlApiKeyStore } from '../../storage/api-key-store.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import type { FeedRunner } from '../feed-runner.ts';
import type { Outbound } from '../outbound.ts';
import type { Pipeline } from '../pipeline.ts';
import { systemClock } from '../system-clock.ts';
import { VERSION } from '../version.ts';
import { alertCommands } from './alert-commands.ts';
import { conditionDesk } from './condition-desk.ts';
import { channelTools } from './channel-tools.ts';
import { marketDesk } from './market-desk.ts';

interface ApiServicePorts {
  readonly stores: Stores;
  readonly instruments: InstrumentTable;
  readonly outbound: Outbound;
  readonly pipeline: Pipeline;
  readonly runner: FeedRunner;
  readonly feed: Feed;
  readonly hub: StreamHub;
  readonly metrics: Metrics;
  readonly dispatcher: Dispatcher;
  readonly checkAlert: (alert: Alert) => readonly CheckedCondition[];
  readonly stopping: () => boolean;
  readonly onAlert: (id: AlertId, status: string) => void;
}

export function apiServices(ports: ApiServicePorts): ApiServices {
  const { stores, pipeline, instruments, feed, outbound, dispatcher } = ports;
  const { engine } = pipeline;
  const { history, deliveries, channels } = stores;
  const flush = () => pipeline.flush();
  return {
    clock: systemClock,
    alerts: stores.alerts,
    commands: alertCommands({
      pipeline,
      alerts: stores.alerts,
      history,
      check: ports.checkAlert,
      onChanged: ports.onAlert,
    }),
    conditions: conditionDesk({ engine, history, instruments, flush }),
    events: stores.events,
    deliveries: {
      get: (id) => deliveries.get(id),
      attempts: (id) => deliveries.attempts(id),
      list: (query) => deliveries.list(query),
      ofEvents: (ids) => deliveries.ofEvents(ids),
      async redeliver(id) {
        const again = await deliveries.redeliver(id);
        if (again) dispatcher.wake();
        return again;
      },
    },
    channels: {
      get: (name) => channels.get(name),
      list: () => channels.list(),
      async save(channel) {
        await channels.save(channel);
        dispatcher.channelsChanged();
      },
      async remove(name) {
        const removed = await channels.remove(name);
        dispatcher.channelsChanged();
        return removed;
      },
    },
    channelTools: channelTools({ ...outbound, clock: systemClock }),
    market: marketDesk({
      engine,
      history,
      instruments,
      live: () => feed.instruments(),
      simulated: feed.simulated,
      flush,
    }),
    keys: stores.apiKeys as SqlApiKeyStore<Scope>,
    idempotency: stores.idempotency,
    ingest: ingestOf(feed),
    hub: ports.hub,
    operation: operation(ports),
    isUnavailable: (error) => error instanceof StorageError && error.code !== 'bad-cursor',
    isBadCursor: (error) => error instanceof StorageError && error.code === 'bad-cursor',
  };
}

function ingestOf(feed: Feed): TickIngest {
  return {
    push(batch) {
      if (!(feed instanceof PushFeed)) return { result: 'off' };
      const answer = feed.ingest(batch);
      if (answer.ok) {
        const { accepted, last_seq, rejected, flagged } = answer.value;
        return { result: 'accepted', accepted, lastSeq: last_seq, rejected, ...(flagged && { flagged }) };
      }
      const refusal = answer.error;
      return refusal.reason === 'seq-replay'
        ? { result: 'replayed', lastSeq: refusal.lastSeq }
        : { result: 'refused', message: refusal.message };
    },
  };
}

function operation(ports: ApiServicePorts): ApiServices['operation'] {
  const { pipeline, runner, stores, metrics } = ports;
  const { engine } = pipeline;
  return {
    async status() {
      const { marketTime } = engine;
      return {
        version: VERSION,
        feed: runner.status(),
        marketTime,
        marketOpen: marketTime !== null && isMarketOpen(marketTime),
        alertsArmed: engine.counters.armed,
        deliveries: await stores.deliveries.counts(),
        rejectedTicks: engine.counters.rejected,
      };
    },
    async readiness() {
      const feedStatus = runner.status();
      const checks: ReadinessCheck[] = [
        await databaseCheck(stores),
        pipeline.faulty
          ? {
              name: 'engine',
              ok: false,
              detail: 'the last batch could not be committed; it is tried again each second',
            }
          : { name: 'engine', ok: true, detail: `${engine.counters.armed} alerts armed` },
        {
          name: 'feed',
          // A feed that is away or closed is news for users, not a reason to take the API out of service.
          ok: true,
          detail: `${feedStatus.name}: ${feedStatus.state}${feedStatus.notice === null ? '' : ` (${feedStatus.notice})`}`,
        },
      ];
      return checks;
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
