// Builds dist/: the server with esbuild (under a second), the page with Vite (some seconds), each only when its sources are newer.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Newest change below the given paths. */
function newest(...paths) {
  let latest = 0;
  for (const path of paths) {
    if (!existsSync(path)) continue;
    const stat = statSync(path);
    if (!stat.isDirectory()) latest = Math.max(latest, stat.mtimeMs);
    else
      for (const name of readdirSync(path))
        if (name !== 'node_modules') latest = Math.max(latest, newest(`${path}/${name}`));
  }
  return latest;
}

const isStale = (built, ...sources) => !existsSync(built) || statSync(built).mtimeMs < newest(...sources);

async function buildServer() {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { cli: 'src/bin/cli.ts', 'pglite-worker': 'src/storage/pglite-worker.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    chunkNames: '[name]-[hash]',
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    logLevel: 'warning',
    write: false,
  });
  mkdirSync(`${root}/dist`, { recursive: true });
  // Chunks carry their hash and come first, entries last, each by a rename: a process that starts meanwhile finds a whole build.
  const entriesLast = outputFiles.sort((a, b) => Number(isEntry(a.path)) - Number(isEntry(b.path)));
  for (const { path, contents } of entriesLast) {
    const temporary = `${path}.${process.pid}`;
    writeFileSync(temporary, contents);
    renameSync(temporary, path);
  }
}

const isEntry = (path) => /(cli|pglite-worker)\.mjs$/.test(path);

function buildWeb() {
  console.error('Building the page …');
  const { status } = spawnSync(
    process.execPath,
    ['../node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'],
    {
      cwd: `${root}/web`,
      // Whatever the surroundings are called: a page for people is built for production.
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  if (status !== 0) process.exit(status ?? 1);
}

/** A deployed copy has dist/ and no sources: then there is nothing to build. */
export async function ensureBuilt({ web }) {
  if (!existsSync(`${root}/src/bin/cli.ts`)) return;
  if (isStale(`${root}/dist/cli.mjs`, `${root}/src`, `${root}/package.json`)) await buildServer();
  if (
    web &&
    isStale(
      `${root}/dist/web/index.html`,
      `${root}/web`,
      `${root}/src/api/contract`,
      `${root}/src/conditions`,
    )
  )
    buildWeb();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await buildServer();
  buildWeb();
}
