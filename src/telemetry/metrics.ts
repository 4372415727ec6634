/**
 * Every metric of the product, in one registry: names, labels and buckets are a contract with dashboards and alert rules (monitoring/).
 * Labels are closed sets, so the number of series is bounded. Hot paths keep the child: `metrics.ticks.labels(feed, instrument, 'accepted')`
 * once, then `.inc()` for a few nanoseconds.
 */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { type MetricSources, observeSources } from './observe-sources.ts';

export type Metrics = ReturnType<typeof createMetrics>;

/** Seconds; the promises are p99 ≤ 250 ms from tick to event and ≤ 2 s to the first attempt. */
const LATENCY_BUCKETS = [0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2, 5, 10, 60, 600];
const HTTP_BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export function createMetrics(sources: MetricSources = {}) {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  observeSources(registry, sources);
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
      help: 'From the tick of an event (simulated: its recording) to the provider having taken its message; not for deliveries sent again by hand',
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
      help: 'Turns of scheduled jobs; outcome is done or failed',
      labelNames: ['job', 'outcome'] as const,
      buckets: [0.01, 0.1, 1, 10, 60, 600],
      registers,
    }),
    seriesCache: new Counter({
      name: 'fxalert_series_cache_total',
      help: 'Answers about candles and indicators: hit, miss, unkept (changed meanwhile, or too large), away (no Redis)',
      labelNames: ['outcome'] as const,
      registers,
    }),
    candlesMended: new Counter({
      name: 'fxalert_candles_mended_total',
      help: 'Stored candles that were missing or differed from those made of recorded ticks or of the history of the feed',
      labelNames: ['from', 'change'] as const,
      registers,
    }),
    backgroundJobSeconds: new Histogram({
      name: 'fxalert_background_job_duration_seconds',
      help: 'Work that users asked for; outcome is done, failed or cancelled',
      labelNames: ['kind', 'outcome'] as const,
      buckets: [0.1, 1, 10, 60, 600],
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
