import { describe, expect, it } from 'vitest';
import { arm, clock, expectTimeline, INSTRUMENTS, newEngine, tick } from '../../test/support/timeline.ts';
import { EURUSD } from '../../test/support/samples.ts';
import { checkCondition } from '../conditions/check.ts';
import type { CandleSource } from '../conditions/resolved.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { Candle } from '../market/candle.ts';
import { Engine } from './engine.ts';

const source = (timeframe: string, basis: CandleSource['basis'] = 'bid'): CandleSource => ({
  instrument: EURUSD,
  basis,
  timeframe,
});

function candle(from: string, to: string, prices: readonly [number, number, number, number]): Candle {
  const [open, high, low, close] = prices;
  return { at: clock(from), closesAt: clock(to), open, high, low, close, volume: 1 };
}

describe('candles', () => {
  it('close by market time, not by the next tick, on all three bases', () => {
    const engine = newEngine();
    engine.step({ type: 'tick', tick: tick('10:00:10', '1.39000/1.39010') });
    engine.step({ type: 'tick', tick: tick('10:00:20', '1.39050/1.39054') });
    expect(engine.step({ type: 'beat', at: clock('10:00:59.999') }).closed).toEqual([]);
    const { closed } = engine.step({ type: 'beat', at: clock('10:01') });
    expect(closed.map(({ source: { basis, timeframe } }) => `${timeframe} ${basis}`)).toEqual([
      'M1 bid',
      'M1 ask',
      'M1 mid',
    ]);
    expect(closed[0]?.candle).toEqual({
      at: clock('10:00'),
      closesAt: clock('10:01'),
      open: 1.39,
      high: 1.3905,
      low: 1.39,
      close: 1.3905,
      volume: 2,
    });
    expect(closed[1]?.candle.close).toBe(1.39054);
    expect(closed[2]?.candle.close).toBe((1.3905 + 1.39054) / 2);
  });

  it('a tick at the end of a candle belongs to the next', () => {
    const engine = newEngine();
    engine.step({ type: 'tick', tick: tick('10:00:10', '1.39') });
    const { closed } = engine.step({ type: 'tick', tick: tick('10:01', '1.4') });
    expect(closed[0]?.candle.high).toBe(1.39);
    expect(engine.forming(source('M1'))?.open).toBe(1.4);
    expect(engine.forming(source('M5'))).toMatchObject({ open: 1.39, close: 1.4, volume: 2 });
  });

  it('longer ones are rolled up, and close without a tick in their last minute', () => {
    const engine = newEngine();
    engine.step({ type: 'tick', tick: tick('10:00:10', '1.39') });
    engine.step({ type: 'tick', tick: tick('10:02:10', '1.38') });
    engine.step({ type: 'beat', at: clock('10:07') });
    expect(engine.recent(source('M5'), 9)).toEqual([
      {
        at: clock('10:00'),
        closesAt: clock('10:05'),
        open: 1.39,
        high: 1.39,
        low: 1.38,
        close: 1.38,
        volume: 2,
      },
    ]);
  });

  it('a period without a tick makes no candle', () => {
    const engine = newEngine();
    for (const time of ['10:00', '10:05']) engine.step({ type: 'tick', tick: tick(time, '1.39') });
    engine.step({ type: 'beat', at: clock('10:09') });
    expect(engine.recent(source('M1'), 9).map(({ at }) => at)).toEqual([clock('10:00'), clock('10:05')]);
  });

  it('that end together close before anything is looked at', () =>
    expectTimeline(
      { when: 'close@M1 > 1.39 and close@M5 > 1.39' },
      `10:00:30  1.38990
       10:04:30  1.38990
       10:05:30  1.38990
       10:09:30  1.39010
       10:10:00  -         fires`,
    ));

  it('of another timeframe begin from the minutes that are known', () => {
    const engine = newEngine();
    engine.step({ type: 'tick', tick: tick('10:01', '1.38') });
    engine.step({ type: 'tick', tick: tick('10:31', '1.39') });
    arm(engine, { when: 'close@M10 > 1' }, clock('10:33'));
    const known = engine.recent(source('M10'), 9).map(({ at }) => at);
    expect(known).toEqual([clock('10:00')]);
    expect(engine.forming(source('M10'))).toMatchObject({ at: clock('10:30'), open: 1.39 });
  });
});

