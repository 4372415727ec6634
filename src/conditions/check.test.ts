import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkableConditions } from '../../test/arbitraries/condition.ts';
import { instrumentId } from '../kernel/units.ts';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../market/instruments.ts';
import { checkCondition } from './check.ts';
import type { ConditionContext } from './context.ts';
import type { CheckedCondition, Condition } from './resolved.ts';
import { tellError } from './sentences/tell-error.ts';

const context: ConditionContext = {
  instruments: instrumentTable(BUILT_IN_INSTRUMENTS),
  defaultInstrument: instrumentId('USDJPY'),
  basis: 'bid',
};

function checked(source: string, within: ConditionContext = context): CheckedCondition {
  const result = checkCondition(source, within);
  if (!result.ok) throw new Error(`${source}: ${tellError(result.error).message}`);
  return result.value;
}

/** `USDJPY/H1`, as a short name of candles. */
function clockOf({ clock }: CheckedCondition): string {
  const closes = clock.closes.map(({ instrument, timeframe }) => `${instrument}/${timeframe}`);
  return [...clock.ticks, ...closes].join(' ');
}

function warmUpOf({ warmUp }: CheckedCondition): string {
  return warmUp
    .map(({ instrument, timeframe, candles }) => `${instrument}/${timeframe}:${candles}`)
    .join(' ');
}

