import fc from 'fast-check';
import { expect, test } from 'vitest';
import { conditionNodes } from '../../test/arbitraries/condition.ts';
import { MAX_NODES, MAX_SOURCE_LENGTH } from './limits.ts';
import { parse } from './parser.ts';
import { print, printDuration, printNumber } from './print.ts';
import { tellError } from './sentences/tell-error.ts';

/** The tree without its spans: two texts of one meaning differ in nothing else. */
function shape(node: unknown): unknown {
  return JSON.parse(
    JSON.stringify(node, (key, value: unknown) => (key === 'from' || key === 'to' ? undefined : value)),
  );
}

function reprinted(source: string): string {
  const parsed = parse(source);
  return parsed.ok ? print(parsed.value) : `refused: ${tellError(parsed.error).message}`;
}

test('parsing what was printed gives the same tree', () => {
  let seen = 0;
  fc.assert(
    fc.property(conditionNodes, (node) => {
      const text = print(node);
      const parsed = parse(text);
      if (!parsed.ok && parsed.error.code === 'limit') return;
      seen++;
      expect(parsed.ok ? shape(parsed.value) : parsed.error, text).toEqual(shape(node));
    }),
    { numRuns: 400 },
  );
  expect(seen).toBeGreaterThan(300);
});

test.each([
  ['CLOSE@h1   CROSSES Above 150.00 -- comment', 'close@H1 crosses above 150'],
  ['a and b or c and not d', 'a and b or c and not d'],
  ['(a or b) and c', '(a or b) and c'],
  ['(a and b) and (c and d)', 'a and b and c and d'],
  ['not (a or b)', 'not (a or b)'],
  ['not a for 5m', 'not a for 5m'],
  ['(not a) for 5m', '(not a) for 5m'],
  ['a for 5m within 1h', '(a for 5m) within 1h'],
  ['a then b within 5m then c within 8 candles', '(a then b within 5m) then c within 8 bars'],
  ['a then b within 90s unless not c for 60s', 'a then b within 90s unless (not c for 1m)'],
  ['bid - (ask - mid) * 2 > -(-3)', 'bid - (ask - mid) * 2 > -(-3)'],
  ['(bid + ask) / 2 > 1', '(bid + ask) / 2 > 1'],
  ['((bid)) > ((1))', 'bid > 1'],
  ['close@M60 > 1', 'close@H1 > 1'],
  ['close@H1 live[1] > 1', 'close@H1 live[1] > 1'],
  ['close@H1[0] > 1', 'close@H1 > 1'],
  ['bid enters 149.50..150.50', 'bid enters 149.5 .. 150.5'],
  ['bid enters 149..150', 'bid enters 149 .. 150'],
  ['usdjpy:rsi ( 14 ) . x @ m15 < 30', 'USDJPY:rsi(14).x@M15 < 30'],
  ['rsi()@M15<30', 'rsi@M15 < 30'],
  ['bid rises by 40pips in 1.5h', 'bid rises by 40 pips in 90m'],
  ['bid rises by 1 pip in 15 m', 'bid rises by 1 pips in 15m'],
  ['bid falls by 2atr(20)@H1 live in 3 bar@M5', 'bid falls by 2 atr(20)@H1 live in 3 bars@M5'],
  ['close@H1 is rising for 3 candle', 'close@H1 is rising for 3 bars'],
  ['news(USD, high, 30m) and time(9:05, 11:00)', 'news(usd, high, 30m) and time(09:05, 11:00)'],
  ['mid leaves session_range(tokyo)', 'mid leaves session_range(tokyo)'],
  ['close@H1 >　150', 'close@H1 > 150'],
  ['close@H1\r\n> -- why\n150', 'close@H1 > 150'],
])('%s is printed as %s', (source, canonical) => {
  expect(reprinted(source)).toBe(canonical);
  expect(reprinted(canonical)).toBe(canonical);
});

test('durations are printed in the largest unit that divides', () => {
  expect([1, 1_500, 90_000, 3_600_000, 172_800_000].map(printDuration)).toEqual([
    '0.001s',
    '1.5s',
    '90s',
    '1h',
    '2d',
  ]);
});

test('numbers are printed without an exponent and read back as themselves', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e13, noNaN: true }), (value) => {
      const text = printNumber(value);
      expect(text).toMatch(/^\d+(\.\d+)?$/);
      expect(Number(text)).toBe(value);
    }),
  );
});

function limitOf(source: string): string {
  const parsed = parse(source);
  return parsed.ok ? 'accepted' : `${parsed.error.code}: ${tellError(parsed.error).message}`;
}

test('a source may be 2,048 characters long and no longer', () => {
  const fits = `bid > 1${' '.repeat(MAX_SOURCE_LENGTH - 7)}`;
  expect(limitOf(fits)).toBe('accepted');
  expect(limitOf(`${fits} `)).toBe('limit: the condition is 2049 characters long: at most 2048');
});

test.each([
  ['parentheses', (depth: number) => `${'('.repeat(depth)}bid${')'.repeat(depth)} > 1`],
  ['minus signs', (depth: number) => `bid > ${'- '.repeat(depth)}1`],
  ['not', (depth: number) => `${'not '.repeat(depth)}bid > 1`],
  ['argument lists', (depth: number) => `${'f('.repeat(depth)}1${')'.repeat(depth)} > 1`],
])('%s nest 32 levels deep and no deeper', (_what, nested) => {
  expect(limitOf(nested(32))).toBe('accepted');
  expect(limitOf(nested(33))).toMatch(/^limit: the condition is nested more than 32 levels deep at /);
});

test('a condition has 500 parts and no more', () => {
  // A comparison and its left side are 2, each number 1, each further `1+` 2, and a minus sign makes it even.
  const parts = (count: number): string =>
    `bid>${count % 2 === 0 ? '- ' : ''}${'1+'.repeat((count - 3) >> 1)}1`;
  expect(limitOf(parts(MAX_NODES))).toBe('accepted');
  expect(limitOf(parts(MAX_NODES + 1))).toMatch(/^limit: the condition has more than 500 parts/);
});
