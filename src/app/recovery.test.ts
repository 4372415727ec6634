import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { Engine } from '../alerts/engine.ts';
import type { AlertEvent } from '../alerts/event.ts';
import type { LogEntry } from '../alerts/log-entry.ts';
import type { EventLog, Journal, MarketHistory } from '../alerts/ports.ts';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../market/instruments.ts';
import { at, EURUSD, sampleAlert, sampleTick } from '../../test/support/samples.ts';
import type { Price } from '../kernel/units.ts';
import { restoreEngine } from './recovery.ts';

const options = { instruments: instrumentTable(BUILT_IN_INSTRUMENTS) };
const alert = sampleAlert({ instruments: [EURUSD], when: 'bid crosses above 1.39' });
const tick = (offsetMs: number, bid: number): LogEntry => ({
  type: 'tick',
  tick: sampleTick(offsetMs, { bid: bid as Price, ask: (bid + 0.0001) as Price }),
});
const crossing = (offsetMs: number): readonly LogEntry[] => [
  tick(offsetMs, 1.38),
  tick(offsetMs + 1_000, 1.4),
];

/** What `restoreEngine` reads: a checkpoint at place 0, the log after it, and the highest numbers recorded. */
function stored(parts: {
  readonly checkpoint: Engine | null;
  readonly log: readonly LogEntry[];
  readonly counts: readonly (readonly [string, number])[];
}) {
  const { checkpoint, log, counts } = parts;
  const journal: Pick<Journal, 'loadCheckpoint' | 'position' | 'entriesAfter'> = {
    loadCheckpoint: () =>
      Promise.resolve(checkpoint === null ? null : { seq: 0, state: JSON.stringify(checkpoint.snapshot()) }),
    position: () => Promise.resolve({ seq: log.length, feedPosition: null }),
    // eslint-disable-next-line @typescript-eslint/require-await
    async *entriesAfter() {
      for (const [i, entry] of log.entries())
        if (entry.type !== 'beat' && entry.type !== 'history') yield { seq: i + 1, entry };
    },
  };
  return {
    journal: journal as Journal,
    history: { candles: () => Promise.resolve([]) } as unknown as MarketHistory,
    events: { firingCounts: () => Promise.resolve(new Map(counts)) } as unknown as EventLog,
    ...options,
    simulated: false,
    log: pino({ level: 'silent' }),
  };
}

const keysOf = (engine: Engine, entries: readonly LogEntry[]): readonly string[] =>
  entries.flatMap((entry) => engine.step(entry).events.map((event: AlertEvent) => event.key));

describe('an engine that is restored', () => {
  it('numbers firings as it did before, also of an alert that was armed after the checkpoint and has fired since', async () => {
    const log = [{ type: 'arm', alert, at: at(0) } as const, ...crossing(1_000)];
    const checkpoint = new Engine(options);
    const undisturbed = new Engine(options);
    expect(keysOf(undisturbed, log)).toEqual(['a1:1:1']);
    const { engine } = await restoreEngine(stored({ checkpoint, log, counts: [['a1:1', 1]] }));
    expect(keysOf(engine, crossing(10_000))).toEqual(keysOf(undisturbed, crossing(10_000)));
  });

  it('goes on from the recorded numbers when it has no checkpoint, and keeps them through one', async () => {
    const { engine } = await restoreEngine(stored({ checkpoint: null, log: [], counts: [['a1:1', 3]] }));
    const restored = await restoreEngine(stored({ checkpoint: engine, log: [], counts: [['a1:1', 9]] }));
    restored.engine.step({ type: 'arm', alert, at: at(0) });
    expect(keysOf(restored.engine, crossing(1_000))).toEqual(['a1:1:4']);
  });
});
