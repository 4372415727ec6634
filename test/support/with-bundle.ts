/**
 * A program of the tests as plain JavaScript, for one that is started again and again or runs for long: tsx reads every module anew at each
 * start, a third of the start of a database, and names every function that is made, a tenth of a simulation.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, '../..');

/** `use` gets the bundle's path; the embedded database's thread lies beside it. Afterwards both are removed. */
export async function withBundle<T>(program: string, use: (path: string) => Promise<T>): Promise<T> {
  // Inside node_modules, so that the packages left out of the bundle are found.
  const cache = join(ROOT, 'node_modules/.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'bundle-'));
  try {
    await build({
      absWorkingDir: ROOT,
      entryPoints: { program, 'pglite-worker': 'src/storage/pglite-worker.ts' },
      outdir: folder,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      splitting: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      target: 'node20',
    });
    return await use(join(folder, 'program.mjs'));
  } finally {
    await rm(folder, { recursive: true });
  }
}
