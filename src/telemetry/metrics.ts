/**
 * Every metric of the product, in one registry: names, labels and buckets are a contract with dashboards and alert rules (monitoring/).
 * Labels are closed sets, so the number of series is bounded. Hot paths keep the child: `metrics.ticks.labels(feed, instrument, 'accepted')`
 * once, then `.inc()` for a few nanoseconds.
 */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Values that are asked for when the metrics are read. Each may be added when its part exists; absent ones give no series. */
interface MetricSources {
  /** Seconds of wall time since the last tick of each feed. */
  readonly feedAges?: () => readonly { readonly feed: string; readonly seconds: number }[];
  /** Armed alerts in the engine. */
  readonly alertsArmed?: () => number;
  /** Age of the oldest delivery that is due and not sent; 0 when there is none. */
  readonly oldestPendingSeconds?: () => Promise<number>;
  readonly deliveryCounts?: () => Promise<Readonly<Record<string, number>>>;
  /** Null where there is no pool. */
  readonly databasePool?: () => Readonly<Record<'total' | 'idle' | 'waiting', number>> | null;
  readonly streams?: () => number;
}

export type Metrics = ReturnType<typeof createMetrics>;

/** Seconds; the promises are p99 ≤ 250 ms from tick to event and ≤ 2 s to the first attempt. */
const LATENCY_BUCKETS = [0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2, 5, 10, 60, 600];
const HTTP_BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export function createMetrics(sources: MetricSources = {}) {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  observe(registry, sources);
  return {
    registry,
    contentType: registry.contentType,
    text: () => registry.metrics(),
    httpSeconds: new Histogram({
      name: 'fxalert_http_request_duration_seconds',
      help: 'Time from request to answer, by pattern of the route',
      labelNames: ['method', 'route', 'status'] as const,
      buckets: HTTP_BUCKETS,
      registers,
    }),
    ticks: new Counter({
      name: 'fxalert_ticks_total',
      help: 'Ticks received; outcome is accepted or rejected',
      labelNames: ['feed', 'instrument', 'outcome'] as const,
      registers,
    }),
    rejectedTicks: new Counter({
      name: 'fxalert_ticks_rejected_total',
      help: 'Ticks and frames rejected, by reason',
      labelNames: ['feed', 'reason'] as const,
      registers,
    }),
    alertsGenerated: new Counter({
      name: 'fxalert_alerts_generated_total',
      help: 'Events recorded',
      labelNames: ['kind', 'severity'] as const,
      registers,
    }),
    tickToEventSeconds: new Histogram({
      name: 'fxalert_tick_to_event_seconds',
      help: 'From receiving a tick to its event committed',
      buckets: LATENCY_BUCKETS,
      registers,
    }),
    eventToAttemptSeconds: new Histogram({
      name: 'fxalert_event_to_attempt_seconds',
      help: 'From the event committed to the first attempt of a delivery',
      labelNames: ['channel_type'] as const,
      buckets: LATENCY_BUCKETS,
      registers,
    }),
    tickToDeliveredSeconds: new Histogram({
      name: 'fxalert_tick_to_delivered_seconds',
      help: 'From the tick of an event to the provider having taken its message; not for deliveries sent again by hand',
      labelNames: ['channel_type'] as const,
      buckets: LATENCY_BUCKETS,
      registers,
    }),
    deliveryAttempts: new Counter({
      name: 'fxalert_delivery_attempts_total',
      help: 'Attempts by outcome; reason is none for those that succeeded',
      labelNames: ['channel_type', 'result', 'reason'] as const,
      registers,
    }),
    deliveriesDead: new Counter({
      name: 'fxalert_deliveries_dead_total',
      help: 'Deliveries given up',
      labelNames: ['channel_type'] as const,
      registers,
    }),
    sendSeconds: new Histogram({
      name: 'fxalert_send_duration_seconds',
      help: 'How long a provider took to answer',
      labelNames: ['channel_type'] as const,
      buckets: LATENCY_BUCKETS,
      registers,
    }),
    leasesLost: new Counter({
      name: 'fxalert_delivery_leases_lost_total',
      help: 'Sendings whose result could not be recorded because the lease was gone',
      registers,
    }),
    eventsGrouped: new Counter({
      name: 'fxalert_events_grouped_total',
      help: 'Events sent together with others in one message',
      labelNames: ['channel_type'] as const,
      registers,
    }),
    leasesFreed: new Counter({
      name: 'fxalert_delivery_leases_freed_total',
      help: 'Deliveries taken back from dispatchers that are gone',
      registers,
    }),
    storeFailures: new Counter({
      name: 'fxalert_dispatch_store_failures_total',
      help: 'Operations of the dispatcher that the database refused',
      labelNames: ['operation'] as const,
      registers,
    }),
    jobSeconds: new Histogram({
      name: 'fxalert_job_duration_seconds',
      help: 'Turns of scheduled jobs and background jobs; outcome is done, failed or cancelled',
      labelNames: ['job', 'outcome'] as const,
      buckets: [0.01, 0.1, 1, 10, 60, 600],
      registers,
    }),
    jobDoneAt: new Gauge({
      name: 'fxalert_job_last_done_timestamp_seconds',
      help: 'When a scheduled job was last done by this process',
      labelNames: ['job'] as const,
      registers,
    }),
    canarySeenAt: new Gauge({
      name: 'fxalert_canary_last_seen_timestamp_seconds',
      help: 'When the canary alert last came back by the whole chain; 0 before the first',
      registers,
    }),
    canarySeconds: new Histogram({
      name: 'fxalert_canary_latency_seconds',
      help: "From recording the canary's event to receiving its message",
      buckets: LATENCY_BUCKETS,
      registers,
    }),
    canaryExpected: new Gauge({
      name: 'fxalert_canary_expected',
      help: '1 while the market is open and a canary has to come each minute',
      registers,
    }),
    streamsDropped: new Counter({
      name: 'fxalert_streams_dropped_total',
      help: 'Live streams ended by the server: too slow, too old, stopping',
      registers,
    }),
  };
}

