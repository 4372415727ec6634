/**
 * A million armed alerts on 60 instruments, as bench/field.ts draws them: snapshot, load in a process of its own, memory, and ticks.
 *
 *     npx tsx bench/million.ts [alerts]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine } from '../src/alerts/engine.ts';
import type { EngineSnapshot } from '../src/alerts/engine-snapshot.ts';
import { FIELD_FROM, FIELD_TABLE, fieldAlerts, fieldTicks } from './field.ts';
import { count, cpuMs, quantile, report, residentMb, timed } from './measure.ts';

const INSTRUMENTS = 60;
const TIMEFRAMES = ['M1', 'M5', 'M15', 'H1'];
const WARM_MS = 40 * 60_000;
const [size = '1000000', snapshotFile] = process.argv.slice(2);
const alerts = Number(size);

if (snapshotFile === undefined) build();
else load(snapshotFile);

/** Arms the field, lets forty minutes pass so that indicators are warm, writes the snapshot, and has another process load it. */
function build(): void {
  const engine = new Engine({ instruments: FIELD_TABLE });
  let refused = 0;
  const armMs = timed(() => {
    for (const alert of fieldAlerts({ count: alerts, instruments: INSTRUMENTS, timeframes: TIMEFRAMES }))
      refused += engine.step({ type: 'arm', alert, at: FIELD_FROM }).problems.length;
  });
  if (refused > 0) throw new Error(`${refused} alerts of the field do not arm`);
  const warm = { seed: 3, count: 40 * INSTRUMENTS * 10, instruments: INSTRUMENTS, from: FIELD_FROM };
  for (const tick of fieldTicks({ ...warm, gapMs: WARM_MS / warm.count, stepPoints: 4 }))
    engine.step({ type: 'tick', tick });
  const folder = mkdtempSync(join(tmpdir(), 'fxalert-bench-'));
  try {
    const file = join(folder, 'snapshot.json');
    let text = '';
    const saveMs = timed(() => (text = JSON.stringify(engine.snapshot())));
    writeFileSync(file, text);
    const armed = count(engine.counters.armed);
    console.log(
      `${armed} armed, ${((armMs * 1_000) / alerts).toFixed(1)} µs each; snapshot of ${(text.length / 1e6).toFixed(0)} MB in ${count(saveMs)} ms`,
    );
    const self = process.argv[1] as string;
    spawnSync(process.execPath, [...process.execArgv, self, size, file], { stdio: 'inherit' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function load(file: string): void {
  let engine = new Engine({ instruments: FIELD_TABLE });
  const loadMs = timed(() => {
    const snapshot = JSON.parse(readFileSync(file, 'utf8')) as EngineSnapshot;
    engine = Engine.restore(snapshot, { instruments: FIELD_TABLE });
  });
  const armed = `${count(engine.counters.armed)} armed alerts`;
  const mb = residentMb();
  report({
    what: `${armed}: load from a snapshot`,
    goal: '≤ 20 s',
    figure: `${(loadMs / 1_000).toFixed(1)} s`,
    isMet: loadMs <= 20_000,
  });
  report({
    what: `${armed}: memory of the process`,
    goal: '≤ 1.2 GB',
    figure: `${mb.toFixed(0)} MB`,
    isMet: mb <= 1_200,
  });
  const of = {
    seed: 4,
    count: 400_000,
    instruments: INSTRUMENTS,
    from: FIELD_FROM + WARM_MS,
    gapMs: 1,
    stepPoints: 4,
  };
  const ticks = [...fieldTicks(of)];
  const took = new Float64Array(ticks.length);
  let events = 0;
  const started = cpuMs();
  ticks.forEach((tick, i) => {
    const before = performance.now();
    events += engine.step({ type: 'tick', tick }).events.length;
    took[i] = performance.now() - before;
  });
  const rate = ticks.length / ((cpuMs() - started) / 1_000);
  const p99 = quantile(took, 0.99);
  report({
    what: `${armed}: p99 of a tick (wall time)`,
    goal: '≤ 1 ms',
    figure: `${(p99 * 1_000).toFixed(1)} µs, longest ${quantile(took, 1).toFixed(0)} ms, ${count(events)} events`,
    isMet: p99 <= 1,
  });
  report({
    what: `${armed}: ticks sustained`,
    goal: '≥ 100,000/s',
    figure: `${count(rate)}/s`,
    isMet: rate >= 100_000,
  });
}
