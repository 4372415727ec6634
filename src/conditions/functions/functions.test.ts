/** What functions and flags of the language are taken for, and how their misuse is refused. */
import { describe, expect, test } from 'vitest';
import { instrumentId } from '../../kernel/units.ts';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../../market/instruments.ts';
import { checkCondition } from '../check.ts';
import { tellError } from '../sentences/tell-error.ts';

const instruments = instrumentTable(BUILT_IN_INSTRUMENTS);

function check(source: string) {
  return checkCondition(source, { instruments, defaultInstrument: instrumentId('USDJPY'), basis: 'bid' });
}

function textOf(source: string): string {
  const result = check(source);
  if (!result.ok) throw new Error(tellError(result.error).message);
  return result.value.text;
}

function messageOf(source: string): string {
  const result = check(source);
  if (result.ok) throw new Error(`accepted: ${source}`);
  return tellError(result.error).message;
}

describe('the canonical text', () => {
  test.each([
    ['RANGE@h1 > 20 pips', 'range@H1 > 20 pips'],
    ['range > 2 * range@D1[1]', 'range@D1 > 2 * range@D1[1]'],
    ['eurusd:range@H1 > 20 pips', 'EURUSD:range@H1 > 20 pips'],
    ['mismatch(eurusd, usdjpy, eurjpy) > 3 pips', 'mismatch(EURUSD, USDJPY, EURJPY) > 3 pips'],
    ['stale', 'stale(1m)'],
    ['spread > 4 * typical(spread)', 'spread > 4 * typical(spread, 8)'],
    ['range@h1 > 2 * typical(range)', 'range@H1 > 2 * typical(range@H1, 8)'],
    ['EURUSD:spread > 4 * EURUSD:typical(spread, 3)', 'EURUSD:spread > 4 * EURUSD:typical(spread, 3)'],
    ['correlation(eurusd, gbpusd, 50)@h1 < 0.3', 'correlation(EURUSD, GBPUSD, 50)@H1 < 0.3'],
    ['strength(eur)@h1 > 0.5%', 'strength(EUR, 24)@H1 > 0.5%'],
    [
      'strength(eur, 4, jpy)@h1 > strength(usd, 4, jpy)',
      'strength(EUR, 4, JPY)@H1 > strength(USD, 4, JPY)@H1',
    ],
    ['divergence(close, rsi)@h1 = 1', 'divergence(close, rsi(14), 60)@H1 = 1'],
    [
      'bid > trendline(2026-01-02, 150.10, 2026-01-09 10:00 TOKYO, 151.30)',
      'bid > trendline(2026-01-02 00:00, 150.1, 2026-01-09 10:00 tokyo, 151.3)',
    ],
    ['bid touches 150.00 within 2 pips within 5 bars@M5', '(bid touches 150 within 2 pips) within 5 bars@M5'],
    ['close@h1 BREAKS above high[1] by 5 pips', 'close@H1 breaks above high@H1[1] by 5 pips'],
    ['bid bounces up off low@D1 by 10 pips', 'bid bounces up off low@D1 by 10 pips'],
    ['not EURUSD:stale(90s)', 'not EURUSD:stale(90s)'],
  ])('of %s is %s', (source, text) => {
    expect(textOf(source)).toBe(text);
    expect(textOf(text)).toBe(text);
  });
});

test('the clock of a function is that of what it reads', () => {
  const result = check('mismatch(EURUSD, USDJPY, EURJPY) > 3 pips and range@H1 live > 1 pip');
  if (!result.ok) throw new Error(tellError(result.error).message);
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
    ['close@H1 > typical(close, 8)', '"typical" knows the norms of spread, range and volume, found "close"'],
    [
      'spread > typical(spread)@H1',
      'typical(spread) is of the present hour and has no timeframe: "H1" is misplaced',
    ],
    [
      'range@W1 > typical(range)',
      'W1 candles have no hour of the week: use D1 or a shorter timeframe in "typical(range)"',
    ],
    ['spread > typical(spread, 13)', 'expected a number of weeks from 1 to 12, found "13"'],
    ['correlation(EURUSD, EURUSD, 50)@H1 > 0', 'expected two instruments, found "EURUSD" twice'],
    ['correlation(EURUSD, GBPUSD, 2)@H1 > 0', 'expected a number of candles from 3 to 1000, found "2"'],
    [
      'correlation(EURUSD, GBPUSD, 50) > 0',
      '"correlation(EURUSD, GBPUSD, 50)" needs a timeframe, such as correlation(eurusd, gbpusd, 50)@H1',
    ],
    ['strength(SEK)@H1 > 0', 'expected one of eur, usd, jpy, gbp, aud, nzd, cad, chf, found "SEK"'],
    [
      'divergence(close@H4, rsi(14))@H1 = 1',
      'expected a candle price or an indicator such as close or rsi(14), found "close@H4": the timeframe follows the call',
    ],
    [
      'trendline(2026-01-02, 1, 2026-01-09, 2) > 150',
      'nothing in "trendline(2026-01-02, 1, 2026-01-09, 2) > 150" has a clock: one side must be a price such as bid or close@H1',
    ],
    ['bid > trendline(2026-02-30, 1, 2026-03-09, 2)', 'no calendar has the day "2026-02-30"'],
    ['bid > trendline(2026-02-03 25:00, 1, 2026-03-09, 2)', 'no day has the time "25:00"'],
    [
      'bid > trendline(2026-02-03 10:00 paris, 1, 2026-03-09, 2)',
      'expected a clock (auckland, sydney, tokyo, frankfurt, london, newyork, utc) or the end of the parameter, found "paris"',
    ],
    [
      'bid > trendline(2026-03-09, 1, 2026-02-03, 2)',
      'expected the earlier point first, with trading between the two, found "2026-03-09, 1, 2026-02-03"',
    ],
    [
      'strength(EUR)@H1 is rising for 3 bars and correlation(EURUSD, GBPUSD, 5)@H1 is rising for 3 bars',
      '"correlation(EURUSD, GBPUSD, 5)@H1" is known for the present only: say "in" a time instead of bars, or compare it',
    ],
    ['bid bounces off 150', 'expected "by" and how far it comes back, such as by 10 pips, found the end'],
    [
      'bid bounces off 150 within 5 pips by 5 pips',
      'a bounce by "5 pips" would still be a touch: it must be more than "within"',
    ],
    ['151 breaks below mid by 5 pips', '"151" never changes: expected an operand such as close@H1'],
    [
      'not bid touches 150',
      '"not" needs something that lasts, but "bid touches 150" is true only at the moment it happens: say "within" how long after it counts',
    ],
    ['stale(30) and bid > 1', 'expected a duration such as 30s, found "30"'],
    ['stale(30s) > 1', '"stale(30s)" is true or false by itself: it is not compared'],
    ['stale@H1', '"stale" is true or false by itself: write stale(60s), not "stale@H1"'],
  ])('%s', (source, message) => {
    expect(messageOf(source)).toBe(message);
  });
});
