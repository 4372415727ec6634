/** The engine beside the slow reference: what each makes of the same ticks, and where they part. */
import { Engine } from '../../src/alerts/engine.ts';
import { type Alert, PLAIN_RULES } from '../../src/alerts/alert.ts';
import type { AlertEvent } from '../../src/alerts/event.ts';
import { checkCondition } from '../../src/conditions/check.ts';
import { tellError } from '../../src/conditions/sentences/tell-error.ts';
import { type EpochMs, instrumentId } from '../../src/kernel/units.ts';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../../src/market/instruments.ts';
import type { Tick } from '../../src/market/tick.ts';
import { referenceFirings } from '../reference/reference-evaluator.ts';
import type { ReferenceAlert, ReferenceFiring } from '../reference/alert-run.ts';
import { Market } from '../reference/series.ts';

export const EURUSD = instrumentId('EURUSD');
const instruments = instrumentTable(BUILT_IN_INSTRUMENTS);

/** The parts of an alert that decide when it fires. */
export interface Watch extends Pick<ReferenceAlert, 'id' | 'cooldownMs' | 'onArm'> {
  readonly when: string;
  readonly frequency?: 'once' | 'every';
}

export interface EngineRun {
  readonly events: readonly AlertEvent[];
  readonly engine: Engine;
  /** Ticks the engine took. */
  readonly accepted: readonly Tick[];
  readonly rejected: readonly Tick[];
}

/** Arms everything at the instant of the first tick, before it, as a replay does. */
export function runEngine(watches: readonly Watch[], ticks: readonly Tick[]): EngineRun {
  const engine = new Engine({ instruments });
  const events: AlertEvent[] = [];
  const at = ticks[0]?.at ?? (0 as EpochMs);
  for (const watch of watches) {
    const armed = engine.step({ type: 'arm', alert: alertOf(watch), at });
    if (armed.problems.length > 0) throw new Error(`${watch.when}: ${JSON.stringify(armed.problems)}`);
    events.push(...armed.events);
  }
  const accepted: Tick[] = [];
  const rejected: Tick[] = [];
  for (const tick of ticks) {
    const result = engine.step({ type: 'tick', tick });
    (result.rejected === null ? accepted : rejected).push(tick);
    for (const event of result.events) events.push(event);
  }
  return { events, engine, accepted, rejected };
}

export function runReference(watches: readonly Watch[], ticks: readonly Tick[]): readonly ReferenceFiring[] {
  const alerts = watches.map(({ when, ...watch }): ReferenceAlert => {
    const checked = checkCondition(when, { instruments, defaultInstrument: EURUSD, basis: 'bid' });
    if (!checked.ok) throw new Error(`${when}: ${tellError(checked.error).message}`);
    return { ...watch, instrument: EURUSD, checked: checked.value };
  });
  return referenceFirings(new Market(ticks), alerts);
}

/**
 * Where the two lists part, told for reading: at most `limit` lines, none when they agree. Alerts, keys, instants and quotes are the
 * same exactly; operands within 1e-9 of their size, for the sums of indicators are ordered differently.
 */
export function differences(
  events: readonly AlertEvent[],
  firings: readonly ReferenceFiring[],
  limit = 10,
): string[] {
  const lines: string[] = [];
  const count = Math.max(events.length, firings.length);
  for (let index = 0; index < count && lines.length < limit; index++) {
    const event = events[index];
    const firing = firings[index];
    if (event === undefined || firing === undefined || !agree(event, firing))
      lines.push(`#${index}: engine ${told(event)}, reference ${told(firing)}`);
  }
  return lines;
}

type Firing = Pick<AlertEvent, 'alert' | 'key' | 'at' | 'bid' | 'ask' | 'operands'> | ReferenceFiring;

function agree(event: AlertEvent, firing: ReferenceFiring): boolean {
  const names = Object.keys(event.operands);
  return (
    event.alert === firing.alert &&
    event.key === firing.key &&
    event.at === firing.at &&
    event.bid === firing.bid &&
    event.ask === firing.ask &&
    names.length === Object.keys(firing.operands).length &&
    names.every((name) => isNear(name, event.operands[name], firing.operands[name]))
  );
}

function isNear(name: string, ours: number | null | undefined, theirs: number | null | undefined): boolean {
  if (ours === theirs) return true;
  // Only indicators are called with parentheses; prices and candles must be the very same numbers.
  if (typeof ours !== 'number' || typeof theirs !== 'number' || !name.includes('(')) return false;
  // CCI divides the rounding of a mean price by a deviation that may be a fraction of a point.
  const tolerance = name.includes('cci(') ? 1e-6 : 1e-9;
  return Math.abs(ours - theirs) <= tolerance * Math.max(1, Math.abs(ours), Math.abs(theirs));
}

function told(firing: Firing | undefined): string {
  if (firing === undefined) return 'nothing';
  const { key, at, bid, ask, operands } = firing;
  return `${key} at ${new Date(at).toISOString()} ${bid}/${ask} ${JSON.stringify(operands)}`;
}

function alertOf({ id, when, frequency = 'every', cooldownMs, onArm = 'wait' }: Watch): Alert {
  return {
    id,
    revision: 1,
    name: id,
    instruments: [EURUSD],
    price: 'bid',
    when,
    frequency,
    cooldownMs: (cooldownMs ?? null) as Alert['cooldownMs'],
    hysteresis: null,
    maxFirings: null,
    expiresAt: null,
    ...PLAIN_RULES,
    onArm,
    severity: 'medium',
    channels: [],
    tags: [],
    message: null,
  };
}
