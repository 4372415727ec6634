/**
 * `npm run sim:planted`: plants each bug into a copy of the sources, runs the check that must notice it, and prints how many were caught.
 * Each check first passes on a clean copy: one that fails anyway would catch everything. `--only TEXT` runs those whose name has it.
 */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { PLANTED_BUGS, type PlantedBug } from './planted-bugs.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const COPIED = ['src', 'test', 'config', 'scripts', 'web', 'package.json', 'vitest.config.ts'];
const CONFIGS = ['tsconfig.json', 'tsconfig.base.json', 'tsconfig.pure.json'];
/** The first broken one ends the run; a bug that so many seeds do not show is not caught. */
const SEEDS = '200';
const CHECK_TIMEOUT_MS = 300_000;
const WANTED = 11;

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });

interface Checked {
  readonly passes: boolean;
  /** What it said last. */
  readonly words: string;
}

async function copySources(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'planted-'));
  for (const name of [...COPIED, ...CONFIGS])
    await cp(join(ROOT, name), join(folder, name), {
      recursive: true,
      filter: (path) => !path.includes('node_modules'),
    });
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

async function plant(folder: string, { name, edits }: PlantedBug): Promise<void> {
  for (const { file, find, put } of edits) {
    const path = join(folder, file);
    const parts = (await readFile(path, 'utf8')).split(find);
    if (parts.length !== 2)
      throw new Error(`"${name}" cannot be planted: ${file} has ${parts.length - 1} times:\n${find}`);
    await writeFile(path, parts.join(put));
  }
}

function check(folder: string, noticedBy: PlantedBug['noticedBy']): Promise<Checked> {
  const args =
    noticedBy === 'simulation'
      ? ['--import', 'tsx', 'test/simulation/main.ts', '--seeds', SEEDS, '--workers', '1', '--stop']
      : vitestArgs(noticedBy);
  return new Promise((resolve) => {
    const options = { cwd: folder, timeout: CHECK_TIMEOUT_MS, maxBuffer: 1 << 26 };
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      const words = lastWords(stdout + stderr);
      resolve({ passes: error === null, words: error?.killed === true ? `timed out: ${words}` : words });
    });
  });
}

function vitestArgs([project, file, name]: Exclude<PlantedBug['noticedBy'], string>): string[] {
  const vitest = 'node_modules/vitest/vitest.mjs';
  return [vitest, 'run', '--project', project, file, ...(name === undefined ? [] : ['-t', name])];
}

/** The sentence that says what broke, else the last line. */
function lastWords(said: string): string {
  // eslint-disable-next-line no-control-regex -- the colours of the reporter
  const lines = said.replaceAll(/\u001b\[[0-9;]*m/g, '').split('\n');
  const telling = lines.find((line) => /\bI\d+: |AssertionError|Error: /.test(line));
  return (telling ?? lines.filter((line) => line.trim() !== '').at(-1) ?? '').trim().slice(0, 160);
}

async function inCopy<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await copySources();
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const bugs = PLANTED_BUGS.filter(({ name }) => name.includes(values.only));
const checks = new Map(bugs.map(({ noticedBy }) => [JSON.stringify(noticedBy), noticedBy]));
/** Checks that fail anyway, and so say nothing. */
const unfit = new Set<string>();
for (const noticedBy of checks.values()) {
  const clean = await inCopy((folder) => check(folder, noticedBy));
  const title = typeof noticedBy === 'string' ? noticedBy : noticedBy.slice(1).join(': ');
  if (!clean.passes) unfit.add(JSON.stringify(noticedBy));
  console.log(`${clean.passes ? 'passes' : 'FAILS'} without a planted bug: ${title}: ${clean.words}`);
}
let caught = 0;
for (const bug of bugs) {
  if (unfit.has(JSON.stringify(bug.noticedBy))) {
    console.log(`MISSED  ${bug.name}: its check fails anyway`);
    continue;
  }
  const found = await inCopy(async (folder) => {
    await plant(folder, bug);
    return check(folder, bug.noticedBy);
  });
  // A plant that does not even run is a fault of the plant.
  const isCaught =
    !found.passes && !/^timed out|ReferenceError|SyntaxError|(Transform|Build) failed/.test(found.words);
  if (isCaught) caught += 1;
  console.log(`${isCaught ? 'caught' : 'MISSED'}  ${bug.name}: ${found.words}`);
}
console.log(`caught ${caught} of ${bugs.length}`);
process.exitCode = caught >= Math.min(WANTED, bugs.length) ? 0 : 1;
