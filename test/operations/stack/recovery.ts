/** Restores: over a living database, and after everything was destroyed. What comes back agrees with itself. */
import { expect, it } from 'vitest';
import { dumpsOf, LONG_MS } from './dumps.ts';
import type { Stack } from './stack.ts';

const COMPOSE = 'docker-compose -f docker-compose.prod.yml';

export function recovery(stack: Stack): void {
  const { newest, sql, restore } = dumpsOf(stack);

  it(
    'what was deleted is back after a restore, the database before is kept, and the product runs',
    async () => {
      await sql("insert into settings (key, value) values ('proof', '1')");
      await stack.done('./scripts/backup.sh production');
      await sql("delete from settings where key = 'proof'");
      const { status, output } = await restore(newest('.sql.gz'), '--discard-newer');
      expect(output).toMatch(/reconcile … +\d/);
      expect(output).toMatch(/^Restored .*; the database before is kept as forex_alert_db_before_/m);
      expect(status).toBe(0);
      expect(await sql("select value from settings where key = 'proof'")).toBe('1');
      await stack.healthy('forex_alert_nginx');
      expect((await stack.get('/health/ready')).status).toBe(200);
      const kept = /forex_alert_db_before_\w+/.exec(output)?.[0] ?? '';
      await stack.done(`docker exec forex_alert_postgres dropdb -U forex_user ${kept}`);
    },
    LONG_MS,
  );

  it(
    'a restore ends before it begins when Redis does not start, and the runbook mends that',
    async () => {
      const oid = "select oid from pg_database where datname = 'forex_alert_db'";
      const before = await sql(oid);
      await stack.done(
        `docker exec forex_alert_redis sh -c 'echo nonsense > /data/appendonlydir/appendonly.aof.manifest' && docker restart -t 1 forex_alert_redis`,
      );
      const { status, output } = await stack.run(
        `./scripts/restore.sh production ${newest('.sql.gz')} --yes --discard-newer`,
        { env: { WAIT_SECONDS: '10' } },
      );
      expect(output).toMatch(
        /^restore: Redis does not answer, .*redis-down\.md mends it; nothing was changed$/m,
      );
      expect(status).toBe(1);
      expect(await sql(oid)).toBe(before);
      await stack.done(
        `${COMPOSE} rm -sf redis && docker volume rm forex_alert_redis_data && ${COMPOSE} up -d redis`,
      );
      await stack.healthy('forex_alert_redis');
      await expect
        .poll(async () => (await stack.get('/health/ready')).status, { timeout: 60_000, interval: 500 })
        .toBe(200);
    },
    LONG_MS,
  );

  it(
    'a destroyed volume comes back from a dump made by hand',
    async () => {
      // Made by hand, it grants something to the exporter, whom the new volume does not know.
      const file = 'backups/by-hand.sql';
      await stack.done(`docker exec forex_alert_postgres pg_dump -U forex_user forex_alert_db > ${file}`);
      const before = await sql('select count(*) from candles');
      expect(await stack.done('./scripts/emergency-stop.sh production --no-backup')).toMatch(
        /Everything of production is stopped/,
      );
      expect(await stack.done('docker ps -aq')).toBe('');
      // As docs/runbooks/database-down.md says for damaged data.
      await stack.done(
        'docker run --rm --user 0 --entrypoint tar -v forex_alert_postgres_data:/from:ro -v "$PWD/backups:/to" postgres:15-bookworm -czf /to/damaged-volume.tar.gz -C /from .',
      );
      expect(await stack.done('tar -tzf backups/damaged-volume.tar.gz')).toMatch(/^\.\/PG_VERSION$/m);
      await stack.done('rm backups/damaged-volume.tar.gz && docker volume rm forex_alert_postgres_data');
      await stack.done(`${COMPOSE} up -d --wait postgres redis`);
      expect((await restore(file)).status).toBe(0);
      expect(await stack.done('./scripts/staged-recovery.sh production')).toMatch(/production runs again/);
      const reconciled = await stack.run(`${COMPOSE} exec -T api node bin/fxalert.mjs reconcile`);
      expect([reconciled.status, reconciled.output]).toEqual([0, expect.stringMatching(/no difference$/m)]);
      expect(Number(await sql('select count(*) from candles'))).toBeGreaterThanOrEqual(Number(before));
      expect((await stack.get('/health/ready')).status).toBe(200);
    },
    LONG_MS,
  );
}
