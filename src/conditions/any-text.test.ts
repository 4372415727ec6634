import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instrumentId } from '../kernel/units.ts';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../market/instruments.ts';
import { checkCondition } from './check.ts';
import { complete } from './complete.ts';
import type { ConditionContext } from './context.ts';
import { hover } from './hover.ts';
import { KEYWORDS, operandNames } from './vocabulary.ts';

const context: ConditionContext = {
  instruments: instrumentTable(BUILT_IN_INSTRUMENTS),
  defaultInstrument: instrumentId('USDJPY'),
  basis: 'bid',
};

const SYMBOLS = [
  '(',
  ')',
  '[',
  ']',
  ',',
  '.',
  '..',
  ':',
  '@',
  '<',
  '<=',
  '>',
  '=',
  '!=',
  '+',
  '-',
  '*',
  '/',
  '%',
];
const OTHERS = [
  '--',
  '\n',
  '150',
  '1.5',
  '15m',
  '09:55',
  'H1',
  'M15',
  'EURUSD',
  'usdjpy',
  '__proto__',
  'constructor',
];
const soup = fc
  .array(fc.constantFrom(...KEYWORDS, ...operandNames(), ...SYMBOLS, ...OTHERS, 'news', 'upper', '\ud800'), {
    maxLength: 60,
  })
  .map((words) => words.join(' '));
const gluedSoup = soup.map((text) => text.replaceAll(' ', ''));

const texts = fc.oneof(
  soup,
  gluedSoup,
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ maxLength: 300 }),
);

test('the editor is served at every place of any text', () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: -1, max: 400 }), (source, offset) => {
      const { from, to } = complete(source, offset, context);
      expect(from).toBeLessThanOrEqual(to);
      expect(to).toBeLessThanOrEqual(source.length);
      const said = hover(source, offset);
      if (said !== null) expect(said.from).toBeLessThanOrEqual(offset);
    }),
    { numRuns: 1_000 },
  );
});

test('any text gives a condition or an error inside the text, and nothing is thrown', () => {
  fc.assert(
    fc.property(texts, (source) => {
      const result = checkCondition(source, context);
      if (result.ok) return;
      const { line, column, length, message } = result.error;
      const lines = source.split(/\r\n|\n|\r/);
      expect(line).toBeLessThanOrEqual(lines.length);
      expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
      expect(length).toBeLessThanOrEqual(source.length);
      expect(message).not.toBe('');
    }),
    { numRuns: 5_000, examples: [['!'], ['bid > 1 &']] },
  );
});

test.each([
  ['words', 'a'.repeat(100_000)],
  ['parentheses', '('.repeat(100_000)],
  ['minus signs', '- '.repeat(1_024)],
  ['not', 'not '.repeat(512)],
  ['a sum', `bid > 1${'+1'.repeat(1_000)}`],
  ['blanks', ' '.repeat(100_000)],
  ['blanks in an operand', `rsi(${' '.repeat(2_000)}14) > 1`],
  ['line ends', '\n'.repeat(2_048)],
  ['numbers', '9'.repeat(2_000)],
  ['lone surrogates', '\ud800'.repeat(2_000)],
  ['terms', 'bid>1 and '.repeat(200)],
  ['names', `${'abcdefg,'.repeat(200)}`],
  ['calls', 'f('.repeat(1_000)],
])('%s without end are refused, and the editor is served', (_what, source) => {
  expect(checkCondition(source, context).ok).toBe(false);
  expect(complete(source, source.length, context).to).toBeLessThanOrEqual(source.length);
  expect(hover(source, source.length - 1)).toBe(null);
});
