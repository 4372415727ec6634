/**
 * The embedded product: one process with feed, engine, journal, dispatcher, API and page. Starting and recovering are one path:
 * open, migrate, last checkpoint, the log after it, the alerts as users left them, then the feed.
 */
import type { Logger } from 'pino';
import type { StepResult } from '../alerts/engine.ts';
import type { LogEntry } from '../alerts/log-entry.ts';
import type { StoredEvent } from '../alerts/ports.ts';
import type { ReadinessCheck } from '../api/services.ts';
import { StreamHub } from '../api/stream/stream-hub.ts';
import type { Dispatcher } from '../channels/dispatcher.ts';
import type { Config } from '../config/config.ts';
import type { Feed } from '../feeds/feed.ts';
import { Random } from '../kernel/random.ts';
import type { EpochMs, InstrumentId } from '../kernel/units.ts';
import type { InstrumentTable } from '../market/instruments.ts';
import { CANARY } from '../jobs/canary.ts';
import { statisticsOf } from '../storage/statistics.ts';
import { marketBeganAfter } from '../storage/wipe-market.ts';
import { type Metrics, createMetrics } from '../telemetry/metrics.ts';
import { backFill, backFillBeside } from './back-fill.ts';
import { noteBlindTime } from './blind-time.ts';
import { chooseFeed } from './choose-feed.ts';
import { loadInstruments } from './commands/instruments.ts';
import { apiServer, listen, refuseTakenPort } from './api-server.ts';
import { orBadInput } from './commands/output.ts';
import { conditionsOf } from './conditions-of.ts';
import { FeedRunner, type FeedStatus } from './feed-runner.ts';
import { firstStart } from './first-start.ts';
import { embeddedJobs } from './embedded-jobs.ts';
import { housekeeping } from './housekeeping.ts';
import { LiveStream } from './live-stream.ts';
import { type OpenStores, openStores } from './open-stores.ts';
import { type Outbound, dispatchMetrics, openOutbound } from './outbound.ts';
import { Pipeline } from './pipeline.ts';
import { type Restored, restoreEngine, settleAlerts } from './recovery.ts';
import { alertCommands } from './services/alert-commands.ts';
import { NOTHING_KEPT } from './services/market-desk.ts';
import { apiServices } from './services/api-services.ts';
import { ingestOf } from './services/ingest-of.ts';
import { inSeconds, silentSeconds } from './seen-by-metrics.ts';
import { systemClock } from './system-clock.ts';
import { standingHistory } from './warm-up.ts';
import { within } from './within.ts';

export interface Product {
  /** Where page and API answer. */
  readonly url: string;
  /** On the first start only. */
  readonly adminKey: string | null;
  readonly feed: FeedStatus;
  /** Resolves when a file feed has no more ticks and all of them are committed. */
  readonly feedEnded: Promise<void>;
  /** Resolves with the reason when the product cannot go on and must be started again. */
  readonly failed: Promise<unknown>;
  stop(): Promise<void>;
}

export async function startProduct(config: Config, log: Logger): Promise<Product> {
  await refuseTakenPort(config);
  const instruments = await loadInstruments(config.INSTRUMENTS_FILE);
  const outbound = orBadInput(openOutbound(config, instruments));
  const opened = await openStores(config, log);
  const { stores, database } = opened;
  try {
    const feed = await chooseFeed(config, {
      ...{ instruments, log, database, stores },
      lastSeq: async () => (await stores.journal.position()).seq,
      feedPosition: async () => (await stores.journal.position()).feedPosition,
    });
    const adminKey = await firstStart(stores);
    const beganAfter = await marketBeganAfter(database);
    const restored = await restoreEngine({
      ...stores,
      ...{ instruments, simulated: feed.simulated, beganAfter, log, clock: systemClock },
    });
    const parts = { config, log, instruments, outbound, opened, feed, restored };
    return await new RunningProduct(parts).start(adminKey);
  } catch (error) {
    await outbound.close();
    await database.close();
    throw error;
  }
}

interface ProductParts {
  readonly config: Config;
  readonly log: Logger;
  readonly instruments: InstrumentTable;
  readonly outbound: Outbound;
  readonly opened: OpenStores;
  readonly feed: Feed;
  readonly restored: Restored;
}

/** Of a stop, which takes less than ten seconds in all: for messages and requests under way, and then for what is not recorded yet. */
const DRAIN_MS = 5_000;
const RECORD_MS = 3_000;

