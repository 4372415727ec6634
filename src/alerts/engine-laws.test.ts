/** What holds for any prices and any alerts. A counterexample prints its seed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONDITIONS, randomTicks } from '../../test/support/random-market.ts';
import { EURUSD, T0, sampleAlert } from '../../test/support/samples.ts';
import { throughText } from '../../test/support/snapshot.ts';
import { INSTRUMENTS, newEngine } from '../../test/support/timeline.ts';
import { checkCondition } from '../conditions/check.ts';
import { durationMs, epochMs } from '../kernel/units.ts';
import { Random } from '../kernel/random.ts';
import type { Alert } from './alert.ts';
import { Engine } from './engine.ts';
import type { AlertEvent } from './event.ts';
import { ruleProblem } from './firing-rules.ts';
import type { LogEntry } from './log-entry.ts';
import type { SnapshotPart } from './snapshot/snapshot-part.ts';
import type { StepResult } from './step-result.ts';

const seeds = fc.integer({ min: 1, max: 1_000_000 });

/** An alert of every kind of condition, with fields drawn from the seed. */
function alertsOf(seed: number): Alert[] {
  const random = new Random(seed);
  const pick = <T>(...choices: readonly T[]): T => choices[random.integer(0, choices.length)] as T;
  return CONDITIONS.map((when, i) =>
    allowed({
      ...sampleAlert(),
      id: `alert-${i}`,
      when,
      frequency: pick('every', 'every', 'once-per-bar', 'at-close'),
      onArm: pick('wait', 'fire'),
      cooldownMs: pick(null, null, durationMs(30_000)),
      maxFirings: pick(null, null, 5),
      expiresAt: pick(null, null, epochMs(T0 + 600_000)),
      hysteresis: pick(
        null,
        null,
        { unit: 'pips' as const, amount: 1 },
        { unit: 'atr' as const, amount: 0.5 },
      ),
      expiryWarningMs: pick(null, durationMs(200_000)),
      confirm: pick(true, false),
      standby: pick(true, false, false, false),
      arms: [
        `alert-${random.integer(0, CONDITIONS.length)}`,
        `alert-${random.integer(0, CONDITIONS.length)}`,
      ],
    }),
  );
}

/** Without the rules that do not go with its condition. */
function allowed(alert: Alert): Alert {
  const context = { instruments: INSTRUMENTS, defaultInstrument: EURUSD, basis: alert.price };
  const checked = checkCondition(alert.when, context);
  const field = checked.ok ? ruleProblem(alert, checked.value)?.field : undefined;
  if (field === undefined) return alert;
  return allowed(field === 'hysteresis' ? { ...alert, hysteresis: null } : { ...alert, confirm: false });
}

const arming = (alerts: readonly Alert[], at = T0): LogEntry[] =>
  alerts.map((alert) => ({ type: 'arm', alert, at }));
const ticking = (seed: number, ticks = 400): LogEntry[] =>
  randomTicks(seed, { ticks }).map((tick) => ({ type: 'tick', tick }));

const run = (engine: Engine, entries: readonly LogEntry[]): StepResult[] =>
  entries.map((entry) => engine.step(entry));
const eventsOf = (results: readonly StepResult[]): AlertEvent[] => results.flatMap(({ events }) => events);

