/** Ready-made alerts, ticks, candles and events for tests; every field can be replaced. */
import { type Alert, PLAIN_RULES } from '../../src/alerts/alert.ts';
import type { AlertEvent } from '../../src/alerts/event.ts';
import type { ClosedCandle, JournalBatch, TakePart } from '../../src/alerts/ports.ts';
import type { CandleSource } from '../../src/conditions/resolved.ts';
import { epochMs, instrumentId, price } from '../../src/kernel/units.ts';
import type { Tick } from '../../src/market/tick.ts';

/** Monday 2014-05-05 07:00 UTC. */
export const T0 = epochMs(1_399_273_200_000);
export const EURUSD = instrumentId('EURUSD');
export const USDJPY = instrumentId('USDJPY');

export const at = (offsetMs: number) => epochMs(T0 + offsetMs);

export function sampleAlert(fields: Partial<Alert> = {}): Alert {
  return {
    id: 'a1',
    revision: 1,
    name: 'Euro at 1.39',
    instruments: [EURUSD],
    price: 'bid',
    when: 'bid crosses above 1.39',
    frequency: 'every',
    cooldownMs: null,
    hysteresis: null,
    maxFirings: null,
    expiresAt: null,
    ...PLAIN_RULES,
    onArm: 'wait',
    severity: 'medium',
    channels: ['desk'],
    tags: ['euro'],
    message: null,
    ...fields,
  };
}

export function sampleEvent(fields: Partial<AlertEvent> = {}): AlertEvent {
  return {
    key: 'a1:1:1',
    alert: 'a1',
    revision: 1,
    name: 'Euro at 1.39',
    instrument: EURUSD,
    kind: 'fired',
    at: T0,
    bid: 1.38695,
    ask: 1.38706,
    operands: { bid: 1.38695, 'rsi(14)@H1': null },
    severity: 'medium',
    channels: ['desk'],
    tags: ['euro'],
    message: null,
    condition: 'bid crosses above 1.39',
    simulated: false,
    ...fields,
  };
}

export function sampleTick(offsetMs: number, fields: Partial<Tick> = {}): Tick {
  return { instrument: EURUSD, bid: price(1.38695), ask: price(1.38706), at: at(offsetMs), ...fields };
}

export const M1: CandleSource = { instrument: EURUSD, basis: 'bid', timeframe: 'M1' };

export function sampleCandle(minute: number, close = 1.387): ClosedCandle {
  const candle = {
    at: at(minute * 60_000),
    closesAt: at((minute + 1) * 60_000),
    open: 1.3865,
    high: 1.3875,
    low: 1.386,
    close,
    volume: 42,
  };
  return { source: M1, candle };
}

/** Events without a place of their own come from the end of the batch. */
export function sampleBatch({
  events = [],
  ...fields
}: Partial<Omit<JournalBatch, 'events'>> & {
  readonly events?: readonly (AlertEvent & { readonly seq?: number })[];
} = {}): JournalBatch {
  const { seq = 1 } = fields;
  return {
    ticks: [],
    candles: [],
    indicators: [],
    events: events.map((event) => ({ seq, ...event })),
    edits: [],
    statuses: [],
    seq,
    feedPosition: null,
    ownClock: false,
    ...fields,
  };
}

/** Places from `seq` on, one millisecond apart. */
export function placedTicks(seq: number, count: number): JournalBatch['ticks'] {
  return Array.from({ length: count }, (_, i) => ({
    seq: seq + i,
    tick: sampleTick(seq + i),
    simulated: false,
  }));
}

/** A checkpoint as `load` hands it over; null when there is none. */
export async function loadedParts(
  load: (take: TakePart) => Promise<number | null>,
): Promise<{ readonly seq: number; readonly parts: readonly string[] } | null> {
  const parts: string[] = [];
  const seq = await load((part) => parts.push(part) > 0);
  return seq === null ? null : { seq, parts };
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
