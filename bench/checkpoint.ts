/**
 * A checkpoint of a live engine on the embedded database, and the start from it: `npx tsx bench/checkpoint.ts [alerts]`. Ticks come every
 * millisecond and are committed meanwhile; told is how late they were taken (wall time), with a checkpoint under way and without.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine } from '../src/alerts/engine.ts';
import type { Tick } from '../src/market/tick.ts';
import { Pipeline } from '../src/app/pipeline.ts';
import { restoreCheckpoint } from '../src/app/restore-checkpoint.ts';
import { createStores } from '../src/storage/create-stores.ts';
import { migrate } from '../src/storage/migrate.ts';
import { openDatabase } from '../src/storage/open-database.ts';
import { FIELD_FROM, FIELD_TABLE, fieldAlerts, fieldTicks } from './field.ts';
import { count, quantile, report } from './measure.ts';

const ALERTS = Number(process.argv[2] ?? 200_000);
const INSTRUMENTS = 60;
const of = { instruments: INSTRUMENTS, from: FIELD_FROM, stepPoints: 4 };

const engine = new Engine({ instruments: FIELD_TABLE });
for (const alert of fieldAlerts({
  count: ALERTS,
  instruments: INSTRUMENTS,
  timeframes: ['M1', 'M5', 'M15', 'H1'],
}))
  engine.step({ type: 'arm', alert, at: FIELD_FROM });
for (const tick of fieldTicks({ ...of, seed: 3, count: 24_000, gapMs: 100 }))
  engine.step({ type: 'tick', tick });

const folder = mkdtempSync(join(tmpdir(), 'fxalert-bench-'));
try {
  const database = await openDatabase({ kind: 'embedded', folder });
  await migrate(database);
  const { journal } = createStores(database);
  const fail = (error: unknown): void => {
    throw error as Error;
  };
  const pipeline = new Pipeline({
    ...{ engine, journal, seq: 0, simulated: true, ownClock: true, feedPosition: () => null },
    ...{ onStep: () => undefined, onRecorded: () => undefined, onFault: fail, onFatal: fail },
  });
  const ticks = fieldTicks({ ...of, seed: 6, count: 1e7, from: FIELD_FROM + 2_400_000, gapMs: 1 });
  /** How late each tick was taken while `work` ran. */
  const lateness = async (work: () => Promise<void>): Promise<number[]> => {
    const late: number[] = [];
    let dueAt = performance.now() + 1;
    const timer = setInterval(() => {
      for (const now = performance.now(); dueAt <= now; dueAt++) {
        pipeline.append({ type: 'tick', tick: ticks.next().value as Tick });
        late.push(performance.now() - dueAt);
      }
    }, 1);
    await work();
    clearInterval(timer);
    return late;
  };
  const without = await lateness(() => new Promise((resolve) => setTimeout(resolve, 5_000)));
  const started = performance.now();
  const during = await lateness(() => pipeline.checkpoint());
  const tookMs = performance.now() - started;
  const figures = (late: readonly number[]): string =>
    [0.5, 0.99, 1].map((share) => quantile(late, share).toFixed(1)).join(' / ');
  report({
    what: `${count(ALERTS)} alerts: ticks taken late by (median / p99 / most) ms during a checkpoint of ${(tookMs / 1_000).toFixed(1)} s`,
    goal: 'p99 ≤ 10 ms, or as without one',
    figure: `${figures(during)}; without one ${figures(without)}`,
    isMet: quantile(during, 0.99) <= Math.max(10, quantile(without, 0.99)),
  });
  await pipeline.flush();
  const loading = performance.now();
  const restored = await restoreCheckpoint(
    (take) => journal.loadCheckpoint(take),
    { instruments: FIELD_TABLE },
    'of the benchmark',
  );
  if (restored?.engine?.counters.armed !== engine.counters.armed) throw new Error('alerts are missing');
  const loadMs = performance.now() - loading;
  report({
    what: `${count(ALERTS)} alerts: start from that checkpoint (wall time)`,
    goal: '≤ 20 s',
    figure: `${(loadMs / 1_000).toFixed(1)} s`,
    isMet: loadMs <= 20_000,
  });
  pipeline.append({ type: 'tick', tick: ticks.next().value as Tick });
  const ending = performance.now();
  const isRecorded = await pipeline.end(3_000);
  await database.close();
  const endMs = performance.now() - ending;
  report({
    what: `${count(ALERTS)} alerts: the last tick recorded and the database closed at the end (wall time)`,
    goal: '≤ 8 s of the ten of a stop',
    figure: `${(endMs / 1_000).toFixed(1)} s`,
    isMet: isRecorded && endMs <= 8_000,
  });
} finally {
  rmSync(folder, { recursive: true });
}
