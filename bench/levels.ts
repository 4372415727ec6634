/**
 * One tick against N price levels of one instrument, none firing; and arming or removing one among them. `npx tsx bench/levels.ts`.
 * All sizes see the same ticks, in turn.
 */
import { Engine } from '../src/alerts/engine.ts';
import type { EpochMs } from '../src/kernel/units.ts';
import type { Instrument } from '../src/market/instrument.ts';
import type { Tick } from '../src/market/tick.ts';
import { FIELD_FROM, FIELD_INSTRUMENTS, FIELD_TABLE, fieldAlert, fieldTicks } from './field.ts';
import { count, median, quantile, report, timed } from './measure.ts';

const ROUNDS = 7;
const SIZES = [1_000, 1_000_000] as const;
const TICKS = 200_000;
const EDITS = 20_000;
const [EURUSD] = FIELD_INSTRUMENTS as readonly [Instrument];

/** Out of reach of the walk, on both sides of it. */
function levelAlert(i: number, size: number): ReturnType<typeof fieldAlert> {
  const share = i / size;
  const level = i % 2 === 0 ? 1.2 + 0.1 * share : 1.5 + 0.1 * share;
  return fieldAlert(i, EURUSD, `bid crosses ${i % 2 === 0 ? 'below' : 'above'} ${level.toFixed(5)}`);
}

function engineWith(size: number): Engine {
  const engine = new Engine({ instruments: FIELD_TABLE });
  for (let i = 0; i < size; i++) engine.step({ type: 'arm', alert: levelAlert(i, size), at: FIELD_FROM });
  return engine;
}

const engines = SIZES.map(engineWith);
const times: number[][] = SIZES.map(() => []);
const walk = [...fieldTicks({ seed: 9, count: TICKS, instruments: 1, from: 0, gapMs: 20, stepPoints: 6 })];
const lengthMs = (walk.at(-1) as Tick).at + 60_000;
for (let round = 0; round <= ROUNDS; round++) {
  const from = FIELD_FROM + round * lengthMs;
  const entries = walk.map((tick) => ({
    type: 'tick' as const,
    tick: { ...tick, at: (from + tick.at) as EpochMs },
  }));
  engines.forEach((engine, i) => {
    const ms = timed(() => {
      for (const entry of entries) engine.step(entry);
    });
    // The first round is for the compiler.
    if (round > 0) times[i]?.push(ms);
  });
}
if (engines.some(({ counters }) => counters.events > 0)) throw new Error('a level out of reach has fired');
const [few = NaN, many = NaN] = times.map(median);
const rate = (TICKS * 1_000) / many;
report({
  what: 'a tick at 1,000,000 levels beside one at 1,000',
  goal: '≤ 4 times',
  figure: `${(many / few).toFixed(2)} times`,
  isMet: many / few <= 4,
});
report({
  what: 'ticks at 1,000,000 levels',
  goal: '≥ 2,000,000/s',
  figure: `${count(rate)}/s`,
  isMet: rate >= 2_000_000,
});

const engine = engines[1] as Engine;
const at = engine.marketTime ?? FIELD_FROM;
const took = new Float64Array(2 * EDITS);
const alerts = Array.from({ length: EDITS }, (_, i) => ({ ...levelAlert(i * 37, SIZES[1]), id: `new-${i}` }));
const editMs = timed(() => {
  alerts.forEach((alert, i) => {
    const started = performance.now();
    engine.step({ type: 'arm', alert, at });
    took[2 * i] = performance.now() - started;
    const removed = performance.now();
    engine.step({ type: 'disarm', alert: alert.id, at });
    took[2 * i + 1] = performance.now() - removed;
  });
});
const meanUs = (editMs * 1_000) / (2 * EDITS);
report({
  what: 'arming or removing one among 1,000,000, mean',
  goal: '≤ 10 µs',
  figure: `${meanUs.toFixed(1)} µs`,
  isMet: meanUs <= 10,
});
const p999 = quantile(took, 0.999);
report({
  what: 'the same, 999 of 1,000 (wall time)',
  goal: '≤ 1 ms',
  figure: `${(p999 * 1_000).toFixed(0)} µs, longest ${quantile(took, 1).toFixed(1)} ms`,
  isMet: p999 <= 1,
});
