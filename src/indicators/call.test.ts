import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalCall, resolveParams, signature } from './call.ts';
import { CATALOG, indicatorDefinition } from './catalog.ts';
import type { IndicatorDefinition } from './indicator.ts';

const definition = (name: string): IndicatorDefinition => {
  const found = indicatorDefinition(name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
};

const resolve = (name: string, ...args: (number | string)[]) => resolveParams(definition(name), args);

const faultOf = (name: string, ...args: (number | string)[]) => {
  const result = resolve(name, ...args);
  return result.ok ? null : { index: result.error.index, ...result.error.fault };
};

test('the names of every object are no indicators', () => {
  for (const name of ['__proto__', 'constructor', 'toString', 'SMA', ''])
    expect(indicatorDefinition(name)).toBeUndefined();
});

describe('arguments', () => {
  test('left out take their defaults', () => {
    expect(resolve('bb')).toEqual({ ok: true, value: [20, 2, 'close', 'population'] });
    expect(resolve('macd', 5)).toEqual({ ok: true, value: [5, 26, 9, 'close', 'own', 'ema'] });
  });

  test('that are words are understood wherever they stand', () => {
    const expected = { ok: true, value: [50, 'hl2', 'first'] };
    expect(resolve('ema', 50, 'first', 'hl2')).toEqual(expected);
    expect(resolve('ema', 'hl2', 50, 'first')).toEqual(expected);
  });

  test('out of range are quoted with what is allowed', () => {
    const period = { index: 0, key: 'argumentOutOfRange', parameter: 'period', isWhole: true };
    for (const argument of [0, 5_001, 14.5, NaN, -3])
      expect(faultOf('rsi', argument)).toEqual({ ...period, indicator: 'rsi', min: 1, max: 5_000, argument });
    const width = { index: 1, parameter: 'width', isWhole: false, min: 0.01, max: 50, argument: Infinity };
    expect(faultOf('bb', 20, Infinity)).toMatchObject(width);
    expect(faultOf('sma', 5_000)).toBeNull();
  });

  test('too many, unknown or given twice are quoted', () => {
    expect(faultOf('rsi', 14, 3)).toEqual({
      index: 1,
      key: 'argumentWithoutPlace',
      indicator: 'rsi',
      argument: 3,
      signature: 'rsi(period, source, mean)',
    });
    expect(faultOf('atr', 14, 'close')).toEqual({
      index: 1,
      key: 'argumentUnknown',
      indicator: 'atr',
      argument: 'close',
      choices: ['wilder', 'sma', 'talib'],
    });
    expect(faultOf('sma', 'high', 20, 'low')).toEqual({
      index: 2,
      key: 'argumentTwice',
      indicator: 'sma',
      parameter: 'source',
      argument: 'low',
    });
    expect(faultOf('sma', '__proto__')).toMatchObject({ key: 'argumentUnknown', argument: '__proto__' });
  });

  test('that do not go together are quoted whole', () => {
    expect(faultOf('macd', 26, 12)).toEqual({
      index: 0,
      key: 'argumentsInConflict',
      call: 'macd(26, 12)',
      conflict: { lesser: 'fast', greater: 'slow', mayBeEqual: false },
    });
  });
});

test('canonical calls show numbers always and words only when they are not the default', () => {
  const canonical = (name: string, ...args: (number | string)[]) => {
    const params = resolve(name, ...args);
    return params.ok ? canonicalCall(definition(name), params.value) : params.error.fault.key;
  };
  expect(canonical('rsi')).toBe('rsi(14)');
  expect(canonical('bb', 'sample')).toBe('bb(20, 2, sample)');
  expect(canonical('ema', 20, 'close', 'first')).toBe('ema(20, first)');
  expect(canonical('highest', 5, 'high')).toBe('highest(5)');
  expect(signature(definition('stoch'))).toBe('stoch(kperiod, slowing, dperiod, smoothing)');
});

test('a canonical call read again gives the same parameters', () => {
  const calls = fc.constantFrom(...CATALOG.values()).chain((entry) =>
    fc.record({
      entry: fc.constant(entry),
      params: fc.tuple(
        ...entry.parameters.map((p) =>
          p.kind === 'choice'
            ? fc.constantFrom<string | number>(...p.choices)
            : p.kind === 'integer'
              ? fc.integer({ min: p.min, max: p.max })
              : fc.double({ min: p.min, max: p.max, noNaN: true }),
        ),
      ),
    }),
  );
  fc.assert(
    fc.property(calls, ({ entry, params }) => {
      fc.pre((entry.validate?.(params) ?? null) === null);
      const inside = /\((.*)\)/.exec(canonicalCall(entry, params))?.[1] ?? '';
      const args =
        inside === '' ? [] : inside.split(', ').map((text) => (isNaN(Number(text)) ? text : Number(text)));
      expect(resolveParams(entry, args)).toEqual({ ok: true, value: params });
    }),
  );
});
