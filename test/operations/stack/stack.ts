/**
 * A fresh clone of this repository on a private container engine, as an operator has it: `.env.production` filled in, nothing else. The
 * base images are made from Debian's packages (engine/images.sh says what that proves and what not). Loopback only; `end` leaves nothing.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Ran, shell } from '../../support/shell.ts';
import { filledSettings } from './filled-settings.ts';
import { keyIn, outside, type Site } from './site.ts';
import { WATCHMAN } from './watchman.ts';

export interface Stack extends Site {
  readonly ports: typeof PORTS;
  /** As typed in the clone. */
  run(
    command: string,
    options?: { readonly timeoutMs?: number; readonly env?: Record<string, string> },
  ): Promise<Ran>;
  /** The same, which must end with status 0; gives what it printed. */
  done(command: string): Promise<string>;
  /** Replaces a value in `.env.production`. */
  set(name: string, value: string): void;
  healthy(container: string, withinMs?: number): Promise<void>;
  /** Id of the image that a service runs. */
  imageOf(service: string): Promise<string>;
  end(): Promise<void>;
}

/** Free of what a developer's machine runs. */
const PORTS = { http: 28_080, https: 28_443, prometheus: 29_090, grafana: 23_000, alertmanager: 29_093 };
/** What differs from the example, besides the secrets. */
const SETTINGS: Readonly<Record<string, string>> = {
  HTTP_PORT: String(PORTS.http),
  HTTPS_PORT: String(PORTS.https),
  PROMETHEUS_PORT: String(PORTS.prometheus),
  GRAFANA_PORT: String(PORTS.grafana),
  ALERTMANAGER_PORT: String(PORTS.alertmanager),
  FEED: 'simulated',
  // Not the default, which a deployment on this machine may use (engine/start.sh removes what is left in it).
  APP_SUBNET: '10.214.1.0/24',
  SERVER_NAME: 'fx.example.com',
  CANARY_URL: 'http://scheduler:8003/',
  HEARTBEAT_URL: `${WATCHMAN}/heartbeat`,
  OPERATOR_WEBHOOK_URL: `${WATCHMAN}/alarm`,
};
const COMPOSE = 'docker-compose -f docker-compose.prod.yml';
const IMAGES_MS = 480_000;
const ROOT = new URL('../../..', import.meta.url).pathname;

/** What keeps an engine from starting on a machine that does not allow one, as against an engine that is broken or missing. */
const NOT_ALLOWED =
  /permission denied|operation not permitted|must be root|needs to be started with root|read-only file system/i;

/** Null where the machine allows no engine; `refusal` says in its words why. */
export async function startStack(refusal: (reason: string) => void): Promise<Stack | null> {
  const home = join(tmpdir(), `fxalert-operations-${process.pid}`);
  mkdirSync(home, { recursive: true });
  const engine = join(home, 'engine');
  const started = await shell(`test/operations/engine/start.sh ${engine}`, { cwd: ROOT, env: process.env });
  const stopEngine = async () => {
    await endEngine(engine);
    await shell(`rm -rf ${home}`, { cwd: '/', env: process.env });
  };
  try {
    if (started.status !== 0 && NOT_ALLOWED.test(started.output)) {
      refusal(started.output.trim());
      await stopEngine();
      return null;
    }
    if (started.status !== 0) throw new Error(`the deployment cannot be proven here: ${started.output}`);
    const env = environment(engine, started.output);
    await makeImages(engine, env);
    return cloneOn(home, env, stopEngine);
  } catch (error) {
    await stopEngine();
    throw error;
  }
}

