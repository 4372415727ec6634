/**
 * `npm run chaos`: the selection of faults that runs with every change; `npm run chaos:full`: all of them; `--only TEXT`: those whose name has
 * it; `--seed N`: the same kills again. After each fault a message comes through, and `fxalert reconcile` finds no difference.
 */
import { parseArgs } from 'node:util';
import { Random } from '../../../src/kernel/random.ts';
import { ChaosStage } from './chaos-stage.ts';
import { FAULTS, type FaultRow } from './faults.ts';

const { values } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    only: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});

const seconds = (ms: number): string => (ms / 1_000).toFixed(1);

function selected({ name, always }: FaultRow): boolean {
  return values.only === undefined ? always || values.full : name.includes(values.only);
}

/** What is wrong after the fault; null when nothing is. */
async function inflict(stage: ChaosStage, fault: FaultRow, random: Random): Promise<string | null> {
  const started = performance.now();
  await fault.run(stage, random);
  const backMs = await stage.pulse();
  const { ok, said } = await stage.reconcile();
  const verdict = ok ? 'no difference' : 'DIFFERENCES';
  const took = seconds(performance.now() - started);
  console.log(`${verdict}  ${fault.name}: next message after ${seconds(backMs)} s, ${took} s in all`);
  return ok ? null : said;
}

const faults = FAULTS.filter(selected);
if (faults.length === 0) throw new Error(`no fault is called "${values.only ?? ''}"`);
console.log(`${faults.length} of ${FAULTS.length} faults, seed ${values.seed}`);
const random = new Random(Number(values.seed));
/** Minutes of replay: the rows take a part of it only. */
const HOURS = 56;
const began = performance.now();
const stage = await ChaosStage.open({
  hours: HOURS,
  silence: faults.some(({ name }) => name.startsWith('silence')),
});
console.log(`everything runs after ${seconds(performance.now() - began)} s`);
const broken: string[] = [];
try {
  for (const fault of faults) {
    const said = await inflict(stage, fault, random);
    if (said !== null) broken.push(`${fault.name}:\n${said}`);
  }
  const atRest = performance.now();
  const { ok, said } = await stage.reconcileAtRest();
  const took = seconds(performance.now() - atRest);
  console.log(`at rest, with the receivers' ledgers: ${ok ? 'no difference' : 'DIFFERENCES'}, ${took} s`);
  console.log(stage.edits.summary);
  if (!ok) broken.push(`at rest:\n${said}`);
} finally {
  await stage.close();
}
for (const text of broken) console.log(text);
console.log(
  `${faults.length} faults, ${broken.length} with differences, ${seconds(performance.now() - began)} s`,
);
process.exitCode = broken.length === 0 ? 0 : 1;
