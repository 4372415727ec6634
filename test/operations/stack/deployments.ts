/** First deployment, update under load, and how the containers run. */
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { dumpsOf } from './dumps.ts';
import { hammer } from './hammer.ts';
import type { Stack } from './stack.ts';

const COMPOSE = 'docker-compose -f docker-compose.prod.yml';
const DEPLOY_MS = 600_000;

export function deployments(stack: Stack): void {
  const deploy = () => stack.run('./scripts/deploy.sh production', { timeoutMs: DEPLOY_MS });
  const image = () => stack.imageOf('api');

  it(
    'brings everything up healthy from a fresh clone and says each step with its time',
    async () => {
      const { status, output } = await deploy();
      expect(output).toMatch(/^Deploying production with version/m);
      for (const step of [
        'build the image',
        'migrate the database',
        'start nginx',
        'smoke test through nginx',
        'first backup',
      ])
        expect(output).toMatch(new RegExp(`${step} … +\\d+\\.\\d s`));
      const key = /^Your admin key, shown once: (fxa_\S+) /m.exec(output)?.[1] ?? 'none';
      expect((await stack.get('/api/v1/alerts', { authorization: `Bearer ${key}` })).status).toBe(200);
      expect(await stack.done(`${COMPOSE} logs; cat logs/*/*.log`)).not.toContain(key);
      expect(output).toMatch(/^Version .* runs: https:\/\/fx\.example\.com/m);
      expect(status).toBe(0);
      const states = await stack.done("docker ps -a --format '{{.Names}} {{.Status}}'");
      expect(states.trim().split('\n')).toHaveLength(13);
      expect(states).not.toMatch(/unhealthy|Restarting|Exited/);
    },
    DEPLOY_MS,
  );

  it('reads the history of its market; of two instruments it stays here, so that the dumps to come are small', async () => {
    const { sql } = dumpsOf(stack);
    await expect
      .poll(() => sql("select value from settings where key = 'history-of'"), {
        timeout: 150_000,
        interval: 1_000,
      })
      .toContain('simulated');
    expect(Number(await sql('select count(*) from candles'))).toBeGreaterThan(400_000);
    await sql(
      `lock table candles; create table kept as select * from candles where instrument in ('EURUSD', 'USDJPY');
       truncate candles; insert into candles select * from kept; drop table kept`,
    );
    expect(Number(await sql('select count(*) from candles'))).toBeGreaterThan(40_000);
  });

  it(
    'a second run updates without one failed request',
    async () => {
      appendFileSync(join(stack.folder, 'config/instruments.yaml'), '\n# another version\n');
      const before = await image();
      const load = hammer(stack);
      const { status, output } = await deploy();
      const { statuses, failures } = await load.end();
      expect(output).toMatch(/^Updating production/m);
      expect(output).not.toContain('fxa_');
      expect(output).toMatch(/backup before the update … +\d/);
      expect(status).toBe(0);
      expect(await image()).not.toBe(before);
      expect(failures).toEqual([]);
      expect(Object.keys(statuses)).toEqual(['200']);
      expect(statuses['200']).toBeGreaterThan(100);
    },
    DEPLOY_MS,
  );

  it('containers run without root, without capabilities, on a read-only root, within limits', async () => {
    const ids = (await stack.done(`${COMPOSE} ps -q`)).trim().split('\n').join(' ');
    const containers = JSON.parse(await stack.done(`docker inspect ${ids}`)) as readonly Inspected[];
    expect(containers).toHaveLength(13);
    for (const { Name, Config, HostConfig } of containers) {
      expect([Name, /^[1-9]\d*:\d+$/.test(Config.User)]).toEqual([Name, true]);
      expect([Name, HostConfig.ReadonlyRootfs]).toEqual([Name, true]);
      expect([Name, HostConfig.CapDrop]).toEqual([Name, ['ALL']]);
      expect([Name, HostConfig.SecurityOpt]).toEqual([Name, ['no-new-privileges:true']]);
      expect([Name, HostConfig.Memory > 0 && HostConfig.NanoCpus > 0]).toEqual([Name, true]);
      expect([Name, HostConfig.MemoryReservation > 0]).toEqual([Name, true]);
    }
    const api = containers.find(({ Name }) => Name.includes('-api-'));
    expect(api?.HostConfig).toMatchObject({
      Memory: 2 * 1024 ** 3,
      MemoryReservation: 1024 ** 3,
      NanoCpus: 1e9,
    });
  });

  it('a secret is in no image and in no list of processes', async () => {
    const secrets = [
      ...readFileSync(join(stack.folder, '.env.production'), 'utf8').matchAll(/_PASSWORD=(\w+)/g),
    ].map(([, value]) => value ?? '');
    expect(secrets).toHaveLength(4);
    const seen = `${await stack.done('docker history --no-trunc fxalert:production')}${await stack.done('ps axww -o args')}`;
    expect(secrets.filter((secret) => seen.includes(secret))).toEqual([]);
  });

  it('the exporter of the database may read statistics and nothing else', async () => {
    const password = (await stack.done("sed -n 's/^MONITOR_PASSWORD=//p' .env.production")).trim();
    const { status, output } = await stack.run(
      `docker exec -e PGPASSWORD=${password} forex_alert_postgres psql -h 127.0.0.1 -U forex_monitor -d forex_alert_db -c 'select * from api_keys'`,
    );
    expect(output).toContain('permission denied');
    expect(status).toBe(1);
  });
}

interface Inspected {
  readonly Name: string;
  readonly Config: { readonly User: string };
  readonly HostConfig: {
    readonly ReadonlyRootfs: boolean;
    readonly CapDrop: readonly string[];
    readonly SecurityOpt: readonly string[];
    readonly Memory: number;
    readonly MemoryReservation: number;
    readonly NanoCpus: number;
  };
}
