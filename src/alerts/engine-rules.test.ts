/** Confirmation, warnings before the end, alerts that arm others, and where hysteresis applies. */
import { describe, expect, it } from 'vitest';
import { headOf, ofType, throughText } from '../../test/support/snapshot.ts';
import { INSTRUMENTS, arm, clock, expectTimeline, newEngine, tick } from '../../test/support/timeline.ts';
import { tell } from '../kernel/sentence.ts';
import { durationMs } from '../kernel/units.ts';
import type { Alert } from './alert.ts';
import { Engine } from './engine.ts';
import { RULE_SENTENCES } from './rule-sentences.ts';
import type { ArmingProblem } from './step-result.ts';

const CROSSING = { when: 'bid crosses above 1.39' };
const PIPS = (amount: number) => ({ unit: 'pips' as const, amount });

function restarted(engine: Engine): Engine {
  return Engine.restore(throughText(engine.snapshot()), { instruments: INSTRUMENTS });
}

const ruleOf = (problem: ArmingProblem): string =>
  problem.reason === 'rule'
    ? `${problem.error.field}: ${tell(RULE_SENTENCES.en, problem.error.said)}`
    : problem.reason;

const ticks = (engine: Engine, ...quotes: readonly (readonly [string, string])[]) =>
  quotes.flatMap(([time, quote]) => engine.step({ type: 'tick', tick: tick(time, quote) }).events);

describe('confirmation', () => {
  it('tells at the close of the candle whether a crossing has kept its side', () => {
    expectTimeline(
      { ...CROSSING, confirm: true },
      `10:00:01  1.38990
       10:00:02  1.39010  fires
       10:00:50  1.39005
       10:01:10  1.39020  confirms 10:01:00
       10:01:20  1.38990
       10:01:30  1.39010  fires
       10:01:40  1.38990
       10:02     -        fails`,
    );
  });

  it('follows each firing of a candle once', () =>
    expectTimeline(
      { ...CROSSING, confirm: true },
      `10:00:01  1.38990
       10:00:02  1.39010  fires
       10:00:03  1.38990
       10:00:04  1.39010  fires
       10:01     -        confirms, confirms
       10:02     -`,
    ));

  it('of a crossing in either direction asks for the side it went to', () =>
    expectTimeline(
      { when: 'bid crosses 1.39', confirm: true },
      `10:00:01  1.39010
       10:00:02  1.38990  fires
       10:01     -        confirms
       10:01:01  1.38980
       10:01:02  1.39010  fires
       10:01:03  1.38990  fires
       10:02     -        fails, confirms`,
    ));

  it('of a forming value looks at the candle as it closed', () =>
    expectTimeline(
      { when: 'close@M5 live > 1.39', confirm: true },
      `10:00:01  1.38990
       10:04:02  1.39010  fires
       10:04:59  1.39001
       10:05     -        confirms
       10:05:01  1.38990
       10:06:00  1.39010  fires
       10:09:59  1.38999
       10:10     -        fails`,
    ));

  it('comes though the alert was done, changed or disarmed meanwhile', () => {
    expectTimeline(
      { ...CROSSING, confirm: true, frequency: 'once' },
      `10:00:01  1.38990
       10:00:02  1.39010  fires, done
       10:01     -        confirms`,
    );
    const engine = newEngine();
    arm(engine, { ...CROSSING, confirm: true });
    ticks(engine, ['10:00:01', '1.38990'], ['10:00:02', '1.39010']);
    engine.step({ type: 'disarm', alert: 'a1', at: clock('10:00:03') });
    const [event] = engine.step({ type: 'beat', at: clock('10:02') }).events;
    expect(event).toMatchObject({ key: 'a1:1:1:close', kind: 'confirmed', at: clock('10:01') });
    expect(event?.operands).toEqual({ bid: 1.3901 });
  });

  it('survives a restart', () => {
    const engine = newEngine();
    arm(engine, { when: 'bid crosses 1.39', confirm: true, frequency: 'once' });
    ticks(engine, ['10:00:01', '1.39010'], ['10:00:02', '1.38990']);
    const after = restarted(engine);
    expect(after.snapshot()).toEqual(throughText(engine.snapshot()));
    ticks(after, ['10:00:30', '1.39010']);
    expect(after.step({ type: 'beat', at: clock('10:01') }).events).toMatchObject([{ kind: 'failed' }]);
    expect(after.step({ type: 'beat', at: clock('10:05') }).events).toEqual([]);
    expect(headOf(after).followUps).toEqual([]);
  });

  it('asks a conjunction for all its lasting parts, and a sequence for its last', () => {
    expectTimeline(
      { when: 'bid crosses above 1.39 and spread < 2 pips', confirm: true },
      `10:00:01  1.38990
       10:00:02  1.39010  fires
       10:00:03  1.39010/1.39040
       10:01     -        fails`,
    );
    expectTimeline(
      { when: '(bid crosses above 1.39) then (bid crosses above 1.3910) within 5m', confirm: true },
      `10:00:01  1.38990
       10:00:02  1.39010
       10:00:03  1.39110  fires
       10:00:04  1.39105
       10:01     -        confirms`,
    );
  });

  it('is refused where a firing is final already', () => {
    const refused = (fields: Partial<Alert>) =>
      arm(newEngine(), { ...fields, confirm: true }).problems.map(ruleOf);
    expect(refused({ when: 'close@H1 > 1.39' })).toEqual([
      'confirm: "close@H1 > 1.39" fires when candles close: only what fires within a candle can be confirmed',
    ]);
    expect(refused({ ...CROSSING, frequency: 'at-close' })).toEqual([
      'confirm: an alert "at-close" fires at the close: nothing is left to confirm',
    ]);
    expect(refused({ when: '(bid crosses 1.39) within 5m' })).toEqual([
      'confirm: nothing in "bid crosses 1.39 within 5m" can still hold at the close of the candle',
    ]);
  });
});

