/** Every target is scraped, every panel of every dashboard has data, no alert fires on a healthy system. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Site } from './site.ts';

interface Dashboard {
  readonly title: string;
  readonly panels: readonly Panel[];
}
interface Panel {
  readonly title: string;
  readonly type: string;
  readonly description?: string;
  readonly links?: readonly { readonly url: string }[];
  readonly targets?: readonly { readonly expr: string }[];
  readonly fieldConfig?: { readonly defaults?: { readonly unit?: string } };
}

export function measurements(site: Site): void {
  const ask = async (path: string): Promise<unknown> => {
    const answer = await fetch(`http://127.0.0.1:${site.ports.prometheus}/api/v1/${path}`);
    expect([path, answer.status]).toEqual([path, 200]);
    return ((await answer.json()) as { data: unknown }).data;
  };

  it('every scrape target is up', async () => {
    const targets = async () => {
      const { activeTargets } = (await ask('targets')) as {
        activeTargets: { labels: { job: string }; health: string; lastError: string }[];
      };
      return activeTargets
        .map(({ labels, health, lastError }) => `${labels.job} ${health} ${lastError}`.trim())
        .sort();
    };
    const jobs = [
      'alertmanager',
      'api',
      'nginx',
      'node',
      'postgres',
      'prometheus',
      'redis',
      'scheduler',
      'worker',
    ];
    await expect.poll(targets, { timeout: 60_000, interval: 1_000 }).toEqual(jobs.map((job) => `${job} up`));
  }, 90_000);

  /** So that the counters of firings and deliveries have something to count. */
  it('counts an alert that fired and was delivered', async () => {
    const key = await site.newKey();
    const created = await site.post('/api/v1/alerts', key, {
      name: 'proof of the dashboards',
      when: 'mid > 0',
      onArm: 'fire',
      instruments: ['EURUSD'],
      channels: ['console'],
    });
    expect([created.status, await created.text()]).toEqual([
      201,
      expect.stringContaining('proof of the dashboards'),
    ]);
    // A rate needs two measurements.
    const rate = encodeURIComponent('rate(fxalert_delivery_attempts_total[1m])');
    await expect
      .poll(async () => ((await ask(`query?query=${rate}`)) as { result: unknown[] }).result.length, {
        timeout: 80_000,
        interval: 1_000,
      })
      .toBeGreaterThan(0);
  }, 90_000);

  it('every panel of the four dashboards has a unit, a description, a runbook that exists, and data', async () => {
    const folder = join(site.folder, 'monitoring/grafana/dashboards');
    const dashboards = readdirSync(folder).map(
      (name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Dashboard,
    );
    expect(dashboards.map(({ title }) => title).sort()).toEqual(
      ['アラート統計', 'システム概要', 'データベース監視', 'パフォーマンス分析'].sort(),
    );
    const faults: string[] = [];
    const queries: (readonly [panel: string, query: string])[] = [];
    for (const { title, panels } of dashboards) {
      expect(panels.length).toBeGreaterThan(4);
      for (const panel of panels) {
        const name = `${title} / ${panel.title}`;
        if (panel.fieldConfig?.defaults?.unit === undefined) faults.push(`${name}: no unit`);
        if ((panel.description ?? '').length < 20) faults.push(`${name}: no description`);
        const runbook = /^\/public\/(runbooks\/[a-z-]+\.md)$/.exec(panel.links?.[0]?.url ?? '')?.[1];
        if (runbook === undefined) faults.push(`${name}: no runbook`);
        else readFileSync(join(site.folder, 'docs', runbook));
        for (const { expr } of panel.targets ?? [])
          queries.push([name, expr.replaceAll('$__rate_interval', '1m').replaceAll('$__range', '1h')]);
      }
    }
    expect(faults).toEqual([]);
    const isEmpty = async (query: string) => {
      const { result } = (await ask(`query?query=${encodeURIComponent(query)}`)) as { result: unknown[] };
      return result.length === 0;
    };
    const withoutData = async () => {
      const empty = await Promise.all(queries.map(([, query]) => isEmpty(query)));
      return queries.filter((_, index) => empty[index]);
    };
    // The jobs of each minute have two turns by then, and a rate needs two measurements.
    await expect.poll(withoutData, { timeout: 150_000, interval: 2_000 }).toEqual([]);
  }, 180_000);

  const allRules = async () => {
    const { groups } = (await ask('rules')) as {
      groups: {
        rules: { name: string; type: string; state?: string; health: string; lastError?: string }[];
      }[];
    };
    return groups.flatMap((group) => group.rules);
  };

  it('no alert is left firing on a healthy system, and all rules are loaded', async () => {
    const rules = await allRules();
    expect(rules.filter(({ type }) => type === 'alerting').length).toBeGreaterThan(15);
    expect(rules.filter(({ health }) => health !== 'ok')).toEqual([]);
    // A version was just broken on purpose, and requests were slow meanwhile: what that set off has to end by itself.
    const firing = async () =>
      (await allRules()).filter(({ state }) => state === 'firing').map(({ name }) => name);
    await expect.poll(firing, { timeout: 400_000, interval: 2_000 }).toEqual([]);
  }, 420_000);
}
