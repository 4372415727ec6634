/**
 * The table of goals: every benchmark of the engine in a process of its own, bundled as the product is. `edits` and `checkpoint` write to a
 * database and are run by the names of their files.
 *
 *     npx tsx bench/all.ts [name …]
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const BENCHES = ['indicator-goals', 'levels', 'minute', 'dry-run', 'language', 'million'];
const wanted = process.argv.slice(2);
// Inside the repository, so that what is not bundled (libraries that ours are compared with) is found.
const cache = join(import.meta.dirname, '../node_modules/.cache');
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(join(cache, 'bench-'));
let failed = false;
try {
  console.log('| what | goal | figure | |\n|---|---|---|---|');
  for (const name of BENCHES.filter((bench) => wanted.length === 0 || wanted.includes(bench))) {
    const outfile = join(folder, `${name}.mjs`);
    buildSync({
      entryPoints: [join(import.meta.dirname, `${name}.ts`)],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
    });
    const flags = ['--expose-gc', '--max-old-space-size=6000'];
    const { status } = spawnSync(process.execPath, [...flags, outfile], { stdio: 'inherit' });
    failed ||= status !== 0;
  }
} finally {
  rmSync(folder, { recursive: true });
}
if (failed) process.exitCode = 1;
