import { pino } from 'pino';
import { expect, test } from 'vitest';
import { SimulatedTables } from '../../test/simulation/world/simulated-tables.ts';
import { simulatedStores } from '../../test/simulation/world/simulated-stores.ts';
import { sampleAlert, sampleBatch, sampleTick, T0 } from '../../test/support/samples.ts';
import { INSTRUMENTS, newEngine } from '../../test/support/timeline.ts';
import type { LogEntry } from '../alerts/log-entry.ts';
import { price } from '../kernel/units.ts';
import { restoreEngine } from './recovery.ts';

const tick = (ms: number, bid: number): LogEntry => ({
  type: 'tick',
  tick: sampleTick(ms, { bid: price(bid), ask: price(bid + 0.0001) }),
});

test('firings that the log repeats after a checkpoint are not counted a second time', async () => {
  const tables = new SimulatedTables(() => T0, []);
  const stores = simulatedStores(tables, { ask: (_name, work) => Promise.resolve(work()) });
  const running = newEngine();
  tables.saveCheckpoint({ seq: 0, state: JSON.stringify(running.snapshot()) });

  const alert = sampleAlert({ when: 'bid crosses above 1.39' });
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

  const silent = pino({ level: 'silent' });
  const { engine } = await restoreEngine({
    ...stores,
    instruments: INSTRUMENTS,
    simulated: false,
    log: silent,
  });
  const next = [tick(3, 1.3899), tick(4, 1.3901)].flatMap((entry) => engine.step(entry).events);
  expect(next.map(({ key }) => key)).toEqual(['a1:1:2']);
});
