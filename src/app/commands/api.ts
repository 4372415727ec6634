/** `fxalert api`: API and page as a process of its own, until a signal. It listens before its servers answer, and says 503 until then. */
import type { Logger } from 'pino';
import { StreamHub } from '../../api/stream/stream-hub.ts';
import type { Config } from '../../config/config.ts';
import { HintReceiver, sendHint } from '../../storage/hints.ts';
import { CANARY } from '../../jobs/canary.ts';
import { candleGeneration } from '../../storage/candle-generation.ts';
import { SeriesCache } from '../../storage/redis/series-cache.ts';
import { statisticsOf } from '../../storage/statistics.ts';
import { createMetrics } from '../../telemetry/metrics.ts';
import { apiServer, listen, refuseTakenPort } from '../api-server.ts';
import { firstStart } from '../first-start.ts';
import { LiveStream } from '../live-stream.ts';
import { openOutbound } from '../outbound.ts';
import { MarketRole } from '../roles/market-role.ts';
import { forwardTicks } from '../roles/pushed-ticks.ts';
import { QueuedCommands } from '../roles/queued-commands.ts';
import { connectServers, roleContext, RoleRunner } from '../roles/role-process.ts';
import { lagsOf, silentSeconds } from '../seen-by-metrics.ts';
import { apiServices } from '../services/api-services.ts';
import { systemClock } from '../system-clock.ts';
import { orBadInput, say } from './output.ts';
import { readRoleConfig, type RoleFlags } from './role-config.ts';
import { untilStopped } from './until-stopped.ts';

const STATUS_MS = 2_000;

export async function api(flags: RoleFlags): Promise<number> {
  const { config, log } = readRoleConfig(flags, 'api');
  return untilStopped(await startApi(config, log), log);
}

async function startApi(config: Config, log: Logger) {
  await refuseTakenPort(config);
  const servers = connectServers(config, 'api');
  const hub: StreamHub = new StreamHub({ onDropped: () => metrics.streamsDropped.inc() });
  const metrics = createMetrics({
    feedAges: () => {
      const { name, ageMs } = market.feedStatus();
      return [{ feed: name, seconds: silentSeconds(ageMs) }];
    },
    logLags: () => lagsOf([{ name: 'api', lagMs: market.lagMs }]),
    alertsArmed: () => market.engine.counters.armed,
    databasePool: () => servers.database.connections(),
    deliveryCounts: () => stores.deliveries.counts(),
    oldestPendingSeconds: async () => {
      const dueInMs = await stores.deliveries.nextDueInMs();
      return Math.max(0, -(dueInMs ?? 0) / 1_000);
    },
    streams: () => hub.size,
  });
  const context = await roleContext(servers, { config, log, metrics });
  const { stores, database, instruments } = context;
  const outbound = orBadInput(openOutbound(config, instruments));
  const hint = (topic: 'edits' | 'channels' | 'events'): Promise<void> => sendHint(database, topic);
  const hintSoon = (topic: 'channels' | 'events'): void => {
    hint(topic).catch((error: unknown) => log.warn({ err: error }, 'a hint could not be sent'));
  };
  const market: MarketRole = new MarketRole(context, ({ entry }, { rejected, late, closed, statuses }) => {
    if (entry.type === 'tick' && rejected === null && !late) live.tick(entry.tick);
    if (closed.length > 0) live.candles(closed);
    for (const { alert, status } of statuses) live.alert(alert, status);
  });
  const commands = new QueuedCommands({
    queue: stores.edits,
    hint: () => hint('edits'),
    onChanged: (id, status) => live.alert(id, status),
  });
  const runner = new RoleRunner(context, [market]);
  const known = apiServices({
    ...{ stores, instruments, outbound, hub, metrics, commands },
    engine: () => market.engine,
    ingest: forwardTicks(context, stores.settings),
    feedStatus: () => market.feedStatus(),
    liveInstruments: () => market.liveInstruments,
    engineCheck: () => ({ name: 'engine', ...market.readiness() }),
    flush: () => market.recorded(),
    wakeDispatcher: () => hintSoon('events'),
    channelsChanged: () => hintSoon('channels'),
    cache: new SeriesCache({
      redis: servers.redis.commands,
      generation: (source) => candleGeneration(database, source),
      now: () => systemClock.monotonicMs(),
      counted: (outcome) => metrics.seriesCache.inc({ outcome }),
    }),
    statistics: (span) => statisticsOf(database, { ...span, except: [CANARY] }),
    stopping: () => runner.signal.aborted,
  });
  // Before the schema is there, no error of the database is a bug.
  const services = {
    ...known,
    isUnavailable: (error: unknown) => !runner.isPrepared || known.isUnavailable(error),
  };
  const live: LiveStream = new LiveStream({
    hub,
    market: services.market,
    deliveries: services.deliveries,
    engine: () => market.engine,
    simulated: () => market.feedStatus().simulated,
  });
  const hints = new HintReceiver(servers.databaseUrl, {
    answers: () => commands.answered(),
    events: (ids) => void showEvents(ids),
    deliveries: (ids) => void showDeliveries(ids),
  });
  const showEvents = async (ids: readonly string[]): Promise<void> => {
    if (hub.size === 0) return;
    try {
      const found = await Promise.all(ids.map((id) => stores.events.get(id)));
      await live.events(found.filter((event) => event !== null));
    } catch (error) {
      log.warn({ err: error }, 'events could not be shown live');
    }
  };
  const showDeliveries = async (ids: readonly string[]): Promise<void> => {
    if (hub.size === 0) return;
    try {
      for (const delivery of await Promise.all(ids.map((id) => stores.deliveries.get(id))))
        if (delivery !== null) live.delivery(delivery);
    } catch (error) {
      log.warn({ err: error }, 'deliveries could not be shown live');
    }
  };
  const status = setInterval(() => {
    if (hub.size > 0)
      services.operation.status().then(
        (now) => live.status(now),
        (error: unknown) => log.warn({ err: error }, 'the state of the system could not be shown live'),
      );
  }, STATUS_MS);

  const server = apiServer(services, { config, log, metrics });
  const url = await listen(server, config);
  say(`  API: ${url}/docs · stop with Ctrl+C`);
  const failed = runner.start(async () => {
    hints.start();
    const adminKey = config.SHOW_FIRST_KEY ? await firstStart(stores) : null;
    if (adminKey !== null) say(`  This is the first start. Your admin key, shown once:\n    ${adminKey}`);
  });
  return {
    failed,
    async stop() {
      clearInterval(status);
      const roles = runner.stop();
      hub.close();
      await server.close();
      await roles;
      await hints.close();
      await outbound.close();
      await servers.close();
    },
  };
}
