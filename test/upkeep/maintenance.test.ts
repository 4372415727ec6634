/** scripts/maintenance.sh on a machine without containers: a real PostgreSQL, real files, each trouble made and seen. */
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../src/storage/migrate.ts';
import { openDatabase } from '../../src/storage/open-database.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { shell } from '../support/shell.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const DAY_S = 86_400;

describe('scripts/maintenance.sh', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fxalert-maintenance-'));
  const at = (path: string) => join(folder, path);
  let server: PostgresServer;
  let url: string;
  // No registry, and lists of its own: to read all of Debian's takes apt-get seconds each time. Against the stack the machine's are read.
  const apart = {
    APT_CONFIG: at('apt.conf'),
    npm_config_registry: 'http://127.0.0.1:1',
    npm_config_fetch_retries: '0',
  };
  const run = (when: string, env: Readonly<Record<string, string | undefined>> = { DATABASE_URL: url }) =>
    shell(`scripts/maintenance.sh ${when}`, { cwd: folder, env: { ...process.env, ...apart, ...env } });
  const log = (path: string, ...lines: object[]) => {
    mkdirSync(join(at(path), '..'), { recursive: true });
    appendFileSync(at(path), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  };
  const now = new Date().toISOString();
  const backup = (ageHours: number) => {
    mkdirSync(at('backups'), { recursive: true });
    writeFileSync(at('backups/a.sql.gz'), 'dump');
    const made = Date.now() / 1_000 - ageHours * 3_600;
    utimesSync(at('backups/a.sql.gz'), made, made);
    return shell('cd backups && sha256sum a.sql.gz >a.sql.gz.sha256', { cwd: folder, env: process.env });
  };

  beforeAll(async () => {
    cpSync(join(ROOT, 'scripts'), at('scripts'), { recursive: true });
    mkdirSync(at('lists/partial'), { recursive: true });
    writeFileSync(at('apt.conf'), `Dir::State::lists "${at('lists')}";\n`);
    server = await startPostgres(['shared_preload_libraries=pg_stat_statements']);
    url = await server.createDatabase();
    const database = await openDatabase({ kind: 'postgres', url, poolSize: 1 });
    await migrate(database);
    await database.script(`create extension pg_stat_statements;
      insert into api_keys (id, name, scopes, hash, created_at)
      values ('k', 'forgotten desk', '{read}', 'h', now() - interval '200 days')`);
    await database.query('select pg_sleep(0.3)::text as slept');
    await database.close();
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  it('refuses another turn in one sentence', async () => {
    const { status, output } = await run('yearly');
    expect(output).toBe('maintenance: "yearly" is no turn: daily, weekly, monthly or quarterly\n');
    expect(status).toBe(2);
  });

  it('daily counts what the logs complain about, of the last day only, and wants a backup', async () => {
    log(
      'logs/app/api.log',
      { level: 'error', time: now, role: 'api', msg: 'the "database" is away' },
      { level: 'error', time: now, role: 'api', msg: 'the "database" is away' },
      { level: 'warning', time: now, role: 'api', msg: 'a stream was too slow' },
      { level: 'info', time: now, role: 'api', msg: 'listening' },
      { level: 'error', time: '2026-01-01T00:00:00.000Z', role: 'api', msg: 'long ago' },
    );
    const { status, output } = await run('daily');
    expect(output).toMatch(/logs\/app has 2 errors of the last day/);
    expect(output).toMatch(/ 2 × error the \\"database\\" is away\n.* 1 × warning a stream was too slow/);
    expect(output).not.toMatch(/listening|long ago/);
    expect(output).toMatch(/unseen {4}logs\/nginx: there is no such folder/);
    expect(output).toMatch(/backups has no complete backup → scripts\/backup\.sh production/);
    expect(status).toBe(1);
  });

  it('daily is content with quiet logs and a whole backup, and not with an old or a changed one', async () => {
    rmSync(at('logs'), { recursive: true });
    log('logs/app/api.log', { level: 'info', time: now, msg: 'listening' });
    await backup(3);
    const quiet = await run('daily');
    expect(quiet.output).toMatch(/ok {8}backups\/a\.sql\.gz is 3 hours old, .* its checksum is right/);
    expect(quiet.output).toMatch(/done: nothing needs you; 1 not looked at/);
    expect(quiet.status).toBe(0);
    await backup(30);
    expect((await run('daily')).output).toMatch(/is 30 hours old → docs\/runbooks\/backup-too-old\.md/);
    appendFileSync(at('backups/a.sql.gz'), 'x');
    expect(await run('daily')).toMatchObject({
      status: 1,
      output: expect.stringMatching(/its checksum differs/) as string,
    });
    await backup(1);
  });

  it('weekly tells slow statements under the names that operators know, growth, and who was refused', async () => {
    const failure = {
      level: 'warning',
      time: now,
      event: 'authentication',
      result: 'failure',
      address: '192.0.2.7',
    };
    log('logs/app/api.log', ...Array.from({ length: 21 }, () => failure));
    log('logs/nginx/access.log', {
      time: now,
      level: 'warning',
      address: '192.0.2.8',
      path: '/metrics',
      status: 403,
    });
    writeFileSync(at('.env.production'), 'A=b\n', { mode: 0o644 });
    const { status, output } = await run('weekly');
    expect(output).toMatch(
      /more than 200 ms in the mean .*mean_time, total_time, calls:\n(.*\n)*? +3\d\d\.\d\t\d+\t1\tselect pg_sleep/,
    );
    expect(output).toMatch(/no large table is mostly read/);
    expect(output).toMatch(/events: \d+K, measured for the first time/);
    expect(output).toMatch(/21 logins failed in a week .*\n +21 × 192\.0\.2\.7/);
    expect(output).toMatch(/ 1 × 403 192\.0\.2\.8/);
    expect(output).toMatch(/reads \.env\.production → chmod o=/);
    expect(status).toBe(1);
  });

  it('says what it could not look at, and the password of no database', async () => {
    const away = 'postgres://someone:hidden-word@127.0.0.1:1/none';
    for (const name of ['package.json', 'package-lock.json']) cpSync(join(ROOT, name), at(name));
    const { output } = await run('weekly', { DATABASE_URL: away });
    expect(output).toMatch(/unseen {4}slow queries: psql: error: .*127\.0\.0\.1/);
    expect(output).toMatch(/unseen {4}growth of the tables: /);
    expect(output).toMatch(/unseen {4}vulnerabilities: the registry of packages gave no report/);
    expect(output).not.toContain('hidden-word');
  });

  it('monthly forecasts the day on which the disk is full, from what it measured', async () => {
    expect((await run('monthly')).output).toMatch(/its growth is known from the next turn/);
    const used = Number(/disk used\t(\d+)/.exec(readFileSync(at('logs/system/growth.tsv'), 'utf8'))?.[1]);
    const then = Math.floor(Date.now() / 1_000) - 10 * DAY_S;
    writeFileSync(at('logs/system/growth.tsv'), `${then}\tdisk used\t${Math.floor(used / 1_000)}\n`);
    expect((await run('monthly')).output).toMatch(/the disk gained \S+ in 10 days: it is full in \d+/);
  }, 120_000);

  it('quarterly does all of it, and looks at keys, settings and the age of the secrets', async () => {
    cpSync(join(ROOT, '.env.production.example'), at('.env.production.example'));
    cpSync(join(ROOT, '.env.production.example'), at('.env.production'));
    const longAgo = Date.now() / 1_000 - 100 * DAY_S;
    utimesSync(at('.env.production'), longAgo, longAgo);
    writeFileSync(
      at('logs/system/growth.tsv'),
      `${Math.floor(Date.now() / 1_000) - 80 * DAY_S}\tdisk used\t${Number.MAX_SAFE_INTEGER}\n`,
    );
    const { status, output } = await run('quarterly');
    for (const part of [
      /a\.sql\.gz is 1 hours old/,
      /logins failed in a week/,
      /ok {8}no update of the system waits/,
      /did not fill in 80 days/,
      /\.env\.production still has the example's value for POSTGRES_PASSWORD → edit it/,
      /\.env\.production has not changed for 100 days/,
      /keys lie unused for 90 days .*\n +forgotten desk\tread\tnever used\tt/,
      /unseen {4}restore drill: postgres of production does not run in a container here/,
    ])
      expect(output).toMatch(part);
    expect(status).toBe(1);
  }, 120_000);
});
