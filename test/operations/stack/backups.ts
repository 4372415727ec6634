/** Backup, drill, and the dumps that a restore refuses. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { dumpsOf, LONG_MS } from './dumps.ts';
import type { Stack } from './stack.ts';

export function backups(stack: Stack): void {
  const { newest, sql, restore } = dumpsOf(stack);
  /** A dump without its candles and prices, where those are not the question: they are nearly all of it. */
  const small = (file: string) =>
    `gzip -dc ${file} | awk '/^COPY public[.](candles|ticks|technical_indicators)/ { print; leaves = 1; next } leaves && $0 == "\\\\." { leaves = 0 } !leaves'`;
  /** Refused in one sentence that says so, and the live database is the same one as before. */
  const refused = async (file: string, sentence: RegExp) => {
    const oid = "select oid from pg_database where datname = 'forex_alert_db'";
    const before = await sql(oid);
    const { status, output } = await restore(file);
    expect(output).toMatch(sentence);
    expect(output).toMatch(/nothing was changed$/m);
    expect(status).toBe(1);
    expect(await sql(oid)).toBe(before);
    expect(await sql("select count(*) from pg_database where datname like 'forex_alert_db%'")).toBe('1');
  };

  it('a backup is complete, readable by its owner only, with checksum and metric', async () => {
    expect(await stack.done('./scripts/backup.sh production')).toMatch(
      /^backups\/production-\d{8}_\d{6}\.sql\.gz: /,
    );
    const file = join(stack.folder, newest('.sql.gz'));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await stack.done(`cd backups && sha256sum -c ${newest('.sql.gz').slice(8)}.sha256`);
    expect(await stack.done('cat monitoring/textfile/operating.prom')).toMatch(
      /^fxalert_backup_last_success_timestamp_seconds 1\d{9}$/m,
    );
  });

  it(
    'the drill takes the newest, finds every row in a scratch database, and leaves nothing behind; an encrypted one opens with its passphrase alone',
    async () => {
      stack.set('BACKUP_PASSPHRASE', 'a-passphrase-0123456789');
      await stack.done('./scripts/backup.sh production');
      const file = newest('.enc');
      expect(await stack.done(`head -c 8 ${file}`)).toBe('Salted__');
      expect(await stack.done('./scripts/restore-drill.sh production')).toContain(
        `Drill passed: ${file} restores whole`,
      );
      expect(await sql("select count(*) from pg_database where datname like 'forex_alert_db%'")).toBe('1');
      stack.set('BACKUP_PASSPHRASE', 'another-passphrase-0123');
      await refused(file, /is not complete .*or the passphrase is another/);
      stack.set('BACKUP_PASSPHRASE', '');
      await stack.done(`rm ${file} ${file}.sha256`);
    },
    LONG_MS,
  );

  it(
    'a truncated dump, one that was changed, one of another version, of another program, of a later product: each is refused',
    async () => {
      const good = newest('.sql.gz');
      await stack.done(`head -c $(($(stat -c %s ${good}) / 2)) ${good} > backups/cut.sql.gz`);
      await refused('backups/cut.sql.gz', /is not complete/);
      await stack.done(
        `cp ${good} backups/changed.sql.gz && echo '0000  changed.sql.gz' > backups/changed.sql.gz.sha256`,
      );
      await refused('backups/changed.sql.gz', /does not agree with its checksum/);
      await stack.done(
        `gzip -dc ${good} | sed 's/^-- Dumped from database version .*/-- Dumped from database version 99.1/' > backups/v99.sql`,
      );
      await refused('backups/v99.sql', /comes from PostgreSQL 99, this server is 15/);
      await stack.done(
        `docker exec forex_alert_postgres createdb -U forex_user other && docker exec forex_alert_postgres pg_dump -U forex_user other > backups/other.sql && docker exec forex_alert_postgres dropdb -U forex_user other`,
      );
      await refused('backups/other.sql', /is of another program/);
      await stack.done(
        `${small(good)} | awk '{ print } /^COPY public.schema_migrations/ { print "9999\\tof-tomorrow\\tx\\t2030-01-01" }' > backups/later.sql`,
      );
      await refused('backups/later.sql', /the product refuses the dump: .*9999 \(of-tomorrow\)/);
      await stack.done(
        'rm backups/cut.sql.gz backups/changed.sql.gz* backups/v99.sql backups/other.sql backups/later.sql',
      );
    },
    LONG_MS,
  );

  it(
    'a restore over newer data is refused until that is said',
    async () => {
      const file = 'backups/small.sql';
      await stack.done(`${small(newest('.sql.gz'))} > ${file}`);
      await sql("insert into alert_edits (seq, alert, at) values (0, 'none', now() + interval '1 minute')");
      await refused(file, /the database has data until .* the dump only until/);
      await sql("delete from alert_edits where alert = 'none'");
      await stack.done(`rm ${file}`);
    },
    LONG_MS,
  );

  it('the configuration is archived with the certificate, for its owner only', async () => {
    const output = await stack.done('./scripts/backup-config.sh production');
    const archive = /backups\/config_backup_\S+\.tar\.gz/.exec(output)?.[0] ?? '';
    const names = await stack.done(`tar -tzf ${archive}`);
    for (const name of [
      '.env.production',
      'config/instruments.yaml',
      'nginx/nginx.conf',
      'nginx/ssl/key.pem',
      'monitoring/prometheus/prometheus.yml',
    ])
      expect(names.split('\n')).toContain(name);
    expect(statSync(join(stack.folder, archive)).mode & 0o777).toBe(0o600);
  });

  it('logs rotate: compressed, and nginx goes on in a new file', async () => {
    const log = join(stack.folder, 'logs/nginx/access.log');
    // As cron calls it, which knows no folder of root's programs.
    await stack.done(
      `truncate -s 105M logs/nginx/access.log && PATH=$(tr : '\\n' <<<"$PATH" | grep -v sbin | paste -sd :) ./scripts/rotate-logs.sh`,
    );
    const files = readdirSync(join(stack.folder, 'logs/nginx'));
    expect(files.filter((name) => /^access\.log-.*\.gz$/.test(name))).toHaveLength(1);
    await stack.get('/');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(statSync(log).size).toBeLessThan(10_000);
    expect(statSync(log).size).toBeGreaterThan(100);
  });
}