function environment(engine: string, output: string): Record<string, string | undefined> {
  const given = Object.fromEntries(
    [...output.matchAll(/^(DOCKER_\w+)=(.*)$/gm)].map(([, name, value]) => [name ?? '', value ?? '']),
  );
  const bin = join(engine, 'bin');
  mkdirSync(bin, { recursive: true });
  // The manual types docker-compose; Compose 2 is the same program under both names.
  const plugin = join(engine, 'client/cli-plugins/docker-compose');
  if (existsSync(plugin)) symlinkSync(plugin, join(bin, 'docker-compose'));
  return {
    ...process.env,
    ...given,
    PATH: `${bin}:${process.env['PATH'] ?? ''}`,
    BUILD_NETWORK: 'host',
    // Debian's engine has no buildx; upstream's has.
    DOCKER_BUILDKIT: '0',
    NODE_ENV: undefined,
    FORCE_COLOR: undefined,
    // What a test waits for is seen a little sooner.
    HEALTH_INTERVAL: '4s',
    // The machine that tests is smaller than the one that serves.
    MIN_DISK_MB: '4000',
    UPDATE_DISK_MB: '4000',
  };
}

/** The base of all images is kept for the next run; they themselves are made anew. */
async function makeImages(engine: string, env: Record<string, string | undefined>): Promise<void> {
  const kept = join(homedir(), '.cache/fxalert-operations');
  mkdirSync(kept, { recursive: true });
  symlinkSync(join(kept, 'base-with-node.tar'), join(engine, 'base-with-node.tar'));
  const made = await shell(`test/operations/engine/images.sh ${engine}`, {
    cwd: ROOT,
    env,
    timeoutMs: IMAGES_MS,
  });
  if (made.status !== 0) throw new Error(`the base images could not be made: ${made.output.slice(-2_000)}`);
}

function cloneOn(
  home: string,
  env: Record<string, string | undefined>,
  stopEngine: () => Promise<void>,
): Stack {
  const folder = join(home, 'forex-alert-system');
  execFileSync('git', ['clone', '-q', ROOT, folder]);
  const settings = join(folder, '.env.production');
  writeFileSync(settings, filledSettings(readFileSync(`${settings}.example`, 'utf8'), SETTINGS), {
    mode: 0o600,
  });
  const { close, ...client } = outside(PORTS.https);
  const run: Stack['run'] = (command, options = {}) =>
    shell(command, { cwd: folder, ...options, env: { ...env, ...options.env } });
  const done = async (command: string) => {
    const ran = await run(command);
    if (ran.status !== 0)
      throw new Error(`${command} ended with ${ran.status}:\n${ran.output.slice(-2_000)}`);
    return ran.output;
  };
  return {
    ...client,
    folder,
    ports: PORTS,
    run,
    done,
    newKey: async () =>
      keyIn(await done(`${COMPOSE} exec -T api node bin/fxalert.mjs keys create --name test`)),
    apiLog: () => done(`${COMPOSE} logs api`),
    pageFileBytes: async (path) =>
      Number(await done(`docker exec forex_alert_nginx stat -c %s /srv/page${path}`)),
    set(name, value) {
      const text = readFileSync(settings, 'utf8');
      writeFileSync(settings, text.replace(new RegExp(`^${name}=.*$`, 'm'), `${name}=${value}`));
    },
    async healthy(container, withinMs = 60_000) {
      const deadline = performance.now() + withinMs;
      for (;;) {
        const { output } = await run(`docker inspect -f '{{.State.Health.Status}}' ${container}`);
        if (output.trim() === 'healthy') return;
        if (performance.now() > deadline)
          throw new Error(`${container} is "${output.trim()}" after ${withinMs} ms`);
        await sleep(500);
      }
    },
    imageOf: async (service) =>
      (await done(`docker inspect -f '{{.Image}}' $(${COMPOSE} ps -q ${service})`)).trim(),
    async end() {
      await close();
      await run(`${COMPOSE} down -v --timeout 0`);
      await stopEngine();
    },
  };
}

async function endEngine(engine: string): Promise<void> {
  const file = join(engine, 'dockerd.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8'));
  process.kill(pid, 'SIGTERM');
  for (let tries = 0; tries < 100 && existsSync(`/proc/${pid}`); tries += 1) await sleep(200);
  // What the engine leaves mounted: network namespaces.
  await shell(`umount ${engine}/exec/netns/* ${engine}/data/overlay2/*/merged`, {
    cwd: '/',
    env: process.env,
  });
}
