import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Row } from './row.ts';

function rowOf(text: string, delimiter = ','): Row {
  const row = new Row();
  row.split(Buffer.from(text), 0, delimiter.charCodeAt(0));
  return row;
}

test('splits a line into fields and removes padding around them', () => {
  const row = rowOf('a, "b" ,,1.5\r\nnext');
  expect([0, 1, 2, 3].map((field) => row.text(field))).toEqual(['a', 'b', '', '1.5']);
  expect(row.count).toBe(4);
  expect(row.quote()).toBe('a, "b" ,,1.5');
});

test('goes on where the next line begins', () => {
  const bytes = Buffer.from('1,2\n3,4\n');
  const row = new Row();
  const next = row.split(bytes, 0, 0x2c);
  expect(row.text(1)).toBe('2');
  row.split(bytes, next, 0x2c);
  expect(row.text(0)).toBe('3');
});

test('reads decimals exactly as the platform does', () => {
  fc.assert(
    fc.property(fc.integer({ min: -999_999_999, max: 999_999_999 }), fc.nat(6), (units, decimals) => {
      const text = (units / 10 ** decimals).toFixed(decimals);
      expect(rowOf(text).decimal(0) + 0).toBe(Number(text) + 0);
    }),
  );
});

test.each(['', '-', '.', '1.2.3', '1e5', 'NaN', '0x10', '1 000', '1,5'.slice(1), '1234567890123456'])(
  'finds no decimal in "%s"',
  (text) => {
    expect(rowOf(text, ';').decimal(0)).toBeNaN();
  },
);

test('a field that is missing is no decimal', () => {
  expect(rowOf('1').decimal(3)).toBeNaN();
  expect(rowOf('1').text(3)).toBe('');
});