describe('the warning before an end', () => {
  it('comes once, at its instant', () =>
    expectTimeline(
      { ...CROSSING, expiresAt: clock('10:10'), expiryWarningMs: durationMs(120_000) },
      `10:00:00  1.38990
       10:07:59  1.38990
       10:08:30  1.38990  warns 10:08:00
       10:09:00  1.39010  fires
       10:10:00  1.39010  expires, expired`,
    ));

  it('is left out where the alert is armed within it', () =>
    expectTimeline(
      { ...CROSSING, expiresAt: clock('10:10'), expiryWarningMs: durationMs(3_600_000) },
      `10:00:00  1.38990
       10:10:00  1.39010  expires, expired`,
    ));

  it('is neither lost nor told twice by a restart', () => {
    const engine = newEngine();
    arm(engine, { ...CROSSING, expiresAt: clock('10:10'), expiryWarningMs: durationMs(120_000) });
    ticks(engine, ['10:00', '1.38990']);
    const before = restarted(engine);
    expect(before.step({ type: 'beat', at: clock('10:08') }).events).toMatchObject([
      { key: 'a1:1:expiring', kind: 'expiring' },
    ]);
    const after = restarted(before);
    expect(after.step({ type: 'beat', at: clock('10:20') }).events).toMatchObject([{ kind: 'expired' }]);
  });
});

