/** Dashboards and rules name metrics that exist, and every metric of ours is on one of them or is left out on purpose. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createMetrics } from '../../src/telemetry/metrics.ts';

const DASHBOARDS = 'monitoring/grafana/dashboards';
const RULES = 'monitoring/prometheus/rules';
const OURS = /\b(?:fxalert|process|nodejs)_[a-z0-9_]+/g;

/** On no panel and in no rule: for a closer look by hand, in Prometheus. */
const NOT_SHOWN: Readonly<Record<string, string>> = {
  fxalert_delivery_leases_lost_total: 'explains a message that came twice',
  fxalert_delivery_leases_freed_total: 'explains deliveries that moved to another dispatcher',
  fxalert_events_grouped_total: 'explains fewer messages than events',
  fxalert_series_cache_total: 'explains how fast charts and indicators answer',
  fxalert_dispatch_store_failures_total: 'the database is shown by itself',
};

const textsOf = (folder: string) =>
  readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
const base = (name: string) => name.replace(/_(bucket|count|sum)$/, '');

async function existing(): Promise<ReadonlySet<string>> {
  const metrics = createMetrics({
    feedAges: () => [],
    instrumentAges: () => [],
    logLags: () => [],
    engine: () => ({ shard: '0/1', isFollowing: true, shards: 1, wanted: 1 }),
    evaluations: () => 0,
    openBreakers: () => ({}),
    alertsArmed: () => 0,
    oldestPendingSeconds: () => Promise.resolve(0),
    deliveryCounts: () => Promise.resolve({}),
    databasePool: () => ({ total: 0, idle: 0, waiting: 0 }),
    streams: () => 0,
  });
  return new Set((await metrics.registry.getMetricsAsJSON()).map(({ name }) => name));
}

describe('the metrics in monitoring/', () => {
  const named = new Set(
    [...textsOf(DASHBOARDS), ...textsOf(RULES)].flatMap((text) => text.match(OURS) ?? []),
  );

  it('are those of the product, or of the script for the host', async () => {
    const known = await existing();
    const ofHost = new Set(
      readFileSync('scripts/operating-metrics.sh', 'utf8').match(/\bfxalert_[a-z_]+/g) ?? [],
    );
    expect(named.size).toBeGreaterThan(15);
    const unknown = [...named].filter(
      (name) => !known.has(name) && !known.has(base(name)) && !ofHost.has(name),
    );
    expect(unknown).toEqual([]);
  });

  it('show each of ours, but for those that are left out with a reason', async () => {
    const shown = new Set([...named].flatMap((name) => [name, base(name)]));
    const ours = [...(await existing())].filter((name) => name.startsWith('fxalert_'));
    expect(ours.length).toBeGreaterThan(20);
    expect(ours.filter((name) => !shown.has(name) && NOT_SHOWN[name] === undefined)).toEqual([]);
    expect(Object.keys(NOT_SHOWN).filter((name) => !ours.includes(name))).toEqual([]);
  });
});

describe('every panel', () => {
  it('says in Japanese, then in English, what it shows', () => {
    const panels = textsOf(DASHBOARDS).flatMap(
      (text) => (JSON.parse(text) as { panels: { title: string; description: string }[] }).panels,
    );
    expect(panels.length).toBeGreaterThan(40);
    const faults = panels.filter(({ description }) => !/。\n\n[A-Za-z][ -~]+[.?]$/.test(description));
    expect(faults.map(({ title }) => title)).toEqual([]);
  });
});

describe('a pool without connections to tell of', () => {
  it('gives no series, so no rule sees a false zero', async () => {
    const text = await createMetrics({ databasePool: () => null }).text();
    expect(text).not.toMatch(/^fxalert_database_connections\{/m);
    expect(await createMetrics({ databasePool: () => ({ total: 3, idle: 1, waiting: 3 }) }).text()).toMatch(
      /^fxalert_database_connections\{state="waiting"\} 3$/m,
    );
  });
});
