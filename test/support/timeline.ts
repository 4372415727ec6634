/**
 * Alerts over time as a table one can read: what comes in on the left, what must come out on the right.
 *
 *     10:00:01  1.38990
 *     10:00:02  1.39010          fires
 *     10:01     -                fires 10:00:30, done
 *
 * A price is the bid; the ask is one pip above unless written as `1.38990/1.38995`. `-` is a beat. An event carries its time where
 * that is not the row's. The day is Monday 2014-05-05, in UTC.
 */
import { expect } from 'vitest';
import type { Alert } from '../../src/alerts/alert.ts';
import { Engine } from '../../src/alerts/engine.ts';
import type { AlertEvent } from '../../src/alerts/event.ts';
import type { StepResult } from '../../src/alerts/step-result.ts';
import type { LogEntry } from '../../src/alerts/log-entry.ts';
import { type EpochMs, epochMs } from '../../src/kernel/units.ts';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../../src/market/instruments.ts';
import type { Tick } from '../../src/market/tick.ts';
import { EURUSD, sampleAlert } from './samples.ts';

export const INSTRUMENTS = instrumentTable(BUILT_IN_INSTRUMENTS);
const DAY = Date.UTC(2014, 4, 5);

/** `10:00`, `10:00:05`, `10:00:05.250` of the day. */
export function clock(text: string): EpochMs {
  const [hours = 0, minutes = 0, seconds = 0] = text.split(':').map(Number);
  return epochMs(DAY + Math.round(((hours * 60 + minutes) * 60 + seconds) * 1_000));
}

export function tick(time: string | EpochMs, quote: string | number, instrument = EURUSD): Tick {
  const [bid = NaN, ask = Math.round((bid + 0.0001) * 1e5) / 1e5] = String(quote).split('/').map(Number);
  return { instrument, bid, ask, at: typeof time === 'string' ? clock(time) : time } as Tick;
}

export const newEngine = (firingCounts: ReadonlyMap<string, number> = new Map()) =>
  new Engine({ instruments: INSTRUMENTS, firingCounts });

export function arm(engine: Engine, fields: Partial<Alert>, at = clock('9:00')): StepResult {
  return engine.step({ type: 'arm', alert: sampleAlert(fields), at });
}

/** Plays the table and compares what came out, row by row. */
export function expectTimeline(fields: Partial<Alert>, table: string, engine = newEngine()): void {
  const rows = table
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const problems = arm(engine, fields, clock(rows[0]?.split(/\s+/)[0] ?? '')).problems;
  expect(problems).toEqual([]);
  const played = rows.map((row) => play(engine, row));
  expect(played.join('\n')).toBe(rows.map(tidy).join('\n'));
}

function tidy(row: string): string {
  const [time, quote, ...said] = row.split(/\s+/);
  return `${time} ${quote} ${said.join(' ')}`.trim();
}

function play(engine: Engine, row: string): string {
  const [time = '', quote = ''] = row.split(/\s+/);
  const entry: LogEntry =
    quote === '-' ? { type: 'beat', at: clock(time) } : { type: 'tick', tick: tick(time, quote) };
  const result = engine.step(entry);
  const said = result.events.map(({ kind, at }) => {
    const what = SAID[kind];
    return at === clock(time) ? what : `${what} ${timeText(at)}`;
  });
  if (result.rejected !== null) said.push(result.rejected);
  if (result.late) said.push('late');
  said.push(...result.statuses.map(({ status }) => status));
  return `${time} ${quote} ${said.join(', ')}`.trim();
}

const SAID: Readonly<Record<AlertEvent['kind'], string>> = {
  fired: 'fires',
  confirmed: 'confirms',
  failed: 'fails',
  expiring: 'warns',
  expired: 'expires',
};

function timeText(at: EpochMs): string {
  return new Date(at).toISOString().slice(11, 19);
}
