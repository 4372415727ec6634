/**
 * Ticks per second of a replay at full speed, with 1, 100 and 10,000 alerts on one instrument.
 *   npx tsx bench/replay.ts [rounds]
 * The sizes take turns, round after round, in one process, so that a busy moment of the machine meets them all; figures are medians.
 * Half of the alerts are levels the week trades at, the others lie beyond it; every hundredth watches closed candles. The recorded week
 * is taken where it is at hand, generated ticks otherwise. Reading the file is not counted.
 */
import { Engine } from '../src/alerts/engine.ts';
import type { Alert } from '../src/alerts/alert.ts';
import { type EpochMs, instrumentId } from '../src/kernel/units.ts';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../src/market/instruments.ts';
import type { Tick } from '../src/market/tick.ts';
import { readTicks, sharedTickFile } from '../test/support/shared-ticks.ts';
import { tickWalk } from '../test/support/tick-walk.ts';
import { sampleAlert } from '../test/support/samples.ts';

const SIZES = [1, 100, 10_000];
const ROUNDS = Number(process.argv[2] ?? 7);
const WEEK = Date.UTC(2014, 4, 4, 21);
const instruments = instrumentTable(BUILT_IN_INSTRUMENTS);

interface Round {
  readonly ticksPerSecond: number;
  readonly events: number;
}

function alerts(count: number): Alert[] {
  return Array.from({ length: count }, (_, index) => alertOn(index, conditionOf(index, count)));
}

function conditionOf(index: number, count: number): string {
  if (index % 100 === 99) return `close@M15 crosses above sma(${10 + ((index / 100) | 0)})`;
  const share = index / count;
  const level = index % 2 === 0 ? 1.375 + 0.024 * share : 1.5 + 0.2 * share;
  return `${index % 4 < 2 ? 'bid' : 'ask'} crosses above ${level.toFixed(5)}`;
}

function alertOn(index: number, when: string): Alert {
  return sampleAlert({
    id: `bench-${index}`,
    name: when,
    instruments: [instrumentId('EURUSD')],
    when,
    frequency: 'once',
    channels: [],
    tags: [],
  });
}

function round(ticks: readonly Tick[], armed: readonly Alert[]): Round {
  const engine = new Engine({ instruments });
  for (const alert of armed) {
    const { problems } = engine.step({ type: 'arm', alert, at: 0 as EpochMs });
    if (problems.length > 0) throw new Error(`${alert.when} does not arm`);
  }
  let events = 0;
  const started = performance.now();
  for (const tick of ticks) events += engine.step({ type: 'tick', tick }).events.length;
  const seconds = (performance.now() - started) / 1_000;
  return { ticksPerSecond: ticks.length / seconds, events };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}

const file = sharedTickFile('EURUSD_ticks_2014-05-04_05-09_oanda.csv.gz');
const ticks =
  file === null ? tickWalk({ seed: 1, count: 250_000, from: WEEK, meanGapMs: 1_000 }) : await readTicks(file);
const fields = SIZES.map((size) => ({ size, armed: alerts(size), rounds: [] as Round[] }));
for (const { armed } of fields) round(ticks, armed);
for (let turn = 0; turn < ROUNDS; turn++)
  for (const { armed, rounds } of fields) rounds.push(round(ticks, armed));

console.log(`${ticks.length} ticks, ${file === null ? 'generated' : 'recorded'}; median of ${ROUNDS} rounds`);
const medians = fields.map(({ rounds }) => median(rounds.map(({ ticksPerSecond }) => ticksPerSecond)));
fields.forEach(({ size, rounds }, index) => {
  const rate = medians[index]!;
  const ratio = (medians[0]! / rate).toFixed(2);
  console.log(
    `${String(size).padStart(6)} alerts  ${Math.round(rate).toLocaleString('en').padStart(10)} ticks/s  ` +
      `${ratio} times the cost of 1 alert  ${rounds[0]!.events} events`,
  );
});
