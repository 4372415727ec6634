// `npm test`: sets up what the tests need (dependencies; PostgreSQL, Redis, Chromium and more from Debian's packages), then runs the gates and
// every suite. What cannot be set up is said, and fails. `npm test -- ARGUMENTS` gives the arguments to the runner instead: a file, a project.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { ensureInstalled } from './install.mjs';

const NEEDS = [
  {
    what: 'PostgreSQL',
    found: () =>
      existsSync('/usr/lib/postgresql') &&
      spawnSync('sh', ['-c', 'ls /usr/lib/postgresql/*/bin/initdb']).status === 0,
    package: 'postgresql',
  },
  { what: 'Redis', found: () => existsSync('/usr/bin/redis-server'), package: 'redis-server' },
  {
    what: 'Chromium',
    found: () => existsSync(process.env.CHROMIUM ?? '/usr/bin/chromium'),
    package: 'chromium',
  },
  {
    what: 'a Japanese font',
    found: () => spawnSync('sh', ['-c', 'fc-list :lang=ja | grep -q .']).status === 0,
    package: 'fonts-noto-cjk',
  },
  // The operator's files are read by the programs that will read them, and deployed on a private container engine.
  ...[
    ['a container engine', '/usr/sbin/dockerd', 'docker.io'],
    ['mmdebstrap', '/usr/bin/mmdebstrap', 'mmdebstrap'],
    ['promtool', '/usr/bin/promtool', 'prometheus'],
    ['amtool', '/usr/bin/amtool', 'prometheus-alertmanager'],
    ['shellcheck', '/usr/bin/shellcheck', 'shellcheck'],
    ['yamllint', '/usr/bin/yamllint', 'yamllint'],
    ['logrotate', '/usr/sbin/logrotate', 'logrotate'],
    ['ip', '/usr/sbin/ip', 'iproute2'],
    ['curl', '/usr/bin/curl', 'curl'],
  ].map(([what, path, name]) => ({ what, found: () => existsSync(path), package: name })),
];

function setUp() {
  const missing = NEEDS.filter((need) => !need.found());
  if (missing.length === 0) return;
  const packages = missing.map((need) => need.package);
  const names = missing.map((need) => need.what).join(' and ');
  const canInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (canInstall) {
    console.log(`Installing ${names} from Debian's packages: ${packages.join(' ')}`);
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const apt = (...args) =>
      spawnSync('apt-get', ['-qq', ...args], { env: environment, stdio: ['ignore', 'ignore', 'inherit'] });
    apt('update');
    apt('install', '-y', '--no-install-recommends', ...packages);
  }
  const still = missing.filter((need) => !need.found());
  if (still.length === 0) return;
  console.error(
    `The tests need ${still.map((need) => `${need.what} (Debian package ${need.package})`).join(' and ')}.`,
  );
  console.error('Install it and run npm test again. The gates alone need nothing: npm run verify.');
  process.exit(1);
}

const vitest = 'node_modules/.bin/vitest';
const reports = 'node_modules/.cache/test-reports';
const suite = (name) => [
  vitest,
  [
    'run',
    '--project',
    name,
    '--reporter=default',
    '--reporter=blob',
    `--outputFile.blob=${reports}/${name}.json`,
  ],
];
/** Servers and containers are mostly waited for, so that one more than there are processors pays. */
const AT_ONCE = 3;
/** Before all others: it keeps every processor busy by itself. */
const ALONE = ['simulation', ...suite('simulation')];
/** Longest first. What stands in one row is run in its order; whoever is done with a row takes the next one. */
const ROWS = [
  [
    ['operations', ...suite('operations')],
    // Not beside containers that come and go: a browser drops what it loads when the machine gets another network.
    ['browser', ...suite('browser')],
  ],
  [['processes', ...suite('processes')]],
  [['integration', ...suite('integration')]],
  [['gates', process.execPath, ['scripts/verify.mjs', '--without-tests']]],
  [['upkeep', ...suite('upkeep')]],
  [['unit', ...suite('unit')]],
  [['guard', 'node_modules/.bin/tsx', ['bench/guard.ts']]],
];

/** Prints the command's lines behind its title as they come; true when it ended well. */
function run(title, command, args) {
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => console.log(`${title} | ${line}`));
    child.on('close', (status) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(0);
      console.log(`${title}: ${status === 0 ? 'ok' : 'failed'} (${seconds} s)`);
      resolve(status === 0);
    });
  });
}

async function runAll() {
  rmSync(reports, { recursive: true, force: true });
  const waiting = [...ROWS];
  const ended = [await run(...ALONE)];
  const worker = async () => {
    for (let row = waiting.shift(); row; row = waiting.shift())
      for (const [title, command, args] of row) ended.push(await run(title, command, args));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  // What failed, once more and together, and the counts of all.
  const { status } = spawnSync(vitest, [`--merge-reports=${reports}`, '--reporter=default'], {
    stdio: 'inherit',
  });
  return ended.every(Boolean) && status === 0;
}

await ensureInstalled();
setUp();
if (!(await run('build', process.execPath, ['scripts/build.mjs']))) process.exit(1);
const chosen = process.argv.slice(2);
const passed =
  chosen.length > 0
    ? spawnSync(vitest, ['run', ...chosen], { stdio: 'inherit' }).status === 0
    : await runAll();
console.log(passed ? 'All gates hold and all tests pass.' : 'Not all gates hold and tests pass: see above.');
process.exitCode = passed ? 0 : 1;
