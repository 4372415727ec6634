import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StampParser } from './stamp-parser.ts';

function parse(text: string, offsetMs = 0): number {
  const bytes = Buffer.from(text);
  return new StampParser(offsetMs).parse(bytes, 0, bytes.length);
}
const iso = (text: string): number => Date.parse(text);

describe('StampParser', () => {
  test.each([
    ['2014-05-04T21:00:00.462Z', '2014-05-04T21:00:00.462Z'],
    ['2014-05-04T21:00:00Z', '2014-05-04T21:00:00.000Z'],
    ['2014-05-04 21:00:00.4', '2014-05-04T21:00:00.400Z'],
    ['2018-03-30T12:34:56.789671Z', '2018-03-30T12:34:56.789Z'],
    ['2014-05-05T06:00:00+09:00', '2014-05-04T21:00:00.000Z'],
    ['2014-05-04T16:00:00-0500', '2014-05-04T21:00:00.000Z'],
    ['20140505 00:00:00.123', '2014-05-05T00:00:00.123Z'],
    ['20120201 000003660', '2012-02-01T00:00:03.660Z'],
    ['20120201 000000', '2012-02-01T00:00:00.000Z'],
    ['2012.02.01 00:05', '2012-02-01T00:05:00.000Z'],
    ['2012.02.01', '2012-02-01T00:00:00.000Z'],
    ['1399237200462', '2014-05-04T21:00:00.462Z'],
    ['1399237200', '2014-05-04T21:00:00.000Z'],
    ['1399237200.4621', '2014-05-04T21:00:00.462Z'],
    ['1399237200462123', '2014-05-04T21:00:00.462Z'],
  ])('reads %s', (text, expected) => {
    expect(parse(text)).toBe(iso(expected));
  });

  test.each([
    '',
    'timestamp',
    '2014-02-31T00:00:00Z',
    '2014-13-01T00:00:00Z',
    '2014-05-04T24:00:00Z',
    '2014-05-04T21:60:00Z',
    '2014-05-04T21:00:61Z',
    '2014-05-04T21:00:00Zx',
    '2014-05-04T',
    '2014-05-04X21:00:00',
    '20140505000',
    '139923720046',
    '2014:05:04 21:00',
  ])('refuses "%s"', (text) => {
    expect(parse(text)).toBeNaN();
  });

  test('reads a stamp without a zone by the offset of the file, and one with a zone by its own', () => {
    const eastern = -5 * 3_600_000;
    expect(parse('20120201 000000', eastern)).toBe(iso('2012-02-01T05:00:00Z'));
    expect(parse('2012-02-01T00:00:00Z', eastern)).toBe(iso('2012-02-01T00:00:00Z'));
  });

  test('agrees with the platform on every instant, whatever it read before', () => {
    const parser = new StampParser();
    const instant = fc.date({
      min: new Date('1970-01-01'),
      max: new Date('2099-12-31'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(fc.array(instant, { minLength: 1, maxLength: 5 }), (dates) => {
        for (const date of dates) {
          const bytes = Buffer.from(date.toISOString());
          expect(parser.parse(bytes, 0, bytes.length)).toBe(date.getTime());
        }
      }),
    );
  });

  test('never throws, whatever the bytes', () => {
    const parser = new StampParser();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(typeof parser.parse(bytes, 0, bytes.length)).toBe('number');
      }),
    );
  });
});
