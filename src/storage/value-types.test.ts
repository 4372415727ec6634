import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText, encodeValue, jsonText, PARSERS, parseInstant } from './value-types.ts';

describe('parseInstant', () => {
  it.each([
    ['2014-05-05 07:00:00+00', '2014-05-05T07:00:00.000Z'],
    ['2014-05-05 07:00:00.1+00', '2014-05-05T07:00:00.100Z'],
    ['2014-05-05 07:00:00.123999+00', '2014-05-05T07:00:00.123Z'],
    ['1969-12-31 23:59:59.999+00', '1969-12-31T23:59:59.999Z'],
  ])('reads %s', (text, iso) => {
    expect(parseInstant(text)).toBe(Date.parse(iso));
  });

  it('gives back every instant to the millisecond', () => {
    const max = Date.UTC(9999, 11, 31);
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(100, 0), max }), (ms) => {
        const text = new Date(ms).toISOString().replace('T', ' ').replace('Z', '+00');
        expect(parseInstant(text)).toBe(ms);
      }),
    );
  });

  it.each(['2014-05-05 09:00:00+02', 'infinity', '05/05/2014'])(
    'refuses "%s", which no session here sends',
    (text) => {
      expect(() => parseInstant(text)).toThrow(RangeError);
    },
  );
});

it('refuses an int8 that a number cannot hold', () => {
  const parse = PARSERS[20]!;
  expect(parse('9007199254740991')).toBe(Number.MAX_SAFE_INTEGER);
  expect(() => parse('9007199254740993')).toThrow(/int8/);
});

describe('encodeValue', () => {
  it.each([
    [null, null],
    ['a', 'a'],
    [1.38695, '1.38695'],
    [true, 'true'],
    [[], '{}'],
    [[1, 2.5], '{1,2.5}'],
    [['a', null, 'b"c\\', ''], '{"a",null,"b\\"c\\\\",""}'],
  ] as const)('writes %j as PostgreSQL reads it', (value, text) => {
    expect(encodeValue(value)).toBe(text);
  });
});

describe('jsonText', () => {
  it('changes nothing but NUL and lone surrogates', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (texts) => {
        const back = JSON.parse(jsonText({ texts })) as unknown;
        expect(back).toEqual({ texts: texts.map(cleanText) });
      }),
    );
  });

  it('leaves a backslash before u0000 alone', () => {
    expect(JSON.parse(jsonText(['\\u0000 \\ud800', '\0', '\ud800', '\\\0']))).toEqual([
      '\\u0000 \\ud800',
      '\ufffd',
      '\ufffd',
      '\\\ufffd',
    ]);
  });
});

it('cleanText keeps whole pairs', () => {
  expect(cleanText('\u{1f4b6}\udcb6\0x')).toBe('\u{1f4b6}\ufffd\ufffdx');
});
