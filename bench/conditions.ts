/**
 * From source text to a condition the engine runs: parse, check, plan.
 *   npx tsx bench/conditions.ts [rounds]
 * Each source takes its turn beside the calibration loop, round after round, in one process; rounds are short, and
 * the median and the best of them are shown: the best is what the machine can do when nothing else runs. The goal is 30,000 a second for
 * the typical condition; the ratio of the best to that of the loop is what to compare between machines.
 */
import { checkCondition } from '../src/conditions/check.ts';
import { parse } from '../src/conditions/parser.ts';
import { Moment } from '../src/alerts/evaluation/moment.ts';
import { Plan } from '../src/alerts/evaluation/plan.ts';
import { Sources } from '../src/alerts/evaluation/sources.ts';
import { TimerQueue } from '../src/alerts/timer-queue.ts';
import { CATALOG } from '../src/indicators/catalog.ts';
import { instrumentId } from '../src/kernel/units.ts';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../src/market/instruments.ts';

const ROUNDS = Number(process.argv[2] ?? 60);
const PER_ROUND = 60;
const GOAL_PER_SECOND = 30_000;

const SOURCES = {
  level: 'bid crosses above 150.25',
  typical: 'rsi(14)@M15 < 30 and close@D1 > sma(200)@D1 and spread < 1.5 pips',
  sequence:
    '(close@M15 crosses above bb(20, 2).upper) then (close@M15 crosses below bb(20, 2).upper) within 8 bars unless spread > 5 pips',
  functions: 'spread > 4 * typical(spread) for 20s and strength(EUR, 24)@H1 > 0.5%',
} as const;

const instruments = instrumentTable(BUILT_IN_INSTRUMENTS);
const context = { instruments, defaultInstrument: instrumentId('USDJPY'), basis: 'bid' } as const;
const sources = new Sources({
  instruments,
  indicators: CATALOG,
  time: new Moment(new TimerQueue(() => Infinity), false),
});

/** What keeps an engine busy that runs JavaScript: strings cut, objects made, a map asked. */
function calibrate(): number {
  const seen = new Map<string, { readonly at: number }>();
  const text = SOURCES.sequence;
  for (let at = 0; at < 8_000; at++) {
    const word = text.slice(at % 60, (at % 60) + 6);
    seen.set(word, { at: (seen.get(word)?.at ?? 0) + at });
  }
  return seen.size;
}

function planned(source: string): void {
  const checked = checkCondition(source, context);
  if (!checked.ok) throw new Error(`${source}: ${checked.error.message}`);
  new Plan(checked.value, sources).release();
}

const STAGES = {
  parse: (source: string) => void parse(source),
  'parse and check': (source: string) => void checkCondition(source, context),
  'parse, check and plan': planned,
} as const;

function microsecondsOf(work: () => void, times: number): number {
  const start = performance.now();
  for (let count = 0; count < times; count++) work();
  return ((performance.now() - start) * 1_000) / times;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

const rows = Object.entries(SOURCES).flatMap(([name, source]) =>
  Object.entries(STAGES).map(([stage, work]) => ({
    name,
    stage,
    run: () => work(source),
    times: [] as number[],
  })),
);
const calibration: number[] = [];
for (let round = -2; round < ROUNDS; round++) {
  const loop = microsecondsOf(() => void calibrate(), 3);
  if (round >= 0) calibration.push(loop);
  for (const { run, times } of rows) {
    const each = microsecondsOf(run, PER_ROUND);
    // The first two rounds warm up.
    if (round >= 0) times.push(each);
  }
}

const loop = Math.min(...calibration);
process.stdout.write(`calibration loop ${loop.toFixed(0)} µs at best of ${ROUNDS} rounds\n`);
for (const { name, stage, times } of rows) {
  const best = Math.min(...times);
  const goal = name === 'typical' && stage === 'parse, check and plan' ? `  goal ${GOAL_PER_SECOND}/s` : '';
  const figures = [
    `${name.padEnd(10)} ${stage.padEnd(22)}`,
    `median ${median(times).toFixed(1).padStart(6)} µs`,
    `best ${best.toFixed(1).padStart(6)} µs`,
    `${String(Math.round(1e6 / best)).padStart(7)}/s`,
    `${(best / loop).toFixed(4)} of the loop${goal}`,
  ];
  process.stdout.write(`${figures.join('  ')}\n`);
}
