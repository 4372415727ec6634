/** The embedded database finds its thread from a bundle as well as from sources. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');
const PROGRAM = join(ROOT, 'test/support/open-and-write.ts');
const EXPECTED = JSON.stringify({ seq: 3, feedPosition: null });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fxalert-bundle-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('from sources, through tsx', async () => {
  const { stdout } = await run(process.execPath, ['--import', 'tsx', PROGRAM, join(folder, 'sources')]);
  expect(stdout).toBe(EXPECTED);
});

test('from a bundle with the thread as an entry of its own', async () => {
  // Inside node_modules, so that the packages left out of the bundle are found.
  const out = join(ROOT, 'node_modules/.cache/storage-bundle');
  await mkdir(out, { recursive: true });
  await build({
    entryPoints: { program: PROGRAM, 'pglite-worker': join(ROOT, 'src/storage/pglite-worker.ts') },
    outdir: out,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    target: 'node20',
  });
  expect(await readdir(out)).toContain('pglite-worker.mjs');
  const { stdout } = await run(process.execPath, [join(out, 'program.mjs'), join(folder, 'bundle')]);
  expect(stdout).toBe(EXPECTED);
  await rm(out, { recursive: true });
});
