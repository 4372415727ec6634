import { describe, expect, it } from 'vitest';
import { headOf, ofType } from '../../test/support/snapshot.ts';
import { arm, clock, expectTimeline, newEngine, tick } from '../../test/support/timeline.ts';
import { durationMs, instrumentId } from '../kernel/units.ts';
import type { Alert } from './alert.ts';

const CROSSING = { when: 'bid crosses 1.39' };

describe('frequency', () => {
  it('once fires once and is done', () =>
    expectTimeline(
      { ...CROSSING, frequency: 'once' },
      `10:00:00  1.38990
       10:00:01  1.39010  fires, done
       10:00:02  1.38990`,
    ));

  it('maxFirings ends the alert at that number', () =>
    expectTimeline(
      { ...CROSSING, maxFirings: 2 },
      `10:00:00  1.38990
       10:00:01  1.39010  fires
       10:00:02  1.38990  fires, done
       10:00:03  1.39010`,
    ));

  it('once-per-bar fires at most once in a minute where the condition reads no candle', () =>
    expectTimeline(
      { ...CROSSING, frequency: 'once-per-bar' },
      `10:00:00  1.38990
       10:00:01  1.39010  fires
       10:00:59  1.38990
       10:01:00  1.39010  fires`,
    ));

  it('once-per-bar takes the candle of the condition, to its very end', () =>
    expectTimeline(
      { when: 'bid crosses open@M5 live', frequency: 'once-per-bar' },
      `10:00:00  1.39000
       10:00:01  1.38990
       10:01:00  1.39010  fires
       10:04:59  1.38990
       10:05:00  1.39000
       10:05:01  1.39010  fires`,
    ));

  it('at-close looks at forming values only when their candle closes', () =>
    expectTimeline(
      { when: 'close@M1 live crosses above 1.39', frequency: 'at-close' },
      `10:00:30  1.38990
       10:00:40  1.39010
       10:00:50  1.38990
       10:01:30  1.39010
       10:02:00  -         fires`,
    ));

  it('at-close of a condition on quotes looks when an M1 candle closes', () =>
    expectTimeline(
      { when: 'bid > 1.39', frequency: 'at-close' },
      `10:00:30  1.38990
       10:01:10  1.39010
       10:01:20  1.38990
       10:02:30  1.39010
       10:03:00  -         fires`,
    ));

  it('a cooldown counts the time of the market from the last firing', () =>
    expectTimeline(
      { ...CROSSING, cooldownMs: durationMs(10_000) },
      `10:00:00  1.38990
       10:00:01  1.39010  fires
       10:00:05  1.38990
       10:00:10  1.39010
       10:00:11  1.38990  fires`,
    ));
});

describe('expiry', () => {
  it('tells it once, at its instant, before anything else happens then', () =>
    expectTimeline(
      { ...CROSSING, expiresAt: clock('10:00:10') },
      `10:00:00  1.38990
       10:00:05  1.39010  fires
       10:00:10  1.38990  expires, expired
       10:00:20  1.39010`,
    ));

  it('goes to the channels of the alert under a key of its own', () => {
    const engine = newEngine();
    arm(engine, { ...CROSSING, expiresAt: clock('10:00') });
    const [event] = engine.step({ type: 'beat', at: clock('11:00') }).events;
    expect(event).toMatchObject({
      key: 'a1:1:expired',
      kind: 'expired',
      at: clock('10:00'),
      channels: ['desk'],
    });
  });

  it('of an alert that comes too late is told at once', () => {
    const engine = newEngine();
    const result = arm(engine, { ...CROSSING, expiresAt: clock('8:00') }, clock('9:00'));
    expect(result.events.map(({ kind }) => kind)).toEqual(['expired']);
    expect([...engine.armed()]).toEqual([]);
  });
});

