/**
 * `npm run environments`: staging and development deployed beside production, on a private container engine, each under its own names, ports and
 * log level; each updated once more, looked at, and taken down without touching the other. Takes some minutes, so it is no test of every change.
 */
import { strict as assert } from 'node:assert';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { filledSettings } from '../stack/filled-settings.ts';
import { outside } from '../stack/site.ts';
import { type Stack, startStack } from '../stack/stack.ts';
import { takeDown } from '../stack/take-down.ts';

interface Environment {
  readonly name: 'staging' | 'development';
  readonly compose: string;
  readonly project: string;
  readonly httpsPort: number;
  readonly prometheusPort: number;
  readonly subnet: string;
  /** Of one shard. */
  readonly workers: number;
  /** Of the lines in the log of the worker. */
  readonly level: 'debug' | 'info';
}

const ENVIRONMENTS: readonly Environment[] = [
  {
    name: 'staging',
    compose: 'docker-compose.staging.yml',
    project: 'forex_alert_staging',
    httpsPort: 8_443,
    prometheusPort: 9_190,
    subnet: '10.214.2.0/24',
    workers: 2,
    level: 'info',
  },
  {
    name: 'development',
    compose: 'docker-compose.yml',
    project: 'forex_alert_development',
    httpsPort: 8_543,
    prometheusPort: 9_290,
    subnet: '10.214.3.0/24',
    workers: 1,
    level: 'debug',
  },
];
/** Besides the workers. */
const SERVICES = 12;
const DEPLOY_MS = 600_000;

async function deploy(stack: Stack, environment: Environment): Promise<void> {
  const { name, compose, project, httpsPort, subnet, level, workers } = environment;
  const settings = join(stack.folder, `.env.${name}`);
  const example = readFileSync(`${settings}.example`, 'utf8');
  writeFileSync(settings, filledSettings(example, { APP_SUBNET: subnet, WORKER_REPLICAS: String(workers) }), {
    mode: 0o600,
  });
  for (const word of ['Deploying', 'Updating']) {
    const { status, output, tookMs } = await stack.run(`./scripts/deploy.sh ${name}`, {
      timeoutMs: DEPLOY_MS,
    });
    assert.match(output, new RegExp(`^${word} ${name} with version`, 'm'), output);
    assert.equal(status, 0, output);
    say(`${word} ${name}: ${(tookMs / 1_000).toFixed(0)} s`);
  }
  const states = (
    await stack.done(`docker-compose -f ${compose} ps --format '{{.Name}} {{.Status}}'`)
  ).trim();
  assert.equal(states.split('\n').length, SERVICES + workers, states);
  assert.doesNotMatch(states, /unhealthy|Restarting|Exited/);
  for (const line of states.split('\n')) assert.ok(line.startsWith(project), line);
  const site = outside(httpsPort);
  try {
    assert.equal((await site.get('/health/ready')).status, 200);
  } finally {
    await site.close();
  }
  const levels = await stack.done(`docker-compose -f ${compose} logs --no-log-prefix worker api`);
  assert.equal(levels.includes('"level":"debug"'), level === 'debug');
  await enginesFollow(environment);
  say(
    `${name}: ${SERVICES + workers} containers are healthy, nginx answers on ${httpsPort}, the log says ${level}, ${workers} engines follow the log`,
  );
}

/** As Prometheus sees them; it measures each 15 s. */
async function enginesFollow({ prometheusPort, workers }: Environment): Promise<void> {
  const query = encodeURIComponent(
    'count(fxalert_engine_following == 1) == max(fxalert_shard_engines_wanted)',
  );
  let seen: unknown = null;
  for (let tries = 0; tries < 60; tries += 1) {
    const answer = await fetch(`http://127.0.0.1:${prometheusPort}/api/v1/query?query=${query}`);
    const { data } = (await answer.json()) as { data: { result: readonly { value: [number, string] }[] } };
    seen = data.result[0]?.value[1] ?? null;
    if (seen === String(workers)) return;
    await sleep(1_000);
  }
  assert.fail(`engines that follow the log: ${String(seen)} instead of ${workers}`);
}

function say(sentence: string): void {
  console.log(sentence);
}

const stack = await startStack((reason) => {
  throw new Error(`this machine allows no container engine: ${reason}`);
});
assert.ok(stack);
try {
  for (const environment of ENVIRONMENTS) await deploy(stack, environment);
  // Only development opens the database, and only on loopback.
  assert.match(
    await stack.done('docker port forex_alert_development_postgres'),
    /^5432\/tcp -> 127\.0\.0\.1:15432\n$/,
  );
  assert.equal(await stack.done('docker port forex_alert_staging_postgres'), '');
  await takeDown(stack, 'docker-compose -f docker-compose.yml down -v');
  const left = await stack.done("docker ps --format '{{.Names}}'");
  assert.equal(left.trim().split('\n').length, SERVICES + 2, left);
  say('development was taken down, and staging goes on');
  await takeDown(stack, 'docker-compose -f docker-compose.staging.yml down -v');
} finally {
  await stack.end();
}