describe('a tick', () => {
  it('that is refused exists for nobody, and its reason is counted', () => {
    const engine = newEngine();
    expectTimeline(
      { when: 'bid > 1.39' },
      `10:00:01  1.38990
       10:00:02  1.39010/1.39000  crossed
       10:00:03  1.38990`,
      engine,
    );
    expect(engine.counters).toMatchObject({ ticks: 2, rejected: { crossed: 1 } });
  });

  it('of an instrument that nobody knows is refused', () => {
    const other = tick('10:00', '1.39', 'ABCDEF' as never);
    expect(newEngine().step({ type: 'tick', tick: other }).rejected).toBe('unknown-instrument');
  });

  it('older than the last one widens the open candle of its time and fires nothing', () => {
    const engine = newEngine();
    expectTimeline(
      { when: 'bid crosses 1.39' },
      `10:00:10  1.38990
       10:00:05  1.39010  late
       10:00:20  1.38980`,
      engine,
    );
    expect(engine.forming(source('M1'))).toMatchObject({ high: 1.3901, close: 1.3898, volume: 3 });
    expect(engine.lastTick(EURUSD)?.bid).toBe(1.3898);
  });

  it('that comes after the beat that ended its candle still fires, and is in no candle', () => {
    const engine = newEngine();
    arm(engine, { when: 'bid crosses above 1.39' });
    engine.step({ type: 'tick', tick: tick('10:00:10', '1.38990') });
    engine.step({ type: 'beat', at: clock('10:01') });
    const { events } = engine.step({ type: 'tick', tick: tick('10:00:59.900', '1.39010') });
    expect(events.map(({ at }) => at)).toEqual([clock('10:00:59.900')]);
    expect(engine.recent(source('M1'), 1)[0]?.high).toBe(1.3899);
    expect(engine.forming(source('M1'))).toBeNull();
  });
});

describe('a series that begins after its candle has ended', () => {
  const ended = () => {
    const engine = newEngine();
    engine.step({ type: 'tick', tick: tick('10:00:10', '1.38000') });
    engine.step({ type: 'tick', tick: tick('10:01:10', '1.39000') });
    engine.step({ type: 'beat', at: clock('10:02:03') });
    return engine;
  };

  it('has that candle at once, and fires nothing for it later', () => {
    const engine = ended();
    expect(arm(engine, { when: 'close@M2 > open@M2' }, clock('10:02:03')).events).toEqual([]);
    expect(engine.recent(source('M2'), 9).map(({ open, close }) => [open, close])).toEqual([[1.38, 1.39]]);
    expect(engine.step({ type: 'beat', at: clock('10:02:04') }).events).toEqual([]);
    expect(engine.explanations('a1')[0]?.truth).toBe('true');
  });

  it('leaves market time where it is, also when it is only asked for a value', () => {
    const engine = ended();
    const before = engine.snapshot();
    expect(valuesNow(engine, 'close@M2 > 1')).toEqual({ 'close@M2': 1.39 });
    engine.step({ type: 'beat', at: clock('10:02:03') });
    expect(engine.marketTime).toBe(clock('10:02:03'));
    expect(engine.snapshot()).toEqual(before);
  });

  it('has it likewise in an engine that was just restored', () => {
    const engine = Engine.restore(ended().snapshot(), { instruments: INSTRUMENTS });
    expect(valuesNow(engine, 'close@M2 > 1')).toEqual({ 'close@M2': 1.39 });
    arm(engine, { when: 'close@M2 > open@M2' }, clock('10:02:03'));
    expect(engine.step({ type: 'beat', at: clock('10:02:04') }).events).toEqual([]);
  });

  function valuesNow(engine: Engine, when: string) {
    const context = { instruments: INSTRUMENTS, defaultInstrument: EURUSD, basis: 'bid' } as const;
    const checked = checkCondition(when, context);
    return checked.ok ? engine.operandsNow(checked.value) : checked.error;
  }
});

