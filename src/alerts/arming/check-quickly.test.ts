import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EURUSD, USDJPY } from '../../../test/support/samples.ts';
import { INSTRUMENTS } from '../../../test/support/timeline.ts';
import { checkCondition } from '../../conditions/check.ts';
import { checkQuickly } from './check-quickly.ts';

const relations = ['crosses above', 'crosses below', 'crosses', '<', '<=', '>', '>=', '=', 'crosses  above'];
const numbers = fc.oneof(
  fc.double({ min: 0, max: 1e8, noNaN: true }).map(String),
  fc.integer({ min: 0, max: 200_000 }).map((n) => (n / 1e5).toFixed(5)),
  fc.integer({ min: 0, max: 20_000 }).map((n) => String(n / 100)),
  fc.constantFrom('0', '007', '1.', '150 pips', '-1', '1e5', '12345678'),
);

test('the short way gives exactly what the checker gives', () => {
  const texts = fc
    .tuple(fc.constantFrom('bid', 'ask', 'mid', 'spread', 'BID'), fc.constantFrom(...relations), numbers)
    .map((parts) => parts.join(' '));
  fc.assert(
    fc.property(texts, fc.constantFrom(EURUSD, USDJPY), (text, defaultInstrument) => {
      const context = { instruments: INSTRUMENTS, defaultInstrument, basis: 'bid' as const };
      expect(checkQuickly(text, context)).toEqual(checkCondition(text, context));
    }),
    { numRuns: 500 },
  );
});
