/** Updates that fail: a migration, and a version that does not become healthy. What ran before goes on. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hammer } from './hammer.ts';
import type { Stack } from './stack.ts';

const DEPLOY_MS = 600_000;

export function failedUpdates(stack: Stack): void {
  const deploy = () => stack.run('./scripts/deploy.sh production', { timeoutMs: DEPLOY_MS });
  const image = () => stack.imageOf('api');

  it(
    'a migration that fails stops the update; the version before goes on',
    async () => {
      const psql = (text: string) =>
        stack.done(`docker exec forex_alert_postgres psql -U forex_user -d forex_alert_db -c "${text}"`);
      const before = await image();
      await psql("insert into schema_migrations (version, name, checksum) values (9999, 'of-tomorrow', 'x')");
      try {
        const { status, output } = await deploy();
        expect(output).toContain('9999 (of-tomorrow)');
        expect(output).toMatch(/^deploy: the migration failed and was undone by the database/m);
        expect(status).toBe(1);
      } finally {
        await psql('delete from schema_migrations where version = 9999');
      }
      expect(await image()).toBe(before);
      expect((await stack.get('/health/ready')).status).toBe(200);
    },
    DEPLOY_MS,
  );

  it(
    'a version that does not become healthy is rolled back, with the reason, and nobody notices',
    async () => {
      const cli = join(stack.folder, 'bin/fxalert.mjs');
      const sound = readFileSync(cli, 'utf8');
      const broken = "if (process.argv[2] === 'api') throw new Error('broken on purpose');\n";
      writeFileSync(cli, sound.replace(/^(#!.*\n)/, `$1${broken}`));
      const before = await image();
      const load = hammer(stack);
      const { status, output } = await deploy();
      const { failures } = await load.end();
      await stack.done('git checkout bin');
      expect(readFileSync(cli, 'utf8')).toBe(sound);
      expect(output).toMatch(/^deploy: version .* was rolled back; .* runs$/m);
      expect(output).toMatch(/did not become healthy: .*broken on purpose/);
      expect(status).toBe(1);
      expect(await image()).toBe(before);
      expect(failures).toEqual([]);
    },
    DEPLOY_MS,
  );
}
