/**
 * The table of goals on PostgreSQL and Redis: each benchmark in a process of its own, with servers of its own. About ten minutes.
 *
 *     npx tsx bench/roles.ts [name …]
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const BENCHES: Readonly<Record<string, readonly string[]>> = {
  latency: ['--roles'],
  dispatch: [],
  record: [],
  'api-alerts': [],
  recovery: [],
};

const wanted = process.argv.slice(2);
console.log('| what | goal | figure | |\n|---|---|---|---|');
for (const [name, flags] of Object.entries(BENCHES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const file = join(import.meta.dirname, `${name}.ts`);
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', file, ...flags], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