describe('alerts that arm others', () => {
  const first = { id: 'a', name: 'A', ...CROSSING, arms: ['Break back'] };
  const second = {
    id: 'b',
    name: 'Break back',
    when: 'bid crosses below 1.3895',
    frequency: 'once' as const,
    standby: true,
  };
  const keys = (engine: Engine, ...quotes: readonly (readonly [string, string])[]) =>
    ticks(engine, ...quotes).map(({ key }) => key);

  it('wake one on standby, which sleeps again once it has ended', () => {
    const engine = newEngine();
    arm(engine, first);
    arm(engine, second);
    expect(keys(engine, ['10:00', '1.38980'], ['10:01', '1.38970'])).toEqual([]);
    expect(keys(engine, ['10:02', '1.39010'], ['10:03', '1.38940'])).toEqual(['a:1:1', 'b:1:1']);
    expect(keys(engine, ['10:04', '1.38960'], ['10:05', '1.38940'])).toEqual([]);
    expect(keys(engine, ['10:06', '1.39010'], ['10:07', '1.38940'])).toEqual(['a:1:2', 'b:1:2']);
    expect([...engine.armed()].map(([id]) => id).sort()).toEqual(['a', 'b']);
  });

  it('are found by id as well, and through a restart, awake or asleep', () => {
    for (const cut of [0, 1, 2, 3, 4]) {
      let engine = newEngine();
      arm(engine, { ...first, arms: ['b'] });
      arm(engine, { ...second, when: 'bid < 1.3895 and close@M1 > sma(2)' });
      const quotes = [
        ['10:00', '1.38980'],
        ['10:01', '1.38990'],
        ['10:02', '1.39010'],
        ['10:03', '1.39020'],
        ['10:04', '1.38940'],
      ] as const;
      const seen: string[] = [];
      quotes.forEach((quote, i) => {
        seen.push(...keys(engine, quote));
        if (i === cut) engine = restarted(engine);
      });
      expect(seen).toEqual(['a:1:1', 'b:1:1']);
    }
  });

  it('may begin where the other fires at once, and come to an end when they arm each other', () => {
    const engine = newEngine();
    const at = { frequency: 'once' as const, standby: true, onArm: 'fire' as const, when: 'bid > 1' };
    arm(engine, { id: 'a', name: 'A', ...CROSSING, arms: ['B'] });
    arm(engine, { id: 'b', name: 'B', ...at, arms: ['C'] });
    arm(engine, { id: 'c', name: 'C', ...at, arms: ['B'] });
    expect(keys(engine, ['10:00', '1.38980'], ['10:01', '1.39010'])).toEqual(['a:1:1', 'b:1:1', 'c:1:1']);
  });

  it('say nothing of an alert that sleeps, and end it when it is disarmed', () => {
    const engine = newEngine();
    arm(engine, second);
    engine.step({ type: 'disarm', alert: 'b', at: clock('9:30') });
    arm(engine, first);
    expect(keys(engine, ['10:00', '1.38980'], ['10:02', '1.39010'], ['10:03', '1.38940'])).toEqual(['a:1:1']);
    expect(ofType(engine, 'levels').map(({ levels }) => levels.map(({ key }) => key))).toEqual([
      ['EURUSD:bid#10000000'],
    ]);
  });
});

describe('hysteresis', () => {
  it('measures from the one crossing of a conjunction', () =>
    expectTimeline(
      { when: 'bid crosses above 1.39 and spread < 2 pips', hysteresis: PIPS(5) },
      `10:00:01  1.38990
       10:00:02  1.39010  fires
       10:00:03  1.38990
       10:00:04  1.39010
       10:00:05  1.38950
       10:00:06  1.39010  fires`,
    ));

  it('is refused where there is nothing to measure from, by name', () => {
    const refused = (when: string) => arm(newEngine(), { when, hysteresis: PIPS(2) }).problems.map(ruleOf);
    expect(refused('bid > 1.39 or ask < 1.38')).toEqual([
      'hysteresis: "2 pips" needs one crossing, or one comparison with < <= > >=, to measure from; ' +
        '"bid > 1.39 or ask < 1.38" has none or several',
    ]);
    expect(refused('rsi(14)@H1 < 30')).toEqual([
      'hysteresis: "2 pips" is a distance of prices, but "rsi(14)@H1 < 30" compares no prices',
    ]);
    expect(refused('bid crosses 1.39 and ask crosses 1.40')).toHaveLength(1);
    expect(refused('bid = 1.39')).toHaveLength(1);
    expect(refused('bid >= 1.39')).toEqual([]);
  });
});