/** The parts in their places, and the order in which they start and stop. */
class RunningProduct {
  readonly #parts: ProductParts;
  readonly #metrics: Metrics;
  readonly #hub: StreamHub;
  readonly #pipeline: Pipeline;
  readonly #dispatcher: Dispatcher;
  readonly #runner: FeedRunner;
  readonly #services: ReturnType<typeof apiServices>;
  readonly #live: LiveStream;
  readonly #background = new AbortController();
  #stopping = false;
  #fail: (reason: unknown) => void = () => undefined;
  readonly #failed = new Promise<unknown>((resolve) => (this.#fail = resolve));

  constructor(parts: ProductParts) {
    this.#parts = parts;
    const { feed, log, opened, outbound, restored, instruments } = parts;
    const { stores } = opened;
    const { engine } = restored;
    this.#metrics = createMetrics({
      databasePool: () => opened.database.connections(),
      feedAges: () => [{ feed: feed.name, seconds: silentSeconds(this.#runner.status().ageMs) }],
      instrumentAges: () => inSeconds(this.#runner.instrumentAges()),
      alertsArmed: () => engine.counters.armed,
      evaluations: () => engine.counters.evaluations,
      openBreakers: () => this.#dispatcher.openBreakers(),
      deliveryCounts: () => stores.deliveries.counts(),
      oldestPendingSeconds: async () => {
        const dueInMs = await stores.deliveries.nextDueInMs();
        return Math.max(0, -(dueInMs ?? 0) / 1_000);
      },
      streams: () => this.#hub.size,
    });
    this.#hub = new StreamHub({ onDropped: () => this.#metrics.streamsDropped.inc() });
    this.#pipeline = new Pipeline({
      engine,
      journal: stores.journal,
      seq: restored.seq,
      simulated: feed.simulated,
      ownClock: feed.ownClock,
      feedPosition: () => feed.position(),
      onStep: (entry, result) => this.#stepped(entry, result),
      onRecorded: (events) => this.#recorded(events),
      onFault: (error) =>
        log.error({ err: error }, 'the database refused a batch; it is tried again each second'),
      onFatal: (error) => this.#fail(error),
    });
    this.#dispatcher = outbound.dispatcher(
      {
        deliveries: stores.deliveries,
        channels: stores.channels,
        random: new Random(systemClock.now()),
        metrics: dispatchMetrics(this.#metrics),
        log: {
          warn: (message, fields) => log.warn(fields, message),
          error: (message, fields) => log.error(fields, message),
        },
        onChange: (delivery) => this.#live.delivery(delivery),
        onChannelDisabled: ({ channel, reason }) => log.warn({ channel, reason }, 'channel disabled'),
      },
      feed.ownClock,
    );
    this.#runner = new FeedRunner({
      feed,
      target: this.#pipeline,
      clock: systemClock,
      onTick: (tick) => this.#live.tick(tick),
      onRejected: ({ reason, text, line }) => {
        this.#metrics.rejectedTicks.inc({ feed: feed.name, reason });
        log.warn({ feed: feed.name, reason, text, line }, 'frame rejected');
      },
      onState: ({ state, notice }) => log.info({ feed: feed.name, state, notice }, 'feed'),
    });
    this.#services = apiServices({
      stores,
      instruments,
      outbound,
      hub: this.#hub,
      metrics: this.#metrics,
      engine: () => engine,
      commands: alertCommands({
        pipeline: this.#pipeline,
        alerts: stores.alerts,
        history: stores.history,
        check: conditionsOf(instruments),
        onChanged: (id, status) => this.#live.alert(id, status),
      }),
      ingest: ingestOf(feed),
      feedStatus: () => this.#runner.status(),
      liveInstruments: () => feed.instruments(),
      engineCheck: () => engineCheck(this.#pipeline),
      flush: () => this.#pipeline.flush(),
      wakeDispatcher: () => this.#dispatcher.wake(),
      channelsChanged: () => this.#dispatcher.channelsChanged(),
      cache: NOTHING_KEPT,
      statistics: (span) => statisticsOf(opened.database, { ...span, except: [CANARY] }),
      stopping: () => this.#stopping,
    });
    this.#live = new LiveStream({
      hub: this.#hub,
      market: this.#services.market,
      deliveries: this.#services.deliveries,
      engine: () => engine,
      simulated: () => feed.simulated,
    });
  }

  async start(adminKey: string | null): Promise<Product> {
    const { feed, log, opened, restored, config, instruments } = this.#parts;
    const { stores, database } = opened;
    const pipeline = this.#pipeline;
    const tell = async (names: readonly InstrumentId[], now: EpochMs): Promise<void> => {
      for (const entry of await standingHistory(names, stores.history, now)) pipeline.append(entry);
    };
    const filling = { feed, history: stores.history, tell, log, isNew: restored.isNew };
    if (!feed.ownClock) await noteBlindTime(systemClock.now(), stores);
    await backFill({ ...filling, now: systemClock.now() });
    const settled = await settleAlerts({
      pipeline,
      alerts: stores.alerts,
      history: stores.history,
      checkAlert: conditionsOf(instruments),
      clock: systemClock,
    });
    // With a million alerts it takes ten seconds: only for what no log has.
    if (settled > 0 || !restored.isFromCheckpoint) await pipeline.checkpoint({ hurried: true });

    const server = apiServer(this.#services, { config, log, metrics: this.#metrics });
    const url = await listen(server, config);
    // The embedded database has one owner, so whoever held these leases is gone.
    if (config.DATABASE_URL === undefined) await stores.deliveries.dropLeases();
    this.#dispatcher.start();
    await this.#runner.start().catch(async (error: unknown) => {
      await this.#dispatcher.stop(DRAIN_MS);
      await server.close();
      throw error;
    });
    void backFillBeside({ ...filling, now: systemClock.now() }, this.#background.signal);
    const keeping = housekeeping({
      pipeline,
      operation: this.#services.operation,
      live: this.#live,
      log,
    });
    const { commands, operation } = this.#services;
    const jobs = embeddedJobs(
      {
        ...{ database, stores, config, log, commands, instruments, metrics: this.#metrics },
        clock: systemClock,
        createSender: this.#parts.outbound.createSender,
        source: () =>
          Promise.resolve({
            ...{ name: feed.name, simulated: feed.simulated, instruments: feed.instruments() },
            history: (request) => feed.history(request),
          }),
        readiness: () => operation.readiness(),
      },
      this.#background.signal,
    );
    return {
      url,
      adminKey,
      feed: this.#runner.status(),
      feedEnded: feed.ended.then(() => pipeline.flush()),
      failed: this.#failed,
      stop: async () => {
        this.#stopping = true;
        this.#background.abort();
        keeping.stop();
        this.#hub.close();
        // Edits under way need the pipeline: it ends after the server.
        const drained = within(Promise.all([this.#runner.stop(), server.close()]), DRAIN_MS);
        await Promise.all([jobs, this.#dispatcher.stop(DRAIN_MS), drained.then(() => this.#endPipeline())]);
        await this.#parts.outbound.close();
        await database.close();
      },
    };
  }

  async #endPipeline(): Promise<void> {
    const { log } = this.#parts;
    try {
      if (await this.#pipeline.end(RECORD_MS)) return;
      log.warn('the last moments are not recorded: the database did not take them in time');
    } catch (error) {
      log.warn({ err: error }, 'the last moments are not recorded');
    }
  }

  #stepped(entry: LogEntry, result: StepResult): void {
    const feed = this.#parts.feed.name;
    if (entry.type === 'tick') {
      const outcome = result.rejected === null ? 'accepted' : 'rejected';
      this.#metrics.ticks.inc({ feed, instrument: entry.tick.instrument, outcome });
      if (result.rejected !== null) this.#metrics.rejectedTicks.inc({ feed, reason: result.rejected });
    }
    if (result.closed.length > 0) this.#live.candles(result.closed);
    for (const { alert, status } of result.statuses) this.#live.alert(alert, status);
    for (const { alert, reason } of result.problems)
      this.#parts.log.warn({ alert, reason }, 'alert cannot be armed');
  }

  #recorded(events: readonly StoredEvent[]): void {
    for (const { event, recordedAt } of events) {
      this.#metrics.alertsGenerated.inc({ kind: event.kind, severity: event.severity });
      // On a clock of its own market time says nothing about how long it took.
      if (!this.#parts.feed.ownClock)
        this.#metrics.tickToEventSeconds.observe((recordedAt - event.at) / 1_000);
    }
    this.#dispatcher.wake();
    this.#live.events(events).catch((error: unknown) => {
      this.#parts.log.error({ err: error }, 'events could not be shown live');
    });
  }
}

function engineCheck(pipeline: Pipeline): ReadinessCheck {
  return pipeline.faulty
    ? {
        name: 'engine',
        ok: false,
        detail: 'the last batch could not be committed; it is tried again each second',
      }
    : { name: 'engine', ok: true, detail: `${pipeline.engine.counters.armed} alerts armed` };
}
