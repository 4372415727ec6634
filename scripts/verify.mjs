// `npm run verify`: every gate that needs no server. Each prints its time; what fails is shown whole. Formatter, linter and compiler keep
// caches below node_modules/.cache, so the first run on a machine takes longest; CI always runs them cold.
import { spawn } from 'node:child_process';
import { ensureInstalled } from './install.mjs';

await ensureInstalled();
const bin = (name) => new URL(`../node_modules/.bin/${name}`, import.meta.url).pathname;
const cache = (name) => new URL(`../node_modules/.cache/${name}`, import.meta.url).pathname;
// The tests come first: they take longest, and wait for timers while others compute.
const GATES = [
  ['unit, property, golden and tidy tests', bin('vitest'), ['run', '--project', 'unit', '--reporter', 'dot']],
  [
    'format',
    bin('prettier'),
    ['--check', '--log-level', 'warn', '--cache', '--cache-location', cache('prettier.json'), '.'],
  ],
  ['lint', bin('eslint'), ['--cache', '--cache-location', cache('eslint/'), '--max-warnings', '0', '.']],
  ['types', bin('tsc'), ['-p', 'tsconfig.json']],
  ['types, pure folders without Node or DOM', bin('tsc'), ['-p', 'tsconfig.pure.json']],
  ['types, page', bin('tsc'), ['-p', 'web/tsconfig.json']],
];

function run([title, command, args]) {
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('close', (status) => {
      console.log(
        `${status === 0 ? 'ok    ' : 'FAILED'} ${title} (${((performance.now() - started) / 1000).toFixed(1)} s)`,
      );
      resolve({ status, output, title });
    });
  });
}

const started = performance.now();
const results = [];
const queue = process.argv.includes('--without-tests') ? GATES.slice(1) : [...GATES];
const worker = async () => {
  for (let gate = queue.shift(); gate; gate = queue.shift()) results.push(await run(gate));
};
await Promise.all([worker(), worker()]);
const failed = results.filter((result) => result.status !== 0);
for (const { title, output } of failed) console.log(`\n--- ${title}\n${output}`);
console.log(
  `${results.length - failed.length} of ${results.length} gates hold (${((performance.now() - started) / 1000).toFixed(0)} s)`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
