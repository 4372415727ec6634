/**
 * Has the engine become slower? Each piece of work is measured as a ratio to a calibration loop in the same run, best of several turns,
 * and compared with bench/baseline.json: a machine's speed and its other work cancel out, mostly, and a generous factor takes the rest.
 *
 *     npx tsx bench/guard.ts            compares; exits with 1 when something costs more than FACTOR times its baseline
 *     npx tsx bench/guard.ts --write    writes the baseline
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Engine } from '../src/alerts/engine.ts';
import type { SnapshotPart } from '../src/alerts/snapshot/snapshot-part.ts';
import { checkCondition } from '../src/conditions/check.ts';
import { type EpochMs, epochMs } from '../src/kernel/units.ts';
import type { Instrument } from '../src/market/instrument.ts';
import { FIELD_FROM, FIELD_INSTRUMENTS, FIELD_TABLE, fieldAlert, fieldAlerts, fieldTicks } from './field.ts';
import { timed } from './measure.ts';

const FACTOR = 2.5;
const TURNS = 7;
const FILE = join(import.meta.dirname, 'baseline.json');
const [EURUSD] = FIELD_INSTRUMENTS as readonly [Instrument];

/** Arithmetic, memory, maps and short-lived objects, in about the measure of an engine. */
function calibrate(): number {
  const ring = new Float64Array(4_096);
  const map = new Map<string, { n: number }>();
  let sum = 0;
  for (let i = 0; i < 400_000; i++) {
    const at = (i * 31) & 4_095;
    sum += ring[at] ?? 0;
    ring[at] = sum * 0.5 + i;
    const key = `k${i & 1_023}`;
    map.set(key, { n: (map.get(key)?.n ?? 0) + 1 });
  }
  return sum;
}

const ticks = [
  ...fieldTicks({ seed: 2, count: 60_000, instruments: 5, from: FIELD_FROM, gapMs: 50, stepPoints: 5 }),
];
const alerts = [...fieldAlerts({ count: 3_000, instruments: 5, timeframes: ['M1', 'M5'] })];

function armed(): Engine {
  const engine = new Engine({ instruments: FIELD_TABLE });
  for (const alert of alerts) engine.step({ type: 'arm', alert, at: FIELD_FROM });
  return engine;
}

const WORKS: Readonly<Record<string, () => unknown>> = {
  'arming 3,000 alerts': armed,
  'a snapshot of 3,000 alerts, there and back': (() => {
    const engine = armed();
    const throughText = function* () {
      for (const part of engine.snapshotParts()) yield JSON.parse(JSON.stringify(part)) as SnapshotPart;
    };
    return () => Engine.restore(throughText(), { instruments: FIELD_TABLE });
  })(),
  '60,000 ticks over 3,000 alerts': (() => {
    let engine = armed();
    let round = 0;
    return () => {
      if (round++ > 20) engine = armed();
      const later = round * 3_600_000;
      for (const tick of ticks)
        engine.step({ type: 'tick', tick: { ...tick, at: (tick.at + later) as EpochMs } });
    };
  })(),
  'checking 5,000 conditions': () => {
    const context = { instruments: FIELD_TABLE, defaultInstrument: EURUSD.id, basis: 'bid' as const };
    for (let i = 0; i < 5_000; i++)
      checkCondition(`close@H1 crosses above sma(20) and rsi(14)@M15 > ${i}`, context);
  },
  '20,000 levels armed and removed': () => {
    const engine = new Engine({ instruments: FIELD_TABLE });
    const at = epochMs(FIELD_FROM);
    for (let i = 0; i < 20_000; i++)
      engine.step({ type: 'arm', alert: fieldAlert(i, EURUSD, `bid > ${1.2 + i / 1e5}`), at });
    for (let i = 0; i < 20_000; i++) engine.step({ type: 'disarm', alert: `alert-${i}`, at });
  },
};

function ratios(): Record<string, number> {
  const best: Record<string, number> = {};
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [name, work] of Object.entries(WORKS)) {
      const before = timed(calibrate);
      const ms = timed(work);
      const ratio = ms / ((before + timed(calibrate)) / 2);
      if (turn > 0) best[name] = Math.min(best[name] ?? Infinity, ratio);
    }
  }
  return best;
}

const measured = ratios();
if (process.argv.includes('--write')) {
  const rounded = Object.fromEntries(
    Object.entries(measured).map(([name, ratio]) => [name, Number(ratio.toFixed(2))]),
  );
  writeFileSync(FILE, `${JSON.stringify(rounded, null, 2)}\n`);
}
const baseline = JSON.parse(readFileSync(FILE, 'utf8')) as Readonly<Record<string, number>>;
for (const [name, ratio] of Object.entries(measured)) {
  const known = baseline[name];
  if (known === undefined) throw new Error(`bench/baseline.json does not know "${name}": run with --write`);
  const times = ratio / known;
  const isSlower = times > FACTOR;
  if (isSlower) process.exitCode = 1;
  console.log(
    `${isSlower ? 'SLOWER' : 'ok    '} ${name}: ${ratio.toFixed(2)} calibration loops, ${times.toFixed(2)} times the baseline`,
  );
}