describe('the event', () => {
  it('carries the quote, the operands, and a key counted within the revision', () => {
    const engine = newEngine();
    arm(engine, CROSSING);
    engine.step({ type: 'tick', tick: tick('10:00', '1.38990') });
    const [event] = engine.step({ type: 'tick', tick: tick('10:01', '1.39010/1.39022') }).events;
    expect(event).toEqual({
      key: 'a1:1:1',
      alert: 'a1',
      revision: 1,
      name: 'Euro at 1.39',
      instrument: 'EURUSD',
      kind: 'fired',
      at: clock('10:01'),
      bid: 1.3901,
      ask: 1.39022,
      operands: { bid: 1.3901 },
      severity: 'medium',
      channels: ['desk'],
      tags: ['euro'],
      message: null,
      condition: 'bid crosses 1.39',
      simulated: false,
    });
  });

  it('of a condition on closed candles is keyed by the open of the candle and stamped with its close', () => {
    const engine = newEngine();
    arm(engine, { when: 'close@M5 > 1.39' });
    engine.step({ type: 'tick', tick: tick('10:00', '1.38990') });
    engine.step({ type: 'tick', tick: tick('10:06', '1.39010') });
    const [event] = engine.step({ type: 'tick', tick: tick('10:12', '1.39010') }).events;
    expect(event).toMatchObject({ key: `a1:1:${clock('10:05')}:rise`, at: clock('10:10') });
  });

  it('of one alert on several instruments names the instrument in its key', () => {
    const engine = newEngine();
    const USDJPY = instrumentId('USDJPY');
    arm(engine, { when: 'spread > 3 pips', instruments: [tick('9:00', 1.39).instrument, USDJPY] });
    engine.step({ type: 'tick', tick: tick('10:00', '150.000/150.010', USDJPY) });
    const [event] = engine.step({ type: 'tick', tick: tick('10:01', '150.000/150.050', USDJPY) }).events;
    expect(event).toMatchObject({ key: 'a1/USDJPY:1:1', instrument: 'USDJPY' });
  });

  it('comes in the order of arming when one step fires several alerts', () => {
    const engine = newEngine();
    arm(engine, { id: 'whole', when: 'bid + 0 > 1.39' });
    arm(engine, { id: 'high', when: 'bid > 1.391' });
    arm(engine, { id: 'low', when: 'bid > 1.389' });
    engine.step({ type: 'tick', tick: tick('10:00', '1.38890') });
    const { events } = engine.step({ type: 'tick', tick: tick('10:01', '1.39200') });
    expect(events.map(({ alert }) => alert)).toEqual(['whole', 'high', 'low']);
  });
});

