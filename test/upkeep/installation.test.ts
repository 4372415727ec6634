/** The product without containers: installed below a folder as for systemd, started as its units start it, backed up by its timer's script. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { type TestRedis, startRedis } from '../support/redis.ts';
import { shell } from '../support/shell.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const INSTALL_MS = 240_000;

describe('an installation for systemd', () => {
  const root = mkdtempSync(join(tmpdir(), 'fxalert-installation-'));
  const product = join(root, 'opt/fxalert');
  let postgres: PostgresServer;
  let redis: TestRedis;
  let environment: Record<string, string | undefined>;

  beforeAll(async () => {
    const installed = await shell(`scripts/install-systemd.sh --root ${root}`, {
      cwd: ROOT,
      env: process.env,
      timeoutMs: INSTALL_MS,
    });
    if (installed.status !== 0) throw new Error(installed.output);
    postgres = await startPostgres();
    redis = await startRedis();
    environment = {
      ...process.env,
      NODE_ENV: 'production',
      DATABASE_URL: await postgres.createDatabase(),
      REDIS_URL: redis.url,
      FEED: 'simulated',
      PORT: '18710',
      HEALTH_PORT: '18711',
      SHOW_FIRST_KEY: /^SHOW_FIRST_KEY=(.*)$/m.exec(
        readFileSync(join(root, 'etc/fxalert/fxalert.env'), 'utf8'),
      )?.[1],
    };
  }, INSTALL_MS);
  afterAll(async () => {
    await postgres.stop();
    await redis.stop();
    rmSync(root, { recursive: true, force: true });
  });

  it('carries no development dependency and no sources', () => {
    const packages = readdirSync(join(product, 'node_modules'));
    expect(packages).toContain('fastify');
    expect(
      packages.filter((name) => ['vitest', 'typescript', 'esbuild', 'eslint', 'react'].includes(name)),
    ).toEqual([]);
    expect(readdirSync(product)).not.toContain('src');
  });

  it('has units that start what is there, without root and with a limit', () => {
    const folder = join(root, 'etc/systemd/system');
    const units = readdirSync(folder).filter((name) =>
      /^fxalert-(api|worker|scheduler)\.service$/.test(name),
    );
    expect(units).toHaveLength(3);
    for (const unit of units) {
      const text = readFileSync(join(folder, unit), 'utf8');
      const started =
        /^ExecStart=\/usr\/bin\/env node --enable-source-maps (\S+) (api|worker|scheduler)$/m.exec(
          text,
        )?.[1] ?? 'nothing';
      expect(statSync(join(product, started)).isFile()).toBe(true);
      for (const line of [
        'User=fxalert',
        'NoNewPrivileges=yes',
        'ProtectSystem=strict',
        'CapabilityBoundingSet=',
        'Restart=on-failure',
      ])
        expect(text.split('\n')).toContain(line);
      expect(text).toMatch(/^MemoryMax=\d/m);
    }
    expect(statSync(join(root, 'etc/fxalert/fxalert.env')).mode & 0o777).toBe(0o640);
  });

  it('answers when it is started as its units do, prints no key, and ends with 0 when it is told to', async () => {
    let printed = '';
    for (const [role, port] of [
      ['worker', 18_711],
      ['api', 18_710],
    ] as const) {
      const child = spawn('node', ['--enable-source-maps', 'bin/fxalert.mjs', role], {
        cwd: product,
        env: environment,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (text: Buffer) => (printed += text.toString()));
      const exited = once(child, 'exit');
      try {
        await expect
          .poll(
            () =>
              fetch(`http://127.0.0.1:${port}/health/live`).then(
                ({ status }) => status,
                () => 0,
              ),
            { timeout: 30_000, interval: 250 },
          )
          .toBe(200);
      } finally {
        child.kill('SIGTERM');
      }
      expect([role, (await exited)[0]]).toEqual([role, 0]);
    }
    expect(printed).toContain('API: ');
    expect(printed).not.toContain('fxa_');
  });

  it('gives the first key once, to whoever asks for it', async () => {
    const ask = () =>
      shell('node bin/fxalert.mjs keys create --first 2>/dev/null', { cwd: product, env: environment });
    expect(await ask()).toMatchObject({
      status: 0,
      output: expect.stringMatching(/^\{"name":"admin","scopes":\["admin"\],"key":"fxa_/) as string,
    });
    expect(await ask()).toMatchObject({ status: 0, output: '' });
  });

  it(
    'installs into the machine as root: settings first, then user, schema, the first key once, the units, rotated logs',
    async () => {
      const settings = [`DATABASE_URL="${await postgres.createDatabase()}"`, `REDIS_URL="${redis.url}"`];
      const { status, output } = await shell(inAMachineOfItsOwn(join(root, 'machine'), settings), {
        cwd: ROOT,
        env: process.env,
        timeoutMs: INSTALL_MS,
      });
      expect([status, output]).toEqual([0, expect.stringContaining('the end')]);
      expect(output).toMatch(
        /^\/etc\/fxalert\/fxalert\.env was made: replace its change-me, then run this again$/m,
      );
      expect(output).toMatch(/^install-systemd: \S+ still has an example's value \(change-me\)$/m);
      expect(output.match(/"key":"fxa_[^"]+"/g)).toHaveLength(1);
      expect(output).toMatch(/^systemctl daemon-reload$/m);
      expect(output).toMatch(/^systemctl enable --now fxalert\.target .*fxalert-backup\.timer$/m);
      expect(output).toMatch(/^fxalert \/var\/log\/fxalert\/api\.log-\d{8}-\d+\.gz$/m);
    },
    INSTALL_MS,
  );

  it('is backed up with every row, and refuses without a database in one sentence', async () => {
    const folder = join(root, 'backups');
    const done = await shell(`${product}/scripts/backup-native.sh ${folder}`, { cwd: '/', env: environment });
    expect(done).toMatchObject({
      status: 0,
      output: expect.stringMatching(/^\S+fxalert-\d{8}_\d{6}\.sql\.gz: /) as string,
    });
    const name = readdirSync(folder).find((each) => each.endsWith('.sql.gz')) ?? 'none';
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    expect(
      (
        await shell(`sha256sum -c ${name}.sha256 && zgrep -c 'COPY public.schema_migrations' ${name}`, {
          cwd: folder,
          env: process.env,
        })
      ).status,
    ).toBe(0);
    const away = await shell(`${product}/scripts/backup-native.sh ${folder}`, {
      cwd: '/',
      env: { ...environment, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' },
    });
    expect(away.status).toBe(1);
    expect(away.output).toMatch(/backup: the dump broke off; there is no new backup$/m);
    expect(readdirSync(folder).filter((each) => each.includes('.part'))).toEqual([]);
  });
});

/**
 * A shell command: the installation by root, whose writes to the machine go to `folder` alone. Everything runs but systemd, which no process but the first
 * of a machine can be: what it would be told is printed.
 */