describe('history', () => {
  it('that fills a gap fires nothing', () => {
    const engine = newEngine();
    arm(engine, { when: 'close@M1 > open@M1' });
    engine.step({ type: 'tick', tick: tick('10:00:10', '1.39000') });
    engine.step({ type: 'beat', at: clock('10:05') });
    const filled = candle('10:03', '10:04', [1.39, 1.392, 1.39, 1.392]);
    expect(engine.step({ type: 'history', source: source('M1'), candles: [filled] }).events).toEqual([]);
    engine.step({ type: 'tick', tick: tick('10:05:10', '1.39200') });
    engine.step({ type: 'tick', tick: tick('10:05:20', '1.39300') });
    expect(engine.step({ type: 'beat', at: clock('10:06') }).events).toHaveLength(1);
  });

  it('that fills a gap on a timeframe without candles of its own fires nothing, and closes what has ended', () => {
    const engine = newEngine();
    arm(engine, { when: 'close@M2 > open@M2' });
    engine.step({ type: 'tick', tick: tick('10:00:10', '1.39000') });
    engine.step({ type: 'beat', at: clock('10:07') });
    const fill = (...candles: Candle[]) => {
      engine.step({ type: 'history', source: source('M1'), candles });
      return engine.recent(source('M2'), 1).map(({ open, close }) => [open, close]);
    };
    const ended = [
      candle('10:02', '10:03', [1.39, 1.391, 1.39, 1.391]),
      candle('10:03', '10:04', [1.391, 1.392, 1.391, 1.392]),
    ];
    expect(fill(...ended)).toEqual([[1.39, 1.392]]);
    expect(engine.step({ type: 'beat', at: clock('10:07:01') }).events).toEqual([]);
    // One that is still forming closes, and fires, in its time.
    expect(fill(candle('10:06', '10:07', [1.394, 1.394, 1.393, 1.393]))).toEqual([[1.39, 1.392]]);
    engine.step({ type: 'beat', at: clock('10:08') });
    fill(candle('10:08', '10:09', [1.393, 1.394, 1.393, 1.394]));
    expect(engine.step({ type: 'beat', at: clock('10:10') }).events.map(({ at }) => at)).toEqual([
      clock('10:10'),
    ]);
  });

  const minutes = (from: number, count: number, price: number) =>
    Array.from({ length: count }, (_, i): Candle => {
      const at = (clock('9:00') + (from + i) * 60_000) as EpochMs;
      const value = price + i / 1_000;
      return {
        at,
        closesAt: (at + 60_000) as EpochMs,
        open: value,
        high: value,
        low: value,
        close: value,
        volume: 1,
      };
    });

  it('warms an indicator up, whether it comes before or after arming', () => {
    const candles = minutes(0, 60, 1.3);
    const before = newEngine();
    before.step({ type: 'history', source: source('M1'), candles });
    arm(before, { when: 'ema(5)@M1 > 1' }, clock('10:00'));
    const after = newEngine();
    arm(after, { when: 'ema(5)@M1 > 1' }, clock('10:00'));
    after.step({ type: 'history', source: source('M1'), candles });
    expect(before.explain('a1')).toEqual({});
    expect(after.explanations('a1')).toEqual(before.explanations('a1'));
  });

  it('completes the forming candle of a longer timeframe', () => {
    const engine = newEngine();
    const hour = candle('9:00', '10:00', [1.3, 1.4, 1.2, 1.35]);
    engine.step({ type: 'history', source: source('H1'), candles: [hour] });
    engine.step({ type: 'tick', tick: tick('10:30', '1.39') });
    engine.step({
      type: 'history',
      source: source('M1'),
      candles: [...minutes(50, 10, 9), ...minutes(60, 30, 1.3)],
    });
    expect(engine.recent(source('H1'), 9)).toEqual([hour]);
    expect(engine.forming(source('H1'))).toMatchObject({
      at: clock('10:00'),
      open: 1.3,
      close: 1.39,
      volume: 31,
    });
    engine.step({ type: 'tick', tick: tick('10:31', '1.38') });
    expect(engine.forming(source('H1'))).toMatchObject({ open: 1.3, low: 1.3, close: 1.38, volume: 32 });
  });

  it('without volume has an unknown one, which nothing is ever twice of', () => {
    const engine = newEngine();
    const candles = ['9:58', '9:59'].map((from, index) => ({
      ...candle(from, ['9:59', '10:00'][index]!, [1.39, 1.39, 1.39, 1.39]),
      volume: 0,
    }));
    engine.step({ type: 'history', source: source('M1'), candles });
    expectTimeline(
      { when: 'volume@M1 > 2 * volume@M1[1] or volume@M1 < 1', onArm: 'fire' },
      `10:00:10  1.39
       10:01:10  1.39
       10:02:00  -
       10:02:10  1.39
       10:02:20  1.39
       10:02:30  1.39
       10:03:00  -     fires`,
      engine,
    );
    expect(engine.recent(source('M1'), 9).map(({ volume }) => volume)).toEqual([0, 0, 1, 1, 3]);
  });

  it('leaves alone what the engine has itself', () => {
    const engine = newEngine();
    engine.step({ type: 'tick', tick: tick('10:00:30', '1.39') });
    engine.step({ type: 'beat', at: clock('10:01') });
    engine.step({ type: 'history', source: source('M1'), candles: minutes(58, 3, 1.25) });
    expect(engine.recent(source('M1'), 9).map(({ close }) => close)).toEqual([1.25, 1.251, 1.39]);
  });
});

describe('indicators in use', () => {
  it('come out at each close, with null while warming up', () => {
    const engine = newEngine();
    arm(engine, { when: 'close@M1 > sma(2)' });
    engine.step({ type: 'tick', tick: tick('10:00', '1.38') });
    const first = engine.step({ type: 'tick', tick: tick('10:01', '1.4') });
    const second = engine.step({ type: 'beat', at: clock('10:02') });
    const [name] = Object.keys(first.indicators[0]?.values ?? {});
    expect(first.indicators).toEqual([
      { source: source('M1'), indicator: 'sma(2)', at: clock('10:00'), values: { [String(name)]: null } },
    ]);
    expect(Object.values(second.indicators[0]?.values ?? {})).toEqual([(1.38 + 1.4) / 2]);
  });
});