describe('the engine', () => {
  it('sees every kind of condition fire in these markets, so that the laws below say something', () => {
    const seen = new Set<string>();
    for (let seed = 1; seed <= 12; seed++)
      for (const event of eventsOf(
        run(newEngine(), [
          ...arming(CONDITIONS.map((when, i) => sampleAlert({ id: `alert-${i}`, when }))),
          ...ticking(seed),
        ]),
      ))
        seen.add(event.alert);
    expect(CONDITIONS.filter((_, i) => !seen.has(`alert-${i}`))).toEqual([]);
  });

  it('gives the same for the same log', () =>
    fc.assert(
      fc.property(seeds, (seed) => {
        const entries = [...arming(alertsOf(seed)), ...ticking(seed)];
        expect(run(newEngine(), entries)).toEqual(run(newEngine(), entries));
      }),
      { numRuns: 12 },
    ));

  it('does not depend on how often beats come', () =>
    fc.assert(
      fc.property(seeds, fc.integer({ min: 100, max: 20_000 }), (seed, gapMs) => {
        const sparse = [...arming(alertsOf(seed)), ...ticking(seed)];
        const dense: LogEntry[] = [];
        let now: number = T0;
        for (const entry of sparse) {
          if (entry.type === 'tick')
            for (; now < entry.tick.at; now += gapMs) dense.push({ type: 'beat', at: epochMs(now) });
          dense.push(entry);
        }
        const all = (results: readonly StepResult[]) => ({
          events: eventsOf(results),
          closed: results.flatMap(({ closed }) => closed),
          indicators: results.flatMap(({ indicators }) => indicators),
          statuses: results.flatMap(({ statuses }) => statuses),
        });
        expect(all(run(newEngine(), dense))).toEqual(all(run(newEngine(), sparse)));
      }),
      { numRuns: 12 },
    ));

  it('goes on bit for bit from a snapshot taken anywhere', () =>
    fc.assert(
      fc.property(seeds, fc.double({ min: 0, max: 1, noNaN: true }), (seed, where) => {
        const alerts = alertsOf(seed);
        const entries = [
          ...arming(alerts.slice(0, 20)),
          ...ticking(seed, 200),
          ...arming(alerts.slice(20)),
          { type: 'disarm', alert: 'alert-3', at: T0 } as const,
          ...ticking(seed + 1, 400).slice(200),
        ];
        const cut = Math.floor(where * entries.length);
        const whole = newEngine();
        run(whole, entries.slice(0, cut));
        const parts = throughText(whole.snapshot());
        const restored = Engine.restore(parts, { instruments: INSTRUMENTS });
        expect(restored.snapshot()).toEqual(parts);
        const rest = entries.slice(cut);
        expect(run(restored, rest)).toEqual(run(whole, rest));
        expect(restored.snapshot()).toEqual(whole.snapshot());
      }),
      // Found: indicator streams came back in the order of their alerts, not in the order they had.
      { numRuns: 6, examples: [[999_986, 0.37354988399071926]] },
    ));

  it('takes a snapshot bit by bit between steps as it was when it began', () =>
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 600 }), (seed, cut) => {
        const random = new Random(seed);
        const alerts = alertsOf(seed);
        const again = alerts.map((alert) => ({ ...alert, revision: 2 }));
        const edits = [
          ...arming(again),
          ...alerts.map(({ id }) => ({ type: 'disarm', alert: id, at: T0 }) as const),
        ];
        const entries = [...arming(alerts), ...ticking(seed, 800)].flatMap((entry) =>
          random.integer(0, 8) === 0 ? [edits[random.integer(0, edits.length)] as LogEntry, entry] : [entry],
        );
        const whole = newEngine();
        run(whole, entries.slice(0, cut));
        const before = throughText(whole.snapshot());
        const rest = entries.slice(cut);
        const results: StepResult[] = [];
        const parts: SnapshotPart[] = [];
        for (const part of whole.snapshotParts()) {
          parts.push(...throughText([part]));
          // Two thirds of the time long enough for candles to close.
          const steps = random.integer(0, 3) * 20;
          results.push(...run(whole, rest.slice(results.length, results.length + steps)));
        }
        const restored = Engine.restore(parts, { instruments: INSTRUMENTS });
        expect(restored.snapshot()).toEqual(Engine.restore(before, { instruments: INSTRUMENTS }).snapshot());
        const ahead = run(restored, rest.slice(0, results.length));
        expect(ahead).toEqual(results);
        expect(run(restored, rest.slice(results.length))).toEqual(run(whole, rest.slice(results.length)));
      }),
      // Found: alerts that ended in one step were told in the order in which they were looked at.
      { numRuns: 10, examples: [[166_903, 292]] },
    ));

  it('gives a snapshot up for a newer one, and restores none that lacks a part', () => {
    const engine = newEngine();
    run(engine, [...arming(alertsOf(1)), ...ticking(1, 50)]);
    const begun = engine.snapshotParts();
    begun.next();
    const parts = throughText(engine.snapshot());
    expect(Engine.restore(parts, { instruments: INSTRUMENTS }).snapshot()).toEqual(parts);
    expect(() => Engine.restore(parts.slice(0, -1), { instruments: INSTRUMENTS })).toThrow('missing');
    expect(() => begun.next()).toThrow('a newer snapshot has begun');
  });

  it('fires an alert among others as it fires alone', () =>
    fc.assert(
      fc.property(seeds, (seed) => {
        const alerts = alertsOf(seed).map((alert) => ({ ...alert, arms: [], standby: false }));
        const twins = alerts.map((alert) => ({ ...alert, id: `${alert.id}-twin` }));
        const ticks = ticking(seed);
        const together = eventsOf(run(newEngine(), [...arming([...alerts, ...twins]), ...ticks]));
        const alone = alerts[seed % alerts.length] as Alert;
        const own = (id: string) => together.filter(({ alert }) => alert === id);
        expect(own(alone.id)).toEqual(eventsOf(run(newEngine(), [...arming([alone]), ...ticks])));
        const times = (events: readonly AlertEvent[]) => events.map(({ at }) => at);
        expect(times(own(`${alone.id}-twin`))).toEqual(times(own(alone.id)));
      }),
      { numRuns: 12 },
    ));

  it('starts the memory of an alert at its arming, whatever runs beside it', () =>
    fc.assert(
      fc.property(seeds, (seed) => {
        const ticks = ticking(seed);
        const middle = (ticks[200] as Extract<LogEntry, { type: 'tick' }>).tick.at;
        // Quotes only: candles and indicators may rightly be warmer beside an older alert.
        const alerts = alertsOf(seed)
          .map((alert) => ({ ...alert, arms: [], standby: false }))
          .filter(({ when }) => !when.includes('@'));
        const older = alerts.map((alert) => ({ ...alert, id: `${alert.id}-older` }));
        const late = [...ticks.slice(0, 200), ...arming(alerts, middle), ...ticks.slice(200)];
        const beside = eventsOf(run(newEngine(), [...arming(older), ...late]));
        const own = beside.filter(({ alert }) => !alert.endsWith('-older'));
        expect(own).toEqual(eventsOf(run(newEngine(), late)));
      }),
      { numRuns: 12, examples: [[748_377]] },
    ));

  it('means the same by an indexed level and by the same condition evaluated whole', () =>
    fc.assert(
      fc.property(seeds, fc.constantFrom('wait' as const, 'fire' as const), (seed, onArm) => {
        const relations = ['crosses above', 'crosses below', 'crosses', '<', '<=', '>', '>='];
        const pairs = relations.flatMap((relation, i) =>
          [1.3899, 1.39, 1.3901].flatMap((level, j) =>
            ['bid', 'ask', 'mid'].map((field) => ({
              id: `${i}-${j}-${field}`,
              indexed: `${field} ${relation} ${level}`,
              whole: `${field} + 0 ${relation} ${level}`,
            })),
          ),
        );
        const ticks = ticking(seed, 300);
        const middle = (ticks[50] as Extract<LogEntry, { type: 'tick' }>).tick.at;
        const times = (form: 'indexed' | 'whole') => {
          const alerts = pairs.map((pair) => sampleAlert({ id: pair.id, when: pair[form], onArm }));
          const [early, late] = [alerts.slice(0, 30), alerts.slice(30)];
          const entries = [
            ...arming(early),
            ...ticks.slice(0, 50),
            ...arming(late, middle),
            ...ticks.slice(50),
          ];
          return eventsOf(run(newEngine(), entries)).map(({ key, at }) => `${key} ${at}`);
        };
        expect(times('indexed')).toEqual(times('whole'));
      }),
      { numRuns: 12 },
    ));

  it('refuses a snapshot of a version it does not know, by its number', () => {
    const [head, ...rest] = newEngine().snapshot();
    const newer = [{ ...head, version: 99 } as SnapshotPart, ...rest];
    expect(() => Engine.restore(newer, { instruments: INSTRUMENTS })).toThrow(
      'engine snapshot of version 99 cannot be read; this program reads version 4',
    );
  });
});
