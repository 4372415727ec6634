/**
 * A million armed alerts on 60 instruments, as bench/field.ts draws them: a snapshot taken between ticks, load in a process of its own,
 * memory, and ticks.
 *
 *     npx tsx bench/million.ts [alerts]
 */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine } from '../src/alerts/engine.ts';
import type { SnapshotPart } from '../src/alerts/snapshot/snapshot-part.ts';
import type { Tick } from '../src/market/tick.ts';
import { FIELD_FROM, FIELD_TABLE, fieldAlerts, fieldTicks } from './field.ts';
import { count, cpuMs, quantile, report, residentMb, timed } from './measure.ts';

const INSTRUMENTS = 60;
const TIMEFRAMES = ['M1', 'M5', 'M15', 'H1'];
const WARM_MS = 40 * 60_000;
const AFTER_WARMING = { instruments: INSTRUMENTS, from: FIELD_FROM + WARM_MS };
const TICKS_BETWEEN_PARTS = 100;
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
    const file = join(folder, 'snapshot.jsonl');
    const saved = save(engine, file);
    const armed = count(engine.counters.armed);
    console.log(`${armed} armed, ${((armMs * 1_000) / alerts).toFixed(1)} µs each`);
    report({
      what: `${armed} armed alerts: longest part of a snapshot taken between ticks`,
      goal: '≤ 10 ms',
      figure: `${saved.longestMs.toFixed(1)} ms, p99 ${saved.p99Ms.toFixed(1)} ms; ${saved.megabytes.toFixed(0)} MB in ${count(saved.parts)} parts, ${count(saved.ms)} ms`,
      isMet: saved.longestMs <= 10,
    });
    const self = process.argv[1] as string;
    spawnSync(process.execPath, [...process.execArgv, self, size, file], { stdio: 'inherit' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** One part a line, each followed by ticks, as the live engine writes them; beginning is a part of its own. Writing is not counted. */
function save(engine: Engine, file: string) {
  const ticks = fieldTicks({ ...AFTER_WARMING, seed: 6, count: 1_000_000, gapMs: 1, stepPoints: 4 });
  const out = openSync(file, 'w');
  const took: number[] = [];
  let bytes = 0;
  for (let parts: Iterator<SnapshotPart> | null = null, isDone = false; !isDone;) {
    let text = '';
    const ms = timed(() => {
      if (parts === null) parts = engine.snapshotParts();
      else {
        const next = parts.next();
        isDone = next.done === true;
        if (next.done !== true) text = JSON.stringify(next.value);
      }
    });
    took.push(ms);
    bytes += text === '' ? 0 : writeSync(out, `${text}\n`);
    for (let i = 0; i < TICKS_BETWEEN_PARTS; i++)
      engine.step({ type: 'tick', tick: ticks.next().value as Tick });
  }
  closeSync(out);
  const [p99Ms, longestMs] = [quantile(took, 0.99), quantile(took, 1)];
  const ms = took.reduce((sum, one) => sum + one, 0);
  return { parts: took.length - 2, megabytes: bytes / 1e6, ms, p99Ms, longestMs };
}

function* linesOf(file: string): Generator<string> {
  const bytes = readFileSync(file);
  for (let from = 0, to = bytes.indexOf(10); to >= 0; from = to + 1, to = bytes.indexOf(10, from))
    yield bytes.toString('utf8', from, to);
}

function load(file: string): void {
  let engine = new Engine({ instruments: FIELD_TABLE });
  const loadMs = timed(() => {
    const { take, finish } = Engine.restoration({ instruments: FIELD_TABLE });
    for (const text of linesOf(file)) take(JSON.parse(text) as SnapshotPart);
    engine = finish();
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
    ...AFTER_WARMING,
    seed: 4,
    count: 400_000,
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
