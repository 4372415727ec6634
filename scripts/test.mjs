// `npm test`: sets up what the tests need (dependencies; PostgreSQL, Redis and Chromium from Debian's packages), then runs the gates and every
// suite. What cannot be set up is said, and fails.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
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

function step(title, command, args) {
  console.log(`\n=== ${title}`);
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) {
    console.error(`${title}: failed`);
    process.exit(status ?? 1);
  }
}

await ensureInstalled();
setUp();
step('gates', process.execPath, ['scripts/verify.mjs', '--without-tests']);
step('build', process.execPath, ['scripts/build.mjs']);
const extra = process.argv.slice(2);
step('tests', 'node_modules/.bin/vitest', ['run', '--reporter', 'default', ...extra]);