describe('arming', () => {
  const crossed = (engine: ReturnType<typeof newEngine>, from: string, to: string, minute: string) => {
    engine.step({ type: 'tick', tick: tick(`10:${minute}:00`, from) });
    return engine.step({ type: 'tick', tick: tick(`10:${minute}:01`, to) }).events.map(({ key }) => key);
  };

  it('takes the side from the last known price', () => {
    const engine = newEngine();
    engine.step({ type: 'tick', tick: tick('10:00', '1.38990') });
    arm(engine, CROSSING, clock('10:01'));
    expect(engine.step({ type: 'tick', tick: tick('10:02', '1.39010') }).events).toHaveLength(1);
  });

  it('with onArm fire fires at once when the condition is already true', () => {
    const engine = newEngine();
    engine.step({ type: 'tick', tick: tick('10:00', '1.39010') });
    const { events } = arm(engine, { when: 'bid > 1.39', onArm: 'fire' }, clock('10:01'));
    expect(events.map(({ at }) => at)).toEqual([clock('10:01')]);
  });

  it('a newer revision replaces, counts from one, and forgets the side', () => {
    const engine = newEngine();
    arm(engine, CROSSING);
    expect(crossed(engine, '1.38990', '1.39010', '00')).toEqual(['a1:1:1']);
    arm(engine, { when: 'bid crosses 1.391', revision: 2 }, clock('10:01'));
    expect(crossed(engine, '1.38990', '1.39010', '02')).toEqual([]);
    expect(crossed(engine, '1.39090', '1.39110', '03')).toEqual(['a1:2:1']);
  });

  it('the same or an older revision changes nothing', () => {
    const engine = newEngine();
    arm(engine, { ...CROSSING, revision: 2 });
    arm(engine, { when: 'bid crosses 1.391', revision: 1 });
    expect(crossed(engine, '1.38990', '1.39010', '00')).toEqual(['a1:2:1']);
  });

  it('never gives a key twice when an alert is stopped and armed again', () => {
    const engine = newEngine();
    arm(engine, CROSSING);
    expect(crossed(engine, '1.38990', '1.39010', '00')).toEqual(['a1:1:1']);
    engine.step({ type: 'disarm', alert: 'a1', at: clock('10:01') });
    expect(crossed(engine, '1.38990', '1.39010', '02')).toEqual([]);
    arm(engine, CROSSING, clock('10:03'));
    expect(crossed(engine, '1.38990', '1.39010', '04')).toEqual(['a1:1:3']);
  });

  it('remembers how often the newest revision has fired, and no earlier one', () => {
    const engine = newEngine();
    for (const [index, revision] of [1, 2, 3].entries()) {
      arm(engine, { when: 'bid crosses above 1.39', revision }, clock(`10:0${index}`));
      expect(crossed(engine, '1.38990', '1.39010', `0${index}`)).toEqual([`a1:${revision}:1`]);
    }
    engine.step({ type: 'disarm', alert: 'a1', at: clock('10:05') });
    const counts = ofType(engine, 'counts').flatMap((part) => part.counts);
    expect(counts).toEqual([['a1:3', { firings: 1, counted: 1 }]]);
  });

  it('goes on counting from the recorded events', () => {
    const engine = newEngine(new Map([['a1:1', 7]]));
    arm(engine, CROSSING);
    expect(crossed(engine, '1.38990', '1.39010', '00')).toEqual(['a1:1:8']);
  });

  it('reports an alert that cannot be read, and arms the others', () => {
    const engine = newEngine();
    const problems = (fields: Partial<Alert>) => arm(engine, fields).problems;
    expect(problems({ id: 'x', when: 'bid crosses abvoe 1' })).toMatchObject([
      { alert: 'x', instrument: 'EURUSD', reason: 'condition', error: { code: 'syntax' } },
    ]);
    expect(problems({ id: 'y', instruments: [instrumentId('ABCDEF')] })).toMatchObject([
      { reason: 'unknown-instrument', error: null },
    ]);
    expect(problems({})).toEqual([]);
    expect([...engine.armed()]).toEqual([['a1', 1]]);
  });

  it('leaves nothing behind when all alerts are gone', () => {
    const engine = newEngine();
    const alerts = ['rsi(5)@M45 > 30', 'bid rises by 5 pips in 5m', 'bid > 1', 'close@M1 > ema(9) for 5m'];
    engine.step({ type: 'tick', tick: tick('9:00', '1.39') });
    alerts.forEach((when, i) => arm(engine, { id: `a${i}`, when }));
    alerts.forEach((_, i) => engine.step({ type: 'disarm', alert: `a${i}`, at: clock('9:01') }));
    expect(engine.snapshot().map(({ type }) => type)).toEqual(['head', 'market', 'end']);
    const { windows, nextOrder, books } = headOf(engine);
    expect([windows, nextOrder]).toEqual([[], 5]);
    expect(books[0]?.series.map(({ timeframe }) => timeframe)).not.toContain('M45');
    const [market] = ofType(engine, 'market');
    expect(market?.market.series.flatMap(({ streams }) => streams)).toEqual([]);
  });

  it('says what an alert waits for', () => {
    const engine = newEngine();
    arm(engine, { when: 'sma(3)@M1 > 1 and bid > 1' });
    expect(engine.explain('a1')).toEqual({
      EURUSD: [
        { operand: 'sma(3)@M1', reason: 'warming-up', candlesMissing: 3 },
        { operand: 'bid', reason: 'no-quote', candlesMissing: null },
      ],
    });
    for (const time of ['10:00', '10:01', '10:02', '10:03'])
      engine.step({ type: 'tick', tick: tick(time, '1.39') });
    expect(engine.explain('a1')).toEqual({});
    expect(engine.explanations('a1')).toMatchObject([{ truth: 'true', operands: { 'sma(3)@M1': 1.39 } }]);
  });
});
