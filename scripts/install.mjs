// Installs the locked dependencies when they are not there yet or the lock file is newer.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';

const root = new URL('..', import.meta.url);

export async function ensureInstalled() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(
      `FX Alert needs Node 20.19 or newer (24 is recommended); this is Node ${process.versions.node}.`,
    );
    process.exit(2);
  }
  const installed = new URL('node_modules/.package-lock.json', root);
  const lock = new URL('package-lock.json', root);
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs - 1_000) return;
  console.error('Installing the locked dependencies (npm ci) …');
  const { status } = spawnSync('npm', ['ci', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) process.exit(status ?? 1);
}
