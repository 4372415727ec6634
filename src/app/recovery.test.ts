import { pino } from 'pino';
import { expect, test } from 'vitest';
import { memoryJournal } from '../../test/support/memory-journal.ts';
import { SimulatedTables } from '../../test/simulation/world/simulated-tables.ts';
import { simulatedStores } from '../../test/simulation/world/simulated-stores.ts';
import { sampleAlert, sampleBatch, sampleTick, T0 } from '../../test/support/samples.ts';
import { INSTRUMENTS, newEngine } from '../../test/support/timeline.ts';
import type { Engine } from '../alerts/engine.ts';
import type { LogEntry } from '../alerts/log-entry.ts';
import type { AlertStore, EventLog, Journal, MarketHistory } from '../alerts/ports.ts';
import { price } from '../kernel/units.ts';
import { conditionsOf } from './conditions-of.ts';
import { Pipeline } from './pipeline.ts';
import { type Restored, restoreEngine, settleAlerts } from './recovery.ts';

const tick = (ms: number, bid: number): LogEntry => ({
  type: 'tick',
  tick: sampleTick(ms, { bid: price(bid), ask: price(bid + 0.0001) }),
});

const alert = sampleAlert({ when: 'bid crosses above 1.39' });
const silent = pino({ level: 'silent' });
const stopped = { monotonicMs: () => 0 };

/** One alert that fired once, recorded; the checkpoint is of before, and `version` can make it another program's; null: there is none. */
function fired(version?: number | null): { restore(beganAfter?: number): Promise<Restored> } {
  const tables = new SimulatedTables(() => T0, []);
  const simulated = simulatedStores(tables, { ask: (_name, work) => Promise.resolve(work()) });
  // Nothing but the log: candles are not what this is about.
  const history = {
    ...simulated.history,
    lastQuotes: () => Promise.resolve([]),
    candles: () => Promise.resolve([]),
  };
  const stores = { ...simulated, history };
  const running = newEngine();
  const parts = running
    .snapshot()
    .map((part) => (part.type === 'head' ? { ...part, version: version ?? part.version } : part));
  if (version !== null) tables.saveCheckpoint({ seq: 0, parts: parts.map((part) => JSON.stringify(part)) });

  const log: LogEntry[] = [{ type: 'arm', alert, at: T0 }, tick(1, 1.3899), tick(2, 1.3901)];
  const events = log.flatMap((entry) => running.step(entry).events);
  expect(events.map(({ key }) => key)).toEqual(['a1:1:1']);
  tables.commit(
    sampleBatch({
      edits: [{ type: 'save', seq: 1, at: T0, alert, status: 'armed' }],
      ticks: log.flatMap((entry, index) =>
        entry.type === 'tick' ? [{ seq: index + 1, tick: entry.tick, simulated: false }] : [],
      ),
      ...{ events, seq: 3 },
    }),
  );
  return {
    restore: async (beganAfter = 0) => {
      const options = { instruments: INSTRUMENTS, simulated: false, beganAfter, log: silent, clock: stopped };
      return restoreEngine({ ...stores, ...options });
    },
  };
}

const keysAfter = (engine: Engine): readonly string[] =>
  [tick(3, 1.3899), tick(4, 1.3901)].flatMap((entry) => engine.step(entry).events).map(({ key }) => key);

test('firings that the log repeats after a checkpoint are not counted a second time', async () => {
  expect(keysAfter((await fired().restore()).engine)).toEqual(['a1:1:2']);
});

test('a checkpoint of an older program is passed over: alerts go on from the end of the log with the next number', async () => {
  const { engine } = await fired(1).restore();
  expect([...engine.armed()]).toEqual([]);
  // What the product does next: the alerts as the database has them.
  engine.step({ type: 'arm', alert, at: sampleTick(2).at });
  expect(keysAfter(engine)).toEqual(['a1:1:2']);
});

test('after another market the log begins where that one ended, and firings are numbered on', async () => {
  const { engine, isNew } = await fired(null).restore(3);
  expect(isNew, 'its history is read').toBe(true);
  expect([...engine.armed()]).toEqual([]);
  engine.step({ type: 'arm', alert, at: sampleTick(2).at });
  expect(keysAfter(engine)).toEqual(['a1:1:2']);
});

test('a checkpoint of a newer program is refused in a sentence', async () => {
  await expect(fired(99).restore()).rejects.toThrow(
    /has version 99, this program reads \d+: start the newer/,
  );
});

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  for (const item of items) yield await Promise.resolve(item);
}

/** Hundred alerts that read the same two series; what is asked of the history of prices. */
function hundredAlike() {
  const asked: string[] = [];
  const alerts = Array.from({ length: 100 }, (_, n) =>
    sampleAlert({ id: `a${n}`, when: `rsi(14)@H1 > ${n} and close@M5 > 1` }),
  );
  const candles: MarketHistory['candles'] = ({ timeframe }) => {
    asked.push(timeframe);
    return Promise.resolve([]);
  };
  const history = { candles, lastQuotes: () => Promise.resolve([]) } as unknown as MarketHistory;
  return { alerts, asked, history };
}

test('history is read once for all alerts that the log arms after a checkpoint', async () => {
  const { alerts, asked, history } = hundredAlike();
  const log = alerts.map((armed, n): LogEntry => ({ type: 'arm', alert: armed, at: (T0 + n) as typeof T0 }));
  const journal = {
    ...memoryJournal(),
    entriesAfter: () => each(log.map((entry, index) => ({ seq: index + 1, entry }))),
  } as unknown as Journal;
  const events = { firingCounts: () => Promise.resolve(new Map()) } as unknown as EventLog;
  const { engine } = await restoreEngine({
    ...{ journal, history, events, instruments: INSTRUMENTS, simulated: false, beganAfter: 0 },
    ...{ log: silent, clock: stopped },
  });
  expect([...engine.armed()]).toHaveLength(100);
  expect(asked).toEqual(['H1', 'M5']);
});

test('history is read once for all alerts that are settled', async () => {
  const { alerts, asked, history } = hundredAlike();
  const nothing = (): void => undefined;
  const pipeline = new Pipeline({
    ...{ engine: newEngine(), journal: memoryJournal(), seq: 0, simulated: false, ownClock: false },
    ...{ feedPosition: () => null, onStep: nothing, onRecorded: nothing, onFault: nothing, onFatal: nothing },
  });
  const stored = alerts.map((armed) => ({ alert: armed, status: 'armed' }));
  const pages = () => each([stored.slice(0, 50), stored.slice(50)]);
  const settled = await settleAlerts({
    ...{ pipeline, history, alerts: { all: pages } as unknown as AlertStore },
    ...{ checkAlert: conditionsOf(INSTRUMENTS), clock: stopped },
  });
  expect(settled).toBe(100);
  expect([...pipeline.engine.armed()]).toHaveLength(100);
  expect(asked).toEqual(['H1', 'M5']);
});
