/**
 * Metrics whose values are asked for at the moment of reading, from whoever has them. A source that is absent gives no series, and one that
 * cannot answer just then gives no value, so that no rule takes ignorance for a good or a bad figure.
 */
import { Counter, Gauge, type Registry } from 'prom-client';

/** Each may be added when its part exists. */
export interface MetricSources {
  /** Seconds of wall time since the last tick of each feed. */
  readonly feedAges?: () => readonly { readonly feed: string; readonly seconds: number }[];
  /** The same for each instrument of the feed that this process leads; none where it leads none. */
  readonly instrumentAges?: () => readonly { readonly instrument: string; readonly seconds: number }[];
  /** How long ago each reader of the log had taken all there was. */
  readonly logLags?: () => readonly { readonly reader: string; readonly seconds: number }[];
  /** The engine of this process. */
  readonly engine?: () => EngineSeen;
  /** Armed alerts in the engine. */
  readonly alertsArmed?: () => number;
  /** Conditions that were evaluated since the start. */
  readonly evaluations?: () => number;
  /** Channels that are left alone because they do not answer, by type. */
  readonly openBreakers?: () => Readonly<Record<string, number>>;
  /** Age of the oldest delivery that is due and not sent; 0 when there is none. */
  readonly oldestPendingSeconds?: () => Promise<number>;
  readonly deliveryCounts?: () => Promise<Readonly<Record<string, number>>>;
  /** Null where there is no pool. */
  readonly databasePool?: () => Readonly<Record<'total' | 'idle' | 'waiting', number>> | null;
  readonly streams?: () => number;
}

interface EngineSeen {
  /** `0/2` */
  readonly shard: string;
  readonly isFollowing: boolean;
  /** How many shards there are. */
  readonly shards: number;
  /** How many engines each shard is meant to have. */
  readonly wanted: number;
}

export function observeSources(registry: Registry, sources: MetricSources): void {
  // First of all: the gauges below ask the database, and would be seen here as waiting.
  observePool(registry, sources);
  observeMarket(registry, sources);
  observeEngine(registry, sources);
  observeDelivery(registry, sources);
  const { streams } = sources;
  if (streams !== undefined)
    gauge(registry, ['fxalert_streams_open', 'Open live streams'], (self) => self.set(streams()));
}

function observePool(registry: Registry, { databasePool }: MetricSources): void {
  if (databasePool === undefined) return;
  const what = 'Connections of the pool by state; waiting counts statements without one';
  labelled(registry, ['fxalert_database_connections', what], 'state', () =>
    Object.entries(databasePool() ?? {}),
  );
}

function observeMarket(registry: Registry, { feedAges, instrumentAges, logLags }: MetricSources): void {
  if (feedAges !== undefined)
    labelled(
      registry,
      ['fxalert_feed_last_tick_age_seconds', 'Wall time since the last tick of a feed'],
      'feed',
      () => feedAges().map(({ feed, seconds }) => [feed, seconds]),
    );
  if (instrumentAges !== undefined)
    labelled(
      registry,
      ['fxalert_instrument_last_tick_age_seconds', 'Wall time since the last tick of an instrument'],
      'instrument',
      () => instrumentAges().map(({ instrument, seconds }) => [instrument, seconds]),
    );
  if (logLags !== undefined)
    labelled(
      registry,
      ['fxalert_log_lag_seconds', 'How long ago a reader of the log had taken all there was'],
      'reader',
      () => logLags().map(({ reader, seconds }) => [reader, seconds]),
    );
}

function observeEngine(registry: Registry, { engine, alertsArmed, evaluations }: MetricSources): void {
  if (engine !== undefined) {
    const following = '1 while an engine of this shard follows the log, 0 while it starts';
    labelled(registry, ['fxalert_engine_following', following], 'shard', () => {
      const { shard, isFollowing } = engine();
      return [[shard, Number(isFollowing)]];
    });
    gauge(registry, ['fxalert_shards', 'Into how many shards the alerts are divided'], (self) =>
      self.set(engine().shards),
    );
    gauge(registry, ['fxalert_shard_engines_wanted', 'Engines that each shard should have'], (self) =>
      self.set(engine().wanted),
    );
  }
  if (alertsArmed !== undefined)
    gauge(registry, ['fxalert_alerts_armed', 'Alerts the engine evaluates'], (self) =>
      self.set(alertsArmed()),
    );
  if (evaluations !== undefined)
    new Counter({
      name: 'fxalert_evaluations_total',
      help: 'Conditions evaluated; levels that no price reached are not looked at',
      registers: [registry],
      collect() {
        this.reset();
        this.inc(evaluations());
      },
    });
}

function observeDelivery(
  registry: Registry,
  { openBreakers, oldestPendingSeconds, deliveryCounts }: MetricSources,
): void {
  if (openBreakers !== undefined)
    labelled(
      registry,
      ['fxalert_breakers_open', 'Channels left alone because they do not answer'],
      'channel_type',
      () => Object.entries(openBreakers()),
    );
  if (oldestPendingSeconds !== undefined)
    gauge(
      registry,
      ['fxalert_delivery_oldest_pending_seconds', 'Age of the oldest delivery that is due'],
      // The database is away: the other metrics must still be readable, just then. NaN is "no value" in Prometheus.
      async (self) => self.set(await oldestPendingSeconds().catch(() => NaN)),
    );
  if (deliveryCounts !== undefined)
    labelled(registry, ['fxalert_deliveries', 'Deliveries by state'], 'status', async () =>
      Object.entries(await deliveryCounts().catch(() => ({}))),
    );
}

type NameAndHelp = readonly [name: string, help: string];
type Series = readonly (readonly [label: string, value: number])[];

function gauge(
  registry: Registry,
  [name, help]: NameAndHelp,
  collect: (self: Gauge) => Promise<void> | void,
): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      return collect(this);
    },
  });
}

/** Only the series that there are now: one that went away does not keep its last value. */
function labelled(
  registry: Registry,
  [name, help]: NameAndHelp,
  label: string,
  read: () => Promise<Series> | Series,
): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    labelNames: [label],
    async collect() {
      const series = await read();
      this.reset();
      for (const [value, figure] of series) this.set({ [label]: value }, figure);
    },
  });
}
