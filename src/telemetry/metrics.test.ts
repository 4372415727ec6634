import { describe, expect, it } from 'vitest';
import { createMetrics } from './metrics.ts';

describe('the metrics', () => {
  it('have every name that dashboards and alert rules use', async () => {
    const metrics = createMetrics({
      feedAges: () => [{ feed: 'gmo', seconds: 1.5 }],
      instrumentAges: () => [{ instrument: 'EURUSD', seconds: 2 }],
      logLags: () => [{ reader: 'record', seconds: 0.5 }],
      engine: () => ({ shard: '1/2', isFollowing: true, shards: 2, wanted: 3 }),
      evaluations: () => 12,
      openBreakers: () => ({ webhook: 1 }),
      alertsArmed: () => 3,
      oldestPendingSeconds: () => Promise.resolve(0.25),
      deliveryCounts: () => Promise.resolve({ pending: 1, dead: 2 }),
      databasePool: () => ({ total: 5, idle: 4, waiting: 0 }),
      streams: () => 2,
    });
    metrics.httpSeconds.observe({ method: 'GET', route: '/api/v1/alerts', status: 200 }, 0.004);
    metrics.ticks.inc({ feed: 'gmo', instrument: 'EURUSD', outcome: 'accepted' });
    metrics.rejectedTicks.inc({ feed: 'gmo', reason: 'crossed' });
    metrics.alertsGenerated.inc({ kind: 'fired', severity: 'high' });
    metrics.tickToEventSeconds.observe(0.02);
    metrics.eventToAttemptSeconds.observe({ channel_type: 'webhook' }, 0.1);
    metrics.deliveryAttempts.inc({ channel_type: 'webhook', result: 'ok', reason: 'none' });
    metrics.deliveriesDead.inc({ channel_type: 'webhook' });
    metrics.streamsDropped.inc();
    const text = await metrics.text();
    for (const sample of [
      'fxalert_http_request_duration_seconds_count{method="GET",route="/api/v1/alerts",status="200"} 1',
      'fxalert_ticks_total{feed="gmo",instrument="EURUSD",outcome="accepted"} 1',
      'fxalert_ticks_rejected_total{feed="gmo",reason="crossed"} 1',
      'fxalert_alerts_generated_total{kind="fired",severity="high"} 1',
      'fxalert_tick_to_event_seconds_count 1',
      'fxalert_event_to_attempt_seconds_count{channel_type="webhook"} 1',
      'fxalert_delivery_attempts_total{channel_type="webhook",result="ok",reason="none"} 1',
      'fxalert_deliveries_dead_total{channel_type="webhook"} 1',
      'fxalert_streams_dropped_total 1',
      'fxalert_feed_last_tick_age_seconds{feed="gmo"} 1.5',
      'fxalert_instrument_last_tick_age_seconds{instrument="EURUSD"} 2',
      'fxalert_log_lag_seconds{reader="record"} 0.5',
      'fxalert_engine_following{shard="1/2"} 1',
      'fxalert_shards 2',
      'fxalert_shard_engines_wanted 3',
      'fxalert_evaluations_total 12',
      'fxalert_breakers_open{channel_type="webhook"} 1',
      'fxalert_alerts_armed 3',
      'fxalert_delivery_oldest_pending_seconds 0.25',
      'fxalert_deliveries{status="dead"} 2',
      'fxalert_database_connections{state="idle"} 4',
      'fxalert_streams_open 2',
    ])
      expect(text).toContain(`\n${sample}\n`);
    for (const name of [
      'process_resident_memory_bytes',
      'process_cpu_seconds_total',
      'nodejs_eventloop_lag_p99_seconds',
    ])
      expect(text).toContain(`\n${name} `);
  });

  it('can be read while the database is away: its gauges have no value then', async () => {
    const away = () => Promise.reject(new Error('away'));
    const text = await createMetrics({
      oldestPendingSeconds: away,
      deliveryCounts: away,
      alertsArmed: () => 3,
    }).text();
    expect(text).toContain('fxalert_delivery_oldest_pending_seconds Nan');
    expect(text).toContain('fxalert_alerts_armed 3');
    expect(text).not.toMatch(/^fxalert_deliveries\{/m);
  });

  it('forget a series that its source no longer names', async () => {
    let channels: Record<string, number> = { webhook: 1 };
    const metrics = createMetrics({ openBreakers: () => channels });
    expect(await metrics.text()).toContain('fxalert_breakers_open{channel_type="webhook"} 1');
    channels = {};
    expect(await metrics.text()).not.toContain('fxalert_breakers_open{');
  });

  it('of two instances do not meet', async () => {
    const [one, other] = [createMetrics(), createMetrics()];
    one.streamsDropped.inc();
    expect(await other.text()).toContain('fxalert_streams_dropped_total 0');
  });
});
