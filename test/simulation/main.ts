/**
 * `npm run sim -- --seed N` runs one seed and tells all; `--seeds N [--from M]` runs a range, in as many processes as `--workers` says, and
 * tells what broke and how often each thing went wrong. `--stop` ends each process at its first broken seed.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { withBundle } from '../support/with-bundle.ts';
import { runSeed, type SeedRun } from './run-seed.ts';
import { describeScenario } from './world/describe-scenario.ts';
import { scenarioOf } from './world/scenario.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string', default: '2000' },
    from: { type: 'string', default: '1' },
    workers: { type: 'string', default: '2' },
    stop: { type: 'boolean', default: false },
  },
});

interface Sums {
  readonly broken: readonly string[];
  readonly figures: Readonly<Record<string, number>>;
}

async function runOne(seed: number): Promise<boolean> {
  for (const line of describeScenario(scenarioOf(seed))) console.log(line);
  const { problems, trace, figures } = await runSeed(seed);
  for (const line of trace) console.log(`  ${line}`);
  console.log(`seed ${seed}: ${figuresText(figures)}`);
  for (const problem of problems) console.log(`  ${problem}`);
  return problems.length === 0;
}

async function runRange(from: number, count: number): Promise<Sums> {
  const broken: string[] = [];
  const figures: Record<string, number> = {};
  for (let seed = from; seed < from + count; seed++) {
    const run = await runSeed(seed);
    for (const [name, value] of Object.entries(run.figures)) figures[name] = (figures[name] ?? 0) + value;
    if (run.problems.length > 0) broken.push(brokenText(run));
    if (values.stop && broken.length > 0) break;
  }
  return { broken, figures };
}

function brokenText({ seed, problems, trace }: SeedRun): string {
  const lines = [`seed ${seed} (npm run sim -- --seed ${seed}):`, ...problems, ...trace.slice(-8)];
  return lines.join('\n  ');
}

/** One part of the range in a process of its own, which runs the bundle `self`. */
async function elsewhere(self: string, from: number, count: number): Promise<Sums> {
  const flags = ['--from', String(from), '--seeds', String(count), '--workers', '0'];
  if (values.stop) flags.push('--stop');
  const child = fork(self, flags, { execArgv: [] });
  const exited = once(child, 'exit');
  const told = new Promise<Sums>((resolve) => child.once('message', (sums) => resolve(sums as Sums)));
  const sums = await Promise.race([told, exited.then(([code]) => Number(code))]);
  if (typeof sums === 'number') throw new Error(`seeds from ${from}: the process ended with ${sums}`);
  await exited;
  return sums;
}

async function runAll(from: number, count: number, workers: number): Promise<boolean> {
  const started = performance.now();
  const share = Math.ceil(count / workers);
  const parts = await withBundle('test/simulation/main.ts', (self) =>
    Promise.all(
      Array.from({ length: workers }, (_, index) =>
        elsewhere(self, from + index * share, Math.max(0, Math.min(share, count - index * share))),
      ),
    ),
  );
  const broken = parts.flatMap((part) => part.broken);
  const figures: Record<string, number> = {};
  for (const part of parts)
    for (const [name, value] of Object.entries(part.figures)) figures[name] = (figures[name] ?? 0) + value;
  for (const text of broken) console.log(text);
  const seconds = ((performance.now() - started) / 1_000).toFixed(0);
  console.log(`${count} seeds in ${seconds} s, ${broken.length} broken: ${figuresText(figures)}`);
  return broken.length === 0;
}

function figuresText(figures: Readonly<Record<string, number>>): string {
  return Object.entries(figures)
    .map(([name, value]) => `${value} ${name}`)
    .join(', ');
}

const [from, count, workers] = [Number(values.from), Number(values.seeds), Number(values.workers)];
let holds: boolean;
if (values.seed !== undefined) holds = await runOne(Number(values.seed));
else if (workers > 0) holds = await runAll(from, count, workers);
else {
  process.send?.(await runRange(from, count));
  process.disconnect?.();
  holds = true;
}
process.exitCode = holds ? 0 : 1;