/** Gauges that ask their source at the moment of reading. */
function observe(registry: Registry, sources: MetricSources): void {
  const registers = [registry];
  const { feedAges, alertsArmed, oldestPendingSeconds, deliveryCounts, databasePool, streams } = sources;
  // First of all: the gauges below ask the database, and would be seen here as waiting.
  if (databasePool !== undefined)
    new Gauge({
      name: 'fxalert_database_connections',
      help: 'Connections of the pool by state; waiting counts statements without one',
      labelNames: ['state'] as const,
      registers,
      collect() {
        for (const [state, count] of Object.entries(databasePool() ?? {})) this.set({ state }, count);
      },
    });
  if (feedAges !== undefined)
    new Gauge({
      name: 'fxalert_feed_last_tick_age_seconds',
      help: 'Wall time since the last tick of a feed',
      labelNames: ['feed'] as const,
      registers,
      collect() {
        for (const { feed, seconds } of feedAges()) this.set({ feed }, seconds);
      },
    });
  if (alertsArmed !== undefined)
    new Gauge({
      name: 'fxalert_alerts_armed',
      help: 'Alerts the engine evaluates',
      registers,
      collect() {
        this.set(alertsArmed());
      },
    });
  if (oldestPendingSeconds !== undefined)
    new Gauge({
      name: 'fxalert_delivery_oldest_pending_seconds',
      help: 'Age of the oldest delivery that is due',
      registers,
      async collect() {
        this.set(await oldestPendingSeconds().catch(unknownValue));
      },
    });
  if (deliveryCounts !== undefined)
    new Gauge({
      name: 'fxalert_deliveries',
      help: 'Deliveries by state',
      labelNames: ['status'] as const,
      registers,
      async collect() {
        this.reset();
        const counts = await deliveryCounts().catch(noCounts);
        for (const [status, count] of Object.entries(counts)) this.set({ status }, count);
      },
    });
  if (streams !== undefined)
    new Gauge({
      name: 'fxalert_streams_open',
      help: 'Open live streams',
      registers,
      collect() {
        this.set(streams());
      },
    });
}

/** The database is away: the other metrics must still be readable, just then. NaN is "no value" in Prometheus. */
function unknownValue(): number {
  return NaN;
}

function noCounts(): Readonly<Record<string, number>> {
  return {};
}