function inAMachineOfItsOwn(folder: string, settings: readonly string[]): string {
  const steps = `
    set -e
    for part in etc opt var; do
      mkdir -p ${folder}/$part ${folder}/work/$part
      mount -t overlay overlay -o lowerdir=/$part,upperdir=${folder}/$part,workdir=${folder}/work/$part /$part
    done
    mkdir -p ${folder}/bin
    printf '#!/bin/sh\\necho "systemctl $*"\\n' > ${folder}/bin/systemctl
    chmod +x ${folder}/bin/systemctl
    export PATH=${folder}/bin:$PATH
    scripts/install-systemd.sh
    scripts/install-systemd.sh && exit 1
    sed -i '/^DATABASE_URL=/d; /^REDIS_URL=/d' /etc/fxalert/fxalert.env
    printf '%s\\n' ${settings.map((line) => `'${line}'`).join(' ')} >> /etc/fxalert/fxalert.env
    scripts/install-systemd.sh
    runuser -u fxalert -- sh -c 'echo line > /var/log/fxalert/api.log'
    logrotate --force /etc/logrotate.d/fxalert
    stat -c '%U %n' /var/log/fxalert/api.log-*
    echo the end`;
  return `unshare --mount bash -c "$(cat <<'STEPS'${steps}\nSTEPS\n)"`;
}
