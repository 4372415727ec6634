/** The formatter keeps meaning and comments, and settles at once. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkableConditions, conditionNodes } from '../../test/arbitraries/condition.ts';
import { format } from './format.ts';
import { parse } from './parser.ts';
import { print } from './print.ts';
import { tellError } from './sentences/tell-error.ts';

function formatted(source: string): string {
  const result = format(source);
  if (!result.ok) throw new Error(`${source}: ${tellError(result.error).message}`);
  return result.value;
}

/** The tree without places. */
function treeOf(source: string): unknown {
  const result = parse(source);
  if (!result.ok) throw new Error(`${source}: ${tellError(result.error).message}`);
  return JSON.parse(
    JSON.stringify(result.value, (key, value: unknown) =>
      key === 'from' || key === 'to' ? undefined : value,
    ),
  );
}

describe('one line', () => {
  test.each([
    ['RSI( 14 )@m15<30', 'rsi(14)@M15 < 30'],
    ['((bid > 150.00))', 'bid > 150'],
    ['eurusd:CLOSE@h1   crosses\nabove 1.10', 'EURUSD:close@H1 crosses above 1.1'],
    ['bid > 1 and (ask < 2 or mid = 3)', 'bid > 1 and (ask < 2 or mid = 3)'],
  ])('%s becomes %s', (source, text) => {
    expect(formatted(source)).toBe(text);
  });
});

test('a long condition is broken before its outermost words', () => {
  const terms = [
    'rsi(14)@M15 < 30',
    'close@D1 > sma(200)@D1',
    '(spread < 1.5 pips or mid > 150.25)',
    'close@H4 inside 149 .. 151',
  ];
  expect(formatted(terms.join(' and '))).toBe(terms.join('\nand '));
});

test('comments stay beside what they speak of', () => {
  const source =
    'RSI(14)@M15<30  -- oversold\n  and (close@D1>SMA(200)@D1) -- up\nand spread<1.5pips\nand bid > -1';
  expect(formatted(source)).toBe(
    'rsi(14)@M15 < 30 -- oversold\nand (close@D1 > sma(200)@D1) -- up\nand spread < 1.5 pips\nand bid > -1',
  );
});

test('an error is the one of the parser, at its place', () => {
  const source = 'bid > 1 and\n ask ??';
  const [refused, parsed] = [format(source), parse(source)];
  expect(refused).toEqual(parsed);
  expect(refused.ok).toBe(false);
});

const sources = fc
  .oneof(
    conditionNodes.map((node) => print(node)),
    checkableConditions({
      timeframes: ['M5', 'H1'],
      level: { min: 1, max: 2, digits: 4 },
      ticks: true,
      calendar: true,
      timed: true,
    }),
  )
  .filter(({ length }) => length < 1_000);

test('what is formatted means the same, and formatting again changes nothing', () => {
  fc.assert(
    fc.property(sources, (source) => {
      const text = formatted(source);
      expect(treeOf(text)).toEqual(treeOf(source));
      expect(formatted(text)).toBe(text);
    }),
    { numRuns: 1_000 },
  );
});

test('the same holds for any line breaks and comments in between, and each comment is kept', () => {
  fc.assert(
    fc.property(
      sources,
      fc.array(fc.constantFrom(' ', '\n', '  ', ' -- a note\n', '\t'), { minLength: 1, maxLength: 9 }),
      (source, gaps) => {
        let count = 0;
        const spaced = source.replaceAll(' ', () => gaps[count++ % gaps.length] ?? ' ');
        fc.pre(spaced.length < 2_000);
        const text = formatted(spaced);
        expect(treeOf(text)).toEqual(treeOf(source));
        expect(formatted(text)).toBe(text);
        expect(text.match(/-- a note/g)?.length).toBe(spaced.match(/-- a note/g)?.length);
      },
    ),
    { numRuns: 1_000 },
  );
});
