/** Restores: over a living database, and after everything was destroyed. What comes back agrees with itself. */
import { expect, it } from 'vitest';
import { dumpsOf, LONG_MS } from './dumps.ts';
import type { Stack } from './stack.ts';

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
    'a destroyed volume comes back from the backup',
    async () => {
      await stack.done('./scripts/backup.sh production');
      const file = newest('.sql.gz');
      const before = await sql('select count(*) from candles');
      expect(await stack.done('./scripts/emergency-stop.sh production --no-backup')).toMatch(
        /Everything of production is stopped/,
      );
      expect(await stack.done('docker ps -aq')).toBe('');
      await stack.done('docker volume rm forex_alert_postgres_data');
      await stack.done('docker-compose -f docker-compose.prod.yml up -d --wait postgres redis');
      expect((await restore(file)).status).toBe(0);
      expect(await stack.done('./scripts/staged-recovery.sh production')).toMatch(/production runs again/);
      const reconciled = await stack.run(
        'docker-compose -f docker-compose.prod.yml exec -T api node bin/fxalert.mjs reconcile',
      );
      expect([reconciled.status, reconciled.output]).toEqual([0, expect.stringMatching(/no difference$/m)]);
      expect(Number(await sql('select count(*) from candles'))).toBeGreaterThanOrEqual(Number(before));
      expect((await stack.get('/health/ready')).status).toBe(200);
    },
    LONG_MS,
  );
}
