/**
 * The same configuration files without containers: PostgreSQL, Redis, nginx, Prometheus, Alertmanager and the exporters from Debian's packages,
 * api, worker and scheduler as processes, all on loopback. Only addresses, ports and folders are replaced; no directive is.
 */
import { spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '../../support/free-port.ts';
import { startPostgres } from '../../support/postgres.ts';
import { startRedis } from '../../support/redis.ts';
import { shell } from '../../support/shell.ts';
import { keyIn, outside, type Site } from './site.ts';

const ROOT = new URL('../../..', import.meta.url).pathname;
const READY_MS = 60_000;

export async function startNativeSite(): Promise<Site & { end(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'fxalert-native-'));
  // nginx' workers are not root.
  chmodSync(folder, 0o755);
  const names =
    'http https status prometheus alertmanager api worker scheduler canary node postgres redis nginx'.split(
      ' ',
    );
  const ports: Record<string, number> = {};
  for (const name of names) ports[name] = await freePort();
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  const database = postgres.url('forex_alert_db');
  await createDatabase(postgres.url('postgres'));
  const programs = new Programs(folder, {
    ...process.env,
    NODE_ENV: 'production',
    DATABASE_URL: database,
    REDIS_URL: redis.url,
    FEED: 'simulated',
    CANARY_URL: `http://127.0.0.1:${ports['canary']}/`,
    OPEN_METRICS: 'true',
    DATA_SOURCE_NAME: `${database}?sslmode=disable`,
  });
  const end = async () => {
    await programs.end();
    await redis.stop();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await prepare(folder, ports);
    for (const role of ['worker', 'scheduler', 'api']) {
      const port = String(ports[role]);
      programs.start(role, 'node', ['bin/fxalert.mjs', role], { PORT: port, HEALTH_PORT: port });
    }
    programs.start('nginx', 'nginx', ['-c', join(folder, 'nginx/nginx.conf'), '-g', 'daemon off;']);
    startMonitoring(programs, folder, ports, redis.url);
    const { close, ...client } = outside(Number(ports['https']));
    await ready(client, programs);
    return {
      ...client,
      folder,
      ports: {
        http: Number(ports['http']),
        https: Number(ports['https']),
        prometheus: Number(ports['prometheus']),
      },
      run: (command) => shell(command, { cwd: folder, env: process.env }),
      newKey: async () => {
        const env = { ...process.env, DATABASE_URL: database };
        return keyIn(
          (await shell('node bin/fxalert.mjs keys create --name test', { cwd: ROOT, env })).output,
        );
      },
      apiLog: () => Promise.resolve(programs.output('api')),
      pageFileBytes: (path) => Promise.resolve(statSync(join(folder, 'page', path)).size),
      end: async () => {
        await close();
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** The operator's folders with this machine's addresses in them. */
async function prepare(folder: string, ports: Readonly<Record<string, number>>): Promise<void> {
  for (const name of ['nginx', 'monitoring', 'docs', 'scripts'])
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  for (const name of ['run', 'tmp', 'logs/nginx', 'monitoring/textfile', 'alertmanager', 'tsdb'])
    mkdirSync(join(folder, name), { recursive: true });
  const built = await shell('node scripts/build.mjs', { cwd: ROOT, env: process.env });
  if (built.status !== 0) throw new Error(built.output);
  cpSync(join(ROOT, 'dist/web'), join(folder, 'page'), { recursive: true });
  await must(
    `node scripts/precompress.mjs page && scripts/certificate.sh self-signed localhost && chmod 644 nginx/ssl/key.pem`,
    folder,
  );
  // Otherwise written by nginx/start.sh, in the container.
  writeFileSync(join(folder, 'run/resolver.conf'), '');
  mkdirSync(join(folder, `run/names/127.0.0.1:${ports['api']}`), { recursive: true });
  symlinkSync(`names/127.0.0.1:${ports['api']}`, join(folder, 'run/api'));
  rewrite(join(folder, 'nginx'), [
    [/ \/tmp\//g, ` ${folder}/tmp/`],
    [/listen 80 /g, `listen 127.0.0.1:${ports['http']} `],
    [/listen 443 /g, `listen 127.0.0.1:${ports['https']} `],
    [/listen 8081;/g, `listen 127.0.0.1:${ports['status']};`],
    [/http:\/\/\$api:8000/g, 'http://$api'],
    [/\/etc\/nginx\//g, `${folder}/nginx/`],
    [/\/run\/nginx\//g, `${folder}/run/`],
    [/\/var\/log\/nginx\//g, `${folder}/logs/nginx/`],
    [/\/srv\/page/g, `${folder}/page`],
  ]);
  const exporter = (name: string) => `127.0.0.1:${ports[name]}`;
  rewrite(join(folder, 'monitoring/prometheus'), [
    [
      /dns_sd_configs: \[\{ names: \[(\w+)\].*\}\]/g,
      (_, name: string) => `static_configs: [{ targets: ['${exporter(name)}'] }]`,
    ],
    [/(node|postgres|redis|nginx)_exporter:\d+/g, (_, name: string) => exporter(name)],
    [/localhost:9090/g, exporter('prometheus')],
    [/alertmanager:9093/g, exporter('alertmanager')],
  ]);
  rewrite(join(folder, 'monitoring/alertmanager'), [
    [/=\/tmp\//g, `=${folder}/tmp/`],
    [/\/etc\/alertmanager/g, `${folder}/monitoring/alertmanager`],
    [/=\/alertmanager/g, `=${folder}/alertmanager --web.listen-address=${exporter('alertmanager')}`],
  ]);
  await must(`touch .env.production && scripts/operating-metrics.sh production`, folder);
  // The first backup of a deployment, as far as its metric goes: there is nothing to back up yet.
  rewrite(join(folder, 'monitoring/textfile'), [
    [/(last_success_timestamp_seconds) 0$/gm, `$1 ${Math.floor(Date.now() / 1_000)}`],
  ]);
  await must(
    `printf '%s\\n' '# TYPE fxalert_backup_size_bytes gauge' 'fxalert_backup_size_bytes 1' >> monitoring/textfile/operating.prom`,
    folder,
  );
}

function startMonitoring(
  programs: Programs,
  folder: string,
  ports: Readonly<Record<string, number>>,
  redisUrl: string,
): void {
  const listen = (name: string) => `127.0.0.1:${ports[name]}`;
  programs.start('node_exporter', 'prometheus-node-exporter', [
    `--web.listen-address=${listen('node')}`,
    `--collector.textfile.directory=${folder}/monitoring/textfile`,
  ]);
  programs.start('postgres_exporter', 'prometheus-postgres-exporter', [
    `--web.listen-address=${listen('postgres')}`,
  ]);
  programs.start('redis_exporter', 'prometheus-redis-exporter', [
    `-web.listen-address=${listen('redis')}`,
    `-redis.addr=${redisUrl}`,
  ]);
  programs.start('nginx_exporter', 'prometheus-nginx-exporter', [
    `-web.listen-address=${listen('nginx')}`,
    '-nginx.retries=20',
    `-nginx.scrape-uri=http://${listen('status')}/stub_status`,
  ]);
  programs.start('alertmanager', 'sh', [`${folder}/monitoring/alertmanager/start.sh`]);
  programs.start('prometheus', 'prometheus', [
    `--config.file=${folder}/monitoring/prometheus/prometheus.yml`,
    `--storage.tsdb.path=${folder}/tsdb`,
    `--web.listen-address=${listen('prometheus')}`,
  ]);
}

/** The dashboards look at the database by its name. */
async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('create database forex_alert_db');
  await client.end();
}

async function ready(client: Pick<Site, 'get'>, programs: Programs): Promise<void> {
  const deadline = performance.now() + READY_MS;
  for (;;) {
    const status = await client.get('/health/ready').then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 200) return;
    if (performance.now() > deadline) throw new Error(`not ready (${status}):\n${programs.everything()}`);
    await sleep(250);
  }
}

async function must(command: string, cwd: string): Promise<void> {
  const { status, output } = await shell(command, { cwd, env: process.env });
  if (status !== 0) throw new Error(`${command}: ${output}`);
}

type Replacement = readonly [pattern: RegExp, by: string | ((match: string, name: string) => string)];

function rewrite(folder: string, replacements: readonly Replacement[]): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith('.pem')) continue;
    const path = join(entry.parentPath, entry.name);
    let text = readFileSync(path, 'utf8');
    for (const [pattern, by] of replacements)
      text = typeof by === 'string' ? text.replace(pattern, by) : text.replace(pattern, by);
    writeFileSync(path, text);
  }
}

/** Programs by name, with the end of what each said. */
class Programs {
  readonly #folder: string;
  readonly #env: Readonly<Record<string, string | undefined>>;
  readonly #running = new Map<string, { readonly child: ReturnType<typeof spawn>; output: string }>();

  constructor(folder: string, env: Readonly<Record<string, string | undefined>>) {
    this.#folder = folder;
    this.#env = env;
  }

  start(
    name: string,
    command: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): void {
    const cwd = command === 'node' ? ROOT : this.#folder;
    const child = spawn(command, args, {
      cwd,
      env: { ...this.#env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const program = { child, output: '' };
    for (const stream of [child.stdout, child.stderr])
      stream.on(
        'data',
        (text: Buffer) => (program.output = (program.output + text.toString()).slice(-1_000_000)),
      );
    child.on('error', (error) => (program.output += error.message));
    this.#running.set(name, program);
  }

  output(name: string): string {
    return this.#running.get(name)?.output ?? '';
  }

  everything(): string {
    return [...this.#running].map(([name, { output }]) => `--- ${name}\n${output.slice(-1_500)}`).join('\n');
  }

  async end(): Promise<void> {
    const children = [...this.#running.values()].map(({ child }) => child);
    for (const child of children) child.kill('SIGTERM');
    for (const child of children)
      for (let tries = 0; tries < 60 && child.exitCode === null && child.signalCode === null; tries += 1)
        await sleep(250);
    for (const child of children) if (child.exitCode === null) child.kill('SIGKILL');
  }
}
