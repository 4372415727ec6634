/**
 * The embedded product: one process with feed, engine, journal, dispatcher, API and page. Starting and recovering are one path:
 * open, migrate, last checkpoint, the log after it, the alerts as users left them, then the feed.
 */
import type { Logger } from 'pino';
import { Engine } from '../alerts/engine.ts';
import type { Market } from '../alerts/ports.ts';
import { createServer } from '../api/server.ts';
import { StreamHub } from '../api/stream/stream-hub.ts';
import type { Config } from '../config/config.ts';
import type { Feed } from '../feeds/feed.ts';
import { Random } from '../kernel/random.ts';
import { createMetrics } from '../telemetry/metrics.ts';
import { loadInstruments } from './commands/instruments.ts';
import { orBadInput } from './commands/output.ts';
import { backFill } from './back-fill.ts';
import { chooseFeed } from './choose-feed.ts';
import { conditionsOf } from './conditions-of.ts';
import { FeedRunner, type FeedStatus } from './feed-runner.ts';
import { firstStart } from './first-start.ts';
import { housekeeping } from './housekeeping.ts';
import { LiveStream } from './live-stream.ts';
import { openStores } from './open-stores.ts';
import { dispatchMetrics, openOutbound } from './outbound.ts';
import { Pipeline } from './pipeline.ts';
import { restoreEngine, settleAlerts } from './recovery.ts';
import { apiServices } from './services/api-services.ts';
import { systemClock } from './system-clock.ts';
import { VERSION } from './version.ts';

export interface Product {
  /** Where page and API answer. */
  readonly url: string;
  /** On the first start only. */
  readonly adminKey: string | null;
  readonly feed: FeedStatus;
  /** Resolves when a file feed has no more ticks and all of them are committed. */
  readonly feedEnded: Promise<void>;
  stop(): Promise<void>;
}

const STOP_DEADLINE_MS = 8_000;

export async function startProduct(config: Config, log: Logger): Promise<Product> {
  const instruments = await loadInstruments(config.INSTRUMENTS_FILE);
  const outbound = orBadInput(openOutbound(config, instruments));
  const { database, common, marketStores } = await openStores(config, log);
  const feed = await chooseFeed(config, { instruments, log, storesOf: marketStores });
  const market = marketOf(feed);
  const { journal, history } = marketStores(market);
  const adminKey = await firstStart(common);

  const restored = await restoreEngine({
    journal,
    history,
    instruments,
    simulated: feed.simulated,
    events: common.events,
    log,
  });
  const { engine } = restored;
  const metrics = createMetrics({
    feedAges: () => [{ feed: feed.name, seconds: (runner.status().ageMs ?? 0) / 1_000 }],
    alertsArmed: () => engine.counters.armed,
    deliveryCounts: () => common.deliveries.counts(),
    oldestPendingSeconds: async () => {
      const dueAt = await common.deliveries.nextDueAt();
      return dueAt === null ? 0 : Math.max(0, (systemClock.now() - dueAt) / 1_000);
    },
    streams: () => hub.size,
  });
  const hub = new StreamHub();

  const pipeline: Pipeline = new Pipeline({
    engine,
    journal,
    seq: restored.seq,
    simulated: feed.simulated,
    ownClock: feed.ownClock,
    feedPosition: () => feed.position(),
    onStep: (entry, result) => {
      if (entry.type === 'tick') {
        const outcome = result.rejected === null ? 'accepted' : 'rejected';
        metrics.ticks.inc({ feed: feed.name, instrument: entry.tick.instrument, outcome });
        if (result.rejected !== null) metrics.rejectedTicks.inc({ feed: feed.name, reason: result.rejected });
      }
      if (result.closed.length > 0) live.candles(result.closed);
      for (const { alert, status } of result.statuses) live.alert(alert, status);
    },
    onRecorded: (events) => {
      for (const { event } of events)
        metrics.alertsGenerated.inc({ kind: event.kind, severity: event.severity });
      dispatcher.wake();
      live
        .events(events)
        .catch((error: unknown) => log.error({ err: error }, 'events could not be shown live'));
    },
    onFault: (error) => log.error({ err: error }, 'the database refused a batch; trying again'),
  });
  const dispatcher = outbound.dispatcher(
    {
      deliveries: common.deliveries,
      channels: common.channels,
      random: new Random(systemClock.now()),
      metrics: dispatchMetrics(metrics),
      log: {
        warn: (message, fields) => log.warn(fields, message),
        error: (message, fields) => log.error(fields, message),
      },
      onChange: (delivery) => live.delivery(delivery),
      onChannelDisabled: ({ channel, reason }) => log.warn({ channel, reason }, 'channel disabled'),
    },
    feed.ownClock,
  );
  const runner: FeedRunner = new FeedRunner({
    feed,
    pipeline,
    clock: systemClock,
    onTick: (tick) => live.tick(tick),
    onRejected: ({ reason, text, line }) => {
      metrics.rejectedTicks.inc({ feed: feed.name, reason });
      log.warn({ feed: feed.name, reason, text, line }, 'frame rejected');
    },
    onState: ({ state, notice }) => log.info({ feed: feed.name, state, notice }, 'feed'),
  });

  let stopping = false;
  const checkAlert = conditionsOf(instruments);
  const services = apiServices({
    common,
    history,
    instruments,
    outbound,
    pipeline,
    runner,
    feed,
    hub,
    metrics,
    checkAlert,
    dispatcher,
    database,
    stopping: () => stopping,
    onAlert: (id, status) => live.alert(id, status),
  });
  const live: LiveStream = new LiveStream({ hub, market: services.market, deliveries: services.deliveries });

  await backFill({ feed, history, pipeline, log, isNew: restored.isNew });
  await settleAlerts({ pipeline, alerts: common.alerts, history, checkAlert });
  await pipeline.checkpoint();

  const server = createServer(services, {
    version: VERSION,
    bindAddress: config.HOST,
    openMetrics: config.OPEN_METRICS,
    publicHosts: config.PUBLIC_HOSTS,
    corsOrigins: [],
    trustedProxies: ['127.0.0.1', '::1'],
    pageRoot: new URL('./web/', import.meta.url).pathname,
    log,
    observeRequest: ({ method, route, status, seconds }) =>
      metrics.httpSeconds.observe({ method, route, status: String(status) }, seconds),
  });
  const url = await server.listen({ host: config.HOST, port: config.PORT });
  dispatcher.start();
  await runner.start();
  const keeping = housekeeping({ pipeline, journal, config, runner, services, live, log });

  return {
    url: url.replace('[::1]', 'localhost').replace('127.0.0.1', 'localhost'),
    adminKey,
    feed: runner.status(),
    feedEnded: feed.ended.then(() => pipeline.flush()),
    async stop() {
      stopping = true;
      keeping.stop();
      await runner.stop();
      await pipeline.close();
      await dispatcher.stop(STOP_DEADLINE_MS);
      hub.close();
      await server.close();
      await outbound.close();
      await database.close();
    },
  };
}

function marketOf(feed: Feed): Market {
  if (feed.simulated) return 'simulated';
  return feed.name === 'replay' ? 'replay' : 'live';
}
