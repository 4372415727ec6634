import { expect, it } from 'vitest';
import { randomTicks } from '../../../test/support/random-market.ts';
import { T0, sampleAlert } from '../../../test/support/samples.ts';
import { throughText } from '../../../test/support/snapshot.ts';
import { INSTRUMENTS, newEngine } from '../../../test/support/timeline.ts';
import { Engine } from '../engine.ts';
import type { PackedField } from '../snapshot/packed-field.ts';
import type { SnapshotPart } from '../snapshot/snapshot-part.ts';

const CROSSING = 'ema(2)@M1 crosses sma(4)@M1 and rsi(3)@M1 > 30.013';
const STATES = 'close@M1 > sma(3)@M1 and rsi(3)@M1 < 60.013';

function armed(...whens: readonly string[]): Engine {
  const engine = newEngine();
  for (const [i, when] of whens.entries())
    engine.step({ type: 'arm', alert: sampleAlert({ id: `alert-${i}`, when }), at: T0 });
  return engine;
}

const keysOf = (engine: Engine, ticks: ReturnType<typeof randomTicks>): string[] =>
  ticks.flatMap((tick) => engine.step({ type: 'tick', tick }).events).map(({ key }) => key);

it('looks at two closed values only when they change places', () => {
  const engine = armed(CROSSING, STATES);
  let closes = 0;
  let events = 0;
  for (const tick of randomTicks(3, { ticks: 600 })) {
    const { closed, events: fired } = engine.step({ type: 'tick', tick });
    closes += closed.filter(({ source }) => source.basis === 'bid' && source.timeframe === 'M1').length;
    events += fired.length;
  }
  expect(events).toBeGreaterThan(5);
  // Looked at whole, both would be evaluated at every close; now only the states, when they become true.
  expect(closes).toBeGreaterThan(40);
  expect(engine.counters.evaluations).toBeLessThan(events + 3);
});

it('goes on from a snapshot of before such pairs were indexed', () => {
  const ticks = randomTicks(5, { ticks: 800 });
  const whole = armed(CROSSING);
  keysOf(whole, ticks.slice(0, 300));
  const side = sideOf(whole);
  expect(Math.abs(side)).toBe(1);
  const before = throughText(whole.snapshot()).flatMap((part) => asOfBefore(part, side));
  const restored = Engine.restore(before, { instruments: INSTRUMENTS });
  const rest = keysOf(whole, ticks.slice(300));
  expect(rest.length).toBeGreaterThan(3);
  expect(keysOf(restored, ticks.slice(300))).toEqual(rest);
});

/** As the crossing saw it at its last close. */
function sideOf(engine: Engine): number {
  const [values] = engine.explanations('alert-0');
  return Math.sign((values?.operands['ema(2)@M1'] ?? NaN) - (values?.operands['sma(4)@M1'] ?? NaN));
}

/** Such snapshots had no index for pairs, and a crossing of two values kept its side among its state. */
function asOfBefore(part: SnapshotPart, side: number): readonly SnapshotPart[] {
  if (part.type === 'levels') return [];
  if (part.type !== 'alerts') return [part];
  const plans: PackedField['plans'] = part.field.plans.map((plan) => ({ ...plan, state: [side], side: 0 }));
  return [{ ...part, field: { ...part.field, plans } }];
}