describe('accepted', () => {
  test.each([
    // source, canonical text, kind, clock, warm-up
    ['close@H1 crosses above 150.00', 'close@H1 crosses above 150', 'pulse', 'USDJPY/H1', 'USDJPY/H1:1'],
    ['bid crosses below low@D1', 'bid crosses below low@D1', 'pulse', 'USDJPY USDJPY/D1', 'USDJPY/D1:1'],
    ['mid rises by 40 pips in 15m', 'mid rises by 40 pips in 15m', 'state', 'USDJPY', ''],
    ['mid moves by 0.5% in 1h', 'mid moves by 0.5% in 1h', 'state', 'USDJPY', ''],
    ['spread < 1.5 pips', 'spread < 1.5 pips', 'state', 'USDJPY', ''],
    ['EURUSD:spread < 1.5 pips', 'EURUSD:spread < 1.5 pips', 'state', 'EURUSD', ''],
    ['USDJPY:close@H1 > 150', 'close@H1 > 150', 'state', 'USDJPY/H1', 'USDJPY/H1:1'],
    ['RSI@m15 < 30', 'rsi(14)@M15 < 30', 'state', 'USDJPY/M15', 'USDJPY/M15:15'],
    ['sma(20, high)@H1 > close', 'sma(20, high)@H1 > close@H1', 'state', 'USDJPY/H1', 'USDJPY/H1:20'],
    ['sma(20, close)@H1 > close', 'sma(20)@H1 > close@H1', 'state', 'USDJPY/H1', 'USDJPY/H1:20'],
    ['close@M60[3] > open', 'close@H1[3] > open@H1', 'state', 'USDJPY/H1', 'USDJPY/H1:4'],
    ['close@H1 live[1] > 150', 'close@H1 live[1] > 150', 'state', 'USDJPY USDJPY/H1', 'USDJPY/H1:1'],
    ['rsi@M5 live < 30', 'rsi(14)@M5 live < 30', 'state', 'USDJPY USDJPY/M5', 'USDJPY/M5:14'],
    [
      'macd@H1 crosses above macd.signal',
      'macd(12, 26, 9)@H1 crosses above macd(12, 26, 9).signal@H1',
      'pulse',
      'USDJPY/H1',
      'USDJPY/H1:34',
    ],
    [
      'close@H1 is rising for 3 bars',
      'close@H1 is rising for 3 bars@H1',
      'state',
      'USDJPY/H1',
      'USDJPY/H1:4',
    ],
    [
      'mid is rising for 3 bars@M5',
      'mid is rising for 3 bars@M5',
      'state',
      'USDJPY USDJPY/M5',
      'USDJPY/M5:3',
    ],
    [
      'rsi(14)@M15 < 30 and close@D1 > sma(200)@D1 and spread < 1.5 pips',
      'rsi(14)@M15 < 30 and close@D1 > sma(200)@D1 and spread < 1.5 pips',
      'state',
      'USDJPY USDJPY/M15 USDJPY/D1',
      'USDJPY/M15:15 USDJPY/D1:200',
    ],
    [
      'EURUSD:close@H1 < ema(50) and USDJPY:close@H1 > ema(50)',
      'EURUSD:close@H1 < EURUSD:ema(50)@H1 and close@H1 > ema(50)@H1',
      'state',
      'EURUSD/H1 USDJPY/H1',
      'EURUSD/H1:50 USDJPY/H1:50',
    ],
    [
      '(close@M15 crosses above bb(20, 2).upper) then (close@M15 crosses below bb(20, 2).upper) within 8 bars',
      'close@M15 crosses above bb(20, 2).upper@M15 then close@M15 crosses below bb(20, 2).upper@M15 within 8 bars@M15',
      'pulse',
      'USDJPY/M15',
      'USDJPY/M15:28',
    ],
    [
      'bid > 150 then spread > 2 pips within 8 bars@H1 unless ask > 160',
      'bid > 150 then spread > 2 pips within 8 bars@H1 unless ask > 160',
      'state',
      'USDJPY USDJPY/H1',
      'USDJPY/H1:8',
    ],
    [
      'bid crosses 150 within 5m and close@H1 > 150',
      'bid crosses 150 within 5m and close@H1 > 150',
      'state',
      'USDJPY USDJPY/H1',
      'USDJPY/H1:1',
    ],
    ['bid enters 149..150', 'bid enters 149 .. 150', 'pulse', 'USDJPY', ''],
    ['not bid inside 149..150', 'not bid inside 149 .. 150', 'state', 'USDJPY', ''],
    ['bid crosses 150 and spread < 1 pip', 'bid crosses 150 and spread < 1 pips', 'pulse', 'USDJPY', ''],
    ['bid crosses 150 or spread > 9 pips', 'bid crosses 150 or spread > 9 pips', 'pulse', 'USDJPY', ''],
    ['mid > close@H1 + 2 atr', 'mid > close@H1 + 2 atr(14)@H1', 'state', 'USDJPY USDJPY/H1', 'USDJPY/H1:14'],
    [
      'EURUSD:mid rises by 2 atr(20)@H1 in 1h',
      'EURUSD:mid rises by 2 atr(20)@H1 in 1h',
      'state',
      'EURUSD EURUSD/H1',
      'EURUSD/H1:20',
    ],
    [
      'EURUSD:mid * USDJPY:mid - EURJPY:mid > 5 pips',
      'EURUSD:mid * mid - EURJPY:mid > 5 pips',
      'state',
      'EURUSD USDJPY EURJPY',
      '',
    ],
    [
      '(high@H1 + low) / 2 > sma(20)',
      '(high@H1 + low@H1) / 2 > sma(20)@H1',
      'state',
      'USDJPY/H1',
      'USDJPY/H1:20',
    ],
    ['close@H1 - 150 > 20 pips', 'close@H1 - 150 > 20 pips', 'state', 'USDJPY/H1', 'USDJPY/H1:1'],
    ['sma(20)@H1 > 150 + 50 pips', 'sma(20)@H1 > 150 + 50 pips', 'state', 'USDJPY/H1', 'USDJPY/H1:20'],
    ['roc(10)@H1 > 0.5%', 'roc(10)@H1 > 0.5%', 'state', 'USDJPY/H1', 'USDJPY/H1:11'],
    ['volume@M5 > 2 * volume[1]', 'volume@M5 > 2 * volume@M5[1]', 'state', 'USDJPY/M5', 'USDJPY/M5:2'],
  ])('%s', (source, text, kind, clock, warmUp) => {
    const result = checked(source);
    expect({
      text: result.text,
      kind: result.kind,
      clock: clockOf(result),
      warmUp: warmUpOf(result),
    }).toEqual({
      text,
      kind,
      clock,
      warmUp,
    });
  });

  test('canonical text is a fixed point and means the same', () => {
    const options = {
      timeframes: ['M5', 'H1'],
      level: { min: 140, max: 160, digits: 3 },
      ticks: true,
      calendar: true,
      timed: true,
    } as const;
    fc.assert(
      fc.property(checkableConditions(options), (source) => {
        const first = checked(source);
        expect(checked(first.text)).toEqual(first);
      }),
      { numRuns: 300 },
    );
  });
});

