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

const messageOf = (name: string, ...args: (number | string)[]) => {
  const result = resolve(name, ...args);
  return result.ok ? 'fine' : `${result.error.index}: ${result.error.message}`;
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
    expect(messageOf('rsi', 0)).toBe('0: period of rsi must be a whole number from 1 to 5000, not "0"');
    expect(messageOf('rsi', 5_001)).toContain('not "5001"');
    expect(messageOf('rsi', 14.5)).toContain('not "14.5"');
    expect(messageOf('rsi', NaN)).toContain('not "NaN"');
    expect(messageOf('rsi', -3)).toContain('not "-3"');
    expect(messageOf('bb', 20, Infinity)).toBe(
      '1: width of bb must be a number from 0.01 to 50, not "Infinity"',
    );
    expect(messageOf('sma', 5_000)).toBe('fine');
  });

  test('too many, unknown or given twice are quoted', () => {
    expect(messageOf('rsi', 14, 3)).toBe(
      '1: rsi has no place for "3"; it is called rsi(period, source, mean)',
    );
    expect(messageOf('atr', 14, 'close')).toBe(
      '1: atr does not know "close"; expected one of wilder, sma, talib',
    );
    expect(messageOf('sma', 'high', 20, 'low')).toBe('2: "low" is a second source for sma');
    expect(messageOf('sma', '__proto__')).toContain('does not know "__proto__"');
  });

  test('that do not go together are quoted whole', () => {
    expect(messageOf('macd', 26, 12)).toBe('0: macd(26, 12): fast must be less than slow');
  });
});

test('canonical calls show numbers always and words only when they are not the default', () => {
  const canonical = (name: string, ...args: (number | string)[]) => {
    const params = resolve(name, ...args);
    return params.ok ? canonicalCall(definition(name), params.value) : params.error.message;
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
