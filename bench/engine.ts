/**
 * Ticks per second against the number of price-level alerts on one instrument: `npx tsx bench/engine.ts [--million]`.
 * Processor time. Every size sees the same ticks; rounds are interleaved so that all sizes meet the same machine, and the median counts.
 * Two books: levels out of reach (nothing fires) and levels every tick walks among (crossings fire).
 */
import type { Engine } from '../src/alerts/engine.ts';
import type { Alert } from '../src/alerts/alert.ts';
import type { Tick } from '../src/market/tick.ts';
import { randomTicks } from '../test/support/random-market.ts';
import { sampleAlert } from '../test/support/samples.ts';
import { newEngine } from '../test/support/timeline.ts';

const ROUNDS = 5;
const SIZES = [1, 100, 1_000, 10_000, ...(process.argv.includes('--million') ? [1_000_000] : [])];
const TICKS = randomTicks(7, { ticks: 200_000, maxGapMs: 400 });

interface Book {
  readonly name: string;
  /** The i-th of n levels. */
  level(i: number, n: number): number;
  /** What a level alert says. */
  when(level: string): string;
}

const BOOKS: readonly Book[] = [
  {
    name: 'out of reach',
    level: (i, n) => 1.45 + (0.1 * i) / n,
    when: (level) => `bid crosses above ${level}`,
  },
  {
    name: 'around the price, fire once',
    level: (i, n) => 1.34 + (0.1 * i) / n,
    when: (level) => `bid crosses above ${level}`,
  },
];

function alertsOf(book: Book, size: number): Alert[] {
  return Array.from({ length: size }, (_, i) =>
    sampleAlert({ id: `a${i}`, frequency: 'once', when: book.when(book.level(i, size).toFixed(5)) }),
  );
}

/** Processor time of this process: a busy machine does not change it much. */
const cpuMs = (): number => process.cpuUsage().user / 1_000;

const median = (values: number[]): number =>
  values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

function replay(engine: Engine, ticks: readonly Tick[], shiftMs: number): { ms: number; fired: number } {
  const entries = ticks.map((tick) => ({
    type: 'tick' as const,
    tick: { ...tick, at: (tick.at + shiftMs) as Tick['at'] },
  }));
  let fired = 0;
  const started = cpuMs();
  for (const entry of entries) fired += engine.step(entry).events.length;
  return { ms: cpuMs() - started, fired };
}

const span = (TICKS.at(-1) as Tick).at - (TICKS[0] as Tick).at;
for (const book of BOOKS) {
  console.log(`levels ${book.name}; ${TICKS.length} ticks, median of ${ROUNDS} interleaved rounds`);
  const runs = SIZES.map((size) => {
    const engine = newEngine();
    const alerts = alertsOf(book, size);
    const started = cpuMs();
    for (const alert of alerts) engine.step({ type: 'arm', alert, at: (TICKS[0] as Tick).at });
    return {
      size,
      engine,
      armUs: ((cpuMs() - started) * 1_000) / size,
      times: [] as number[],
      fired: 0,
    };
  });
  for (let round = 0; round < ROUNDS; round++)
    for (const run of runs) {
      const { ms, fired } = replay(run.engine, TICKS, round * (span + 60_000));
      run.times.push(ms);
      run.fired += fired;
    }
  const base = median([...(runs[0] as (typeof runs)[number]).times]);
  for (const { size, armUs, times, fired } of runs) {
    const ms = median(times);
    const rate = Math.round(TICKS.length / (ms / 1_000)).toLocaleString('en');
    const ns = ((ms * 1e6) / TICKS.length).toFixed(0);
    console.log(
      `${String(size).padStart(9)} alerts  ${rate.padStart(10)} ticks/s  ${ns.padStart(6)} ns/tick  x${(ms / base).toFixed(2)} of one  ${fired} fired  arming ${armUs.toFixed(1)} us each`,
    );
  }
}