describe('resolution', () => {
  test('pips become price differences exact to the double', () => {
    expect(checked('spread < 1.8 pips').condition).toMatchObject({ right: { type: 'number', value: 0.018 } });
    expect(checked('EURUSD:spread < 1.8 pips').condition).toMatchObject({ right: { value: 0.00018 } });
    expect(checked('XAUUSD:spread < 3 pips').condition).toMatchObject({ right: { value: 0.3 } });
  });

  test('prices are compared in hundredths of a point of their instrument, other values as they are', () => {
    const quanta = (source: string): unknown => (checked(source).condition as { quanta?: unknown }).quanta;
    expect(quanta('close@H1 > 150')).toBe(1e5);
    expect(quanta('EURUSD:close@H1 > 1.1')).toBe(1e7);
    expect(quanta('EURUSD:spread < 2 pips')).toBe(1e7);
    expect(quanta('150 < sma(20)@H1')).toBe(1e5);
    expect(quanta('close@H1 - 150 > 0.2')).toBe(1e5);
    expect(quanta('EURUSD:mid * USDJPY:mid > EURJPY:mid')).toBe(1e5);
    expect(quanta('mid rises by 0.5% in 1h')).toBe(1e5);
    expect(quanta('rsi(14)@H1 < 30')).toBe(0);
    expect(quanta('EURUSD:mid / GBPUSD:mid > 0.86')).toBe(0);
  });

  test('constants are folded', () => {
    expect(checked('close@H1 > (150 + 2 * 3) / 2 - -1').condition).toMatchObject({
      right: { type: 'number', value: 79 },
    });
  });

  test('a percentage moves a price by its share and a percentage by itself', () => {
    expect(checked('mid rises by 0.5% in 1h').condition).toMatchObject({ percent: true });
    expect(checked('roc(10)@H1 rises by 0.5% in 1h').condition).toMatchObject({ percent: false });
    expect(checked('mid rises by 50 pips in 1h').condition).toMatchObject({ percent: false });
  });

  test('operands carry basis, output and their canonical text', () => {
    const bands = checked('EURUSD:bb(10).lower@M60[2] > 1.1', { ...context, basis: 'mid' });
    expect(bands.condition).toMatchObject({
      left: {
        type: 'indicator',
        instrument: 'EURUSD',
        basis: 'mid',
        timeframe: 'H1',
        indicator: 'bb',
        params: [10, 2, 'close', 'population'],
        output: 2,
        offset: 2,
        live: false,
        text: 'EURUSD:bb(10, 2).lower@H1[2]',
      },
    });
  });

  test('the unit atr measures the instrument it stands beside and says so in its text', () => {
    expect(checked('EURUSD:mid rises by 2 atr@H1 in 1h').condition).toMatchObject({
      amount: { left: { value: 2 }, right: { instrument: 'EURUSD', text: 'EURUSD:atr(14)@H1' } },
    });
  });

  test('bars are counted on the candles of the predicate', () => {
    const window = (source: string): unknown =>
      (checked(source).condition as Condition & { window: unknown }).window;
    const candles = (instrument: string, timeframe: string, count: number): unknown => ({
      type: 'candles',
      count,
      source: { instrument, basis: 'bid', timeframe },
    });
    expect(window('close@H1 rises by 9 pips in 3 bars')).toEqual(candles('USDJPY', 'H1', 3));
    expect(window('EURUSD:close@H1 rises by 9 pips in 3 bars')).toEqual(candles('EURUSD', 'H1', 3));
    expect(window('mid rises by 9 pips in 3 bars@M15')).toEqual(candles('USDJPY', 'M15', 3));
    expect(window('close rises by 9 pips in 3 bars@M15')).toEqual(candles('USDJPY', 'M15', 3));
    expect(window('rsi@M5 < 30 within 4 bars')).toEqual(candles('USDJPY', 'M5', 4));
  });

  test('an operand with its own timeframe stays with the instrument of the alert', () => {
    expect(checked('EURUSD:rsi@H1 > rsi@M15').text).toBe('EURUSD:rsi(14)@H1 > rsi(14)@M15');
  });

  test('without an instrument of the alert every operand names its own or borrows it', () => {
    const none: ConditionContext = { ...context, defaultInstrument: null };
    expect(checked('EURUSD:close@H1 < ema(50)', none).text).toBe('EURUSD:close@H1 < EURUSD:ema(50)@H1');
    const refused = checkCondition('bid > 1', none);
    expect(!refused.ok && tellError(refused.error).message).toBe(
      '"bid" needs an instrument, such as EURUSD:bid',
    );
  });

  test('an instrument of the alert that is not in the table is named', () => {
    const refused = checkCondition('bid > 1', { ...context, defaultInstrument: instrumentId('ABCDEF') });
    expect(!refused.ok && tellError(refused.error).message).toBe('unknown instrument "ABCDEF" of "bid"');
  });

  test('and, or: a pulse among the terms makes a pulse', () => {
    const kind = (source: string): string => checked(source).kind;
    expect(kind('bid > 1 and ask > 1')).toBe('state');
    expect(kind('bid > 1 and ask crosses 1')).toBe('pulse');
    expect(kind('bid > 1 or ask leaves 1 .. 2')).toBe('pulse');
    expect(kind('bid crosses 1 within 5m')).toBe('state');
    expect(kind('bid crosses 1 then ask > 1 within 5m')).toBe('state');
    expect(kind('bid > 1 then ask crosses 1 within 5m')).toBe('pulse');
  });
});
