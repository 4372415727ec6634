/** What random texts (test/fuzz) seldom are: one thing over and over. */
import { expect, test } from 'vitest';
import { instrumentId } from '../kernel/units.ts';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../market/instruments.ts';
import { checkCondition } from './check.ts';
import { complete } from './complete.ts';
import type { ConditionContext } from './context.ts';
import { hover } from './hover.ts';

const context: ConditionContext = {
  instruments: instrumentTable(BUILT_IN_INSTRUMENTS),
  defaultInstrument: instrumentId('USDJPY'),
  basis: 'bid',
};

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
