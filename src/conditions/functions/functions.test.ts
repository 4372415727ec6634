/** What functions and flags of the language are taken for, and how their misuse is refused. */
import { describe, expect, test } from 'vitest';
import { instrumentId } from '../../kernel/units.ts';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../../market/instruments.ts';
import { checkCondition } from '../check.ts';

const instruments = instrumentTable(BUILT_IN_INSTRUMENTS);

function check(source: string) {
  return checkCondition(source, { instruments, defaultInstrument: instrumentId('USDJPY'), basis: 'bid' });
}

function textOf(source: string): string {
  const result = check(source);
  if (!result.ok) throw new Error(result.error.message);
  return result.value.text;
}

function messageOf(source: string): string {
  const result = check(source);
  if (result.ok) throw new Error(`accepted: ${source}`);
  return result.error.message;
}

describe('the canonical text', () => {
  test.each([
    ['RANGE@h1 > 20 pips', 'range@H1 > 20 pips'],
    ['range > 2 * range@D1[1]', 'range@D1 > 2 * range@D1[1]'],
    ['eurusd:range@H1 > 20 pips', 'EURUSD:range@H1 > 20 pips'],
    ['mismatch(eurusd, usdjpy, eurjpy) > 3 pips', 'mismatch(EURUSD, USDJPY, EURJPY) > 3 pips'],
    ['stale', 'stale(1m)'],
    ['not EURUSD:stale(90s)', 'not EURUSD:stale(90s)'],
  ])('of %s is %s', (source, text) => {
    expect(textOf(source)).toBe(text);
    expect(textOf(text)).toBe(text);
  });
});

test('the clock of a function is that of what it reads', () => {
  const result = check('mismatch(EURUSD, USDJPY, EURJPY) > 3 pips and range@H1 live > 1 pip');
  if (!result.ok) throw new Error(result.error.message);
  expect(result.value.clock.ticks).toEqual(['EURUSD', 'USDJPY', 'EURJPY']);
  expect(result.value.clock.closes.map(({ timeframe }) => timeframe)).toEqual(['H1']);
});

describe('misuse is told at its place', () => {
  test.each([
    ['range > 20 pips', '"range" needs a timeframe, such as range@H1'],
    ['range(2)@H1 > 1 pip', 'expected range, found "2" too many'],
    [
      'mismatch(EURUSD, USDJPY) > 1',
      'expected mismatch(EURUSD, USDJPY, EURJPY), found "mismatch(EURUSD, USDJPY)"',
    ],
    [
      'mismatch(EURUSD, USDJPY, GBPJPY) > 1',
      'GBPJPY cannot be made of EURUSD and USDJPY: expected a triangle such as mismatch(EURUSD, USDJPY, EURJPY)',
    ],
    [
      'mismatch(EURUSX, USDJPY, GBPJPY) > 1',
      'expected an instrument such as EURUSD, found "EURUSX" — did you mean "EURUSD"?',
    ],
    ['mismatch(EURUSD, USDJPY, EURJPY)@H1 > 1', '"mismatch" is not on candles: "H1" is misplaced'],
    [
      'EURUSD:mismatch(EURUSD, USDJPY, EURJPY) > 1',
      '"mismatch" names its instruments in parentheses: mismatch(EURUSD, USDJPY, EURJPY), not "EURUSD:mismatch(EURUSD, USDJPY, EURJPY)"',
    ],
    ['stale(30) and bid > 1', 'expected a duration such as 30s, found "30"'],
    ['stale(30s) > 1', '"stale(30s)" is true or false by itself: it is not compared'],
    ['stale@H1', '"stale" is true or false by itself: write stale(60s), not "stale@H1"'],
  ])('%s', (source, message) => {
    expect(messageOf(source)).toBe(message);
  });
});
