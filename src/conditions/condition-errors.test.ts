import { expect, test } from 'vitest';
import { instrumentId } from '../kernel/units.ts';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../market/instruments.ts';
import { checkCondition } from './check.ts';
import { tellError, type ToldError } from './sentences/tell-error.ts';

function errorOf(source: string): ToldError {
  const result = checkCondition(source, {
    instruments: instrumentTable(BUILT_IN_INSTRUMENTS),
    defaultInstrument: instrumentId('USDJPY'),
    basis: 'bid',
  });
  if (result.ok) throw new Error(`accepted: ${source}`);
  return tellError(result.error);
}

/** A source, and under the offending text `^^^ code: message`; `|` stands for nothing at the end of the source. */
const REFUSED = `
rsl(14)@H1 > 70
^^^ unknown-name: unknown indicator "rsl" — did you mean "rsi"?

RSL(14)@H1 > 70
^^^ unknown-name: unknown indicator "RSL" — did you mean "rsi"?

bollinger(20)@H1 > close
^^^^^^^^^ unknown-name: unknown indicator "bollinger" — did you mean "bb"?

USDJPY > 150
^^^^^^ type: "USDJPY" is an instrument: say what of it, such as USDJPY:bid or USDJPY:close@H1

EURUSD
^^^^^^ type: "EURUSD" is an instrument: say what of it, such as EURUSD:bid or EURUSD:close@H1

clsoe@H1 > 150
^^^^^ unknown-name: unknown name "clsoe" — did you mean "close"?

foo@H1 > 150
^^^ unknown-name: unknown name "foo"

EURUDS:close@H1 > 1.1
^^^^^^ unknown-name: unknown instrument "EURUDS" — did you mean "EURUSD"?

USD_JPY:close@H1 > 150
^^^^^^^ unknown-name: unknown instrument "USD_JPY" — did you mean "USDJPY"?

USD/JPY:close@H1 > 150
^^^^^^^ syntax: expected an instrument without a separator, found "USD/JPY" — did you mean "USDJPY"?

close@H1 > close@1h
                 ^^ unknown-name: unknown timeframe "1h": expected one such as M1, M5, M15, M30, H1, H4, D1, W1, MN1 — did you mean "H1"?

close@H25 > 150
      ^^^ unknown-name: unknown timeframe "H25": expected one such as M1, M5, M15, M30, H1, H4, D1, W1, MN1

rsi(14).upper@H1 > 70
        ^^^^^ unknown-name: "rsi" has no output "upper": its only output is rsi

bb(20, 2).uper@H1 > 70
          ^^^^ unknown-name: "bb" has no output "uper": its outputs are middle, upper, lower, percentb, bandwidth — did you mean "upper"?

close@H1 crosses above sma(20, hgih)
                               ^^^^ unknown-name: sma does not know "hgih"; expected one of close, open, high, low, hl2, hlc3, ohlc4, hlcc4 — did you mean "high"?

sma(0)@H1 > 150
    ^ type: period of sma must be a whole number from 1 to 5000, not "0"

sma(1.5)@H1 > 150
    ^^^ type: period of sma must be a whole number from 1 to 5000, not "1.5"

sma(20, 3)@H1 > 150
        ^ type: sma has no place for "3"; it is called sma(period, source)

sma(20, high, low)@H1 > 150
              ^^^ type: "low" is a second source for sma

sma(rsi(14))@H1 > 150
    ^^^^^^^ type: expected a plain number or a word as parameter of "sma", found "rsi(14)"

macd(26, 12)@H1 > 0
     ^^ type: macd(26, 12): fast must be less than slow

close@H1
        | syntax: expected a comparison such as ">" or "crosses above" after "close@H1", found the end

close@H1 >
          | syntax: expected a number or an operand such as close@H1, rsi(14)@M15 or bid, found the end

close@H1 croses above 150
         ^^^^^^ syntax: expected a comparison such as ">" or "crosses above" after "close@H1", found "croses" — did you mean "crosses"?

close@H1 is 150
            ^^^ syntax: expected "rising" or "falling" after "is", found "150"

close@H1 is above 150
         ^^^^^^^^ syntax: expected "rising" or "falling" after "is", found "above" — did you mean ">"?

close@H1 above 150
         ^^^^^ syntax: expected a comparison such as ">" or "crosses above" after "close@H1", found "above" — did you mean ">"?

close@H1 crosses over 150
                 ^^^^ syntax: expected "above", found "over" — did you mean "above"?

close@H1 crosses above
                      | syntax: expected a number or an operand such as close@H1, rsi(14)@M15 or bid, found the end

close@H1 between 149 and 150
         ^^^^^^^ syntax: expected a comparison such as ">" or "crosses above" after "close@H1", found "between" — did you mean "inside"?

close@H1 enters 149
                   | syntax: expected ".." and the upper end of the range, found the end

close@H1 enters close@H1
                        | syntax: expected ".." and the upper end of the range after "close@H1"

(close@H1 > 150
               | syntax: expected ")", "and" or "or", found the end

close@H1 > 150)
              ^ syntax: ")" closes nothing: expected "and", "or" or the end

(close@H1 > 150) + 1 > 3
^^^^^^^^^^^^^^^^ syntax: expected a number or an operand, but "(close@H1 > 150)" is a condition

1 < close@H1 < 2
             ^ syntax: comparisons do not chain, found a second one at "<": join two by "and", or use "inside low .. high"

close@H1 > 150 bid < 3
               ^^^ syntax: expected an operator or a unit (pips, %, atr) after 150, found "bid"

close@H1 >= 150 && bid > 3
                ^^ syntax: expected "and", "or" or the end after "close@H1 >= 150", found "&&" — did you mean "and"?

close@H1 == 150
         ^^ syntax: expected a comparison such as ">" or "crosses above" after "close@H1", found "==" — did you mean "="?

close@H1 ＞ 150
         ^ syntax: expected a comparison such as ">" or "crosses above" after "close@H1", found "＞" — did you mean ">"?

close@H1 > １５０．５
           ^^^^^ syntax: expected a number or an operand such as close@H1, rsi(14)@M15 or bid, found "１５０．５" — did you mean "150.5"?

close@H1 ≧ 150
         ^ syntax: expected a comparison such as ">" or "crosses above" after "close@H1", found "≧" — did you mean ">="?

終値@H1 > 150
^ syntax: expected a number or an operand such as close@H1, rsi(14)@M15 or bid, found "終"

close@H1 > 1e5
            ^^ syntax: expected an operator or a unit (pips, %, atr) after 1, found "e5"

close@H1 > 1,000
            ^ syntax: "," stands between parameters only: numbers are written without separators, as in 1000.50

close@H1 > 5 pps
             ^^^ syntax: expected an operator or a unit (pips, %, atr) after 5, found "pps" — did you mean "pips"?

close@H1 > .5
           ^ syntax: expected a number or an operand such as close@H1, rsi(14)@M15 or bid, found "."

close@H1 > 15m
           ^^^ syntax: expected a number or an operand such as close@H1, rsi(14)@M15 or bid, found "15m"

close@H1 > +5
           ^ syntax: expected a number or an operand such as close@H1, rsi(14)@M15 or bid, found "+"

close[1]@H1 > 150
        ^ syntax: "@" is misplaced after "close[1]": the order is name(parameters).output@TIMEFRAME live[n]

close@H1[1.5] > 150
         ^^^ syntax: expected a whole number of candles further back such as [1], found "1.5"

close@H1[5001] > 150
         ^^^^ limit: "5001" is too far back: at most 5000 candles

sma(4000)@H1[2000] > 3
^^^^^^^^^^^^^^^^^^^^^^ limit: the condition needs 6000 closed H1 candles of USDJPY: at most 5000

mid rises 40 pips in 15m
          ^^ syntax: expected "by" after "rises", found "40"

mid rises by 40 pips
                    | syntax: expected "in" and a time, such as in 15m, found the end

mid rises by 40 pips in 15
                          | syntax: expected a unit after 15 (s, m, h, d, bars), found the end

mid rises by 40 pips in 15 minutes
                        ^^^^^^^^^^ syntax: expected a duration such as 30s, 15m, 4h or 2d, or a number of bars such as 8 bars, found "15 minutes" — did you mean "15m"?

mid rises by 40 pips in 0s
                        ^^ syntax: expected a duration of at least a millisecond, in whole ones, found "0s"

mid rises by 40 pips in 500d
                        ^^^^ limit: "500d" is too long: at most 366d

mid rises by 40 pips in 0 bars@M5
                        ^ syntax: expected a whole number of bars from 1, found "0"

mid rises by -40 pips in 5m
             ^^^^^^^^ type: expected an amount above 0, found "-40 pips"; "falls by" is the way down

close@H1 > 150 for 3 bars
                   ^^^^^^ syntax: expected a duration such as 30s, 15m, 4h or 2d, found "3 bars"

bid > 1 then ask > 1
                    | syntax: expected "within" and a time after "then …", such as within 8 bars, found the end

and bid > 1
^^^ syntax: expected a number or an operand such as close@H1, rsi(14)@M15 or bid, found "and"

not
   | syntax: expected a number or an operand such as close@H1, rsi(14)@M15 or bid, found the end

#
^ syntax: expected a number or an operand such as close@H1, rsi(14)@M15 or bid, found "#"

close > 150
^^^^^ type: "close" needs a timeframe, such as close@H1

close > open
^^^^^ type: "close" needs a timeframe, such as close@H1

close@H1 - close@D1 > open
                      ^^^^ type: "open" could be on H1 or D1: name one, such as open@H1

mid rises by 40 pips in 3 bars
                        ^^^^^^ type: "3 bars" needs a timeframe, such as 3 bars@M15

close@H1 > close@D1 within 8 bars
                           ^^^^^^ type: "8 bars" could be of H1 or D1: name one, such as 8 bars@H1

spread > 2
         ^ type: "2" is a price here, 200 pips of USDJPY: say its unit — did you mean "2 pips"?

spread inside 0 .. 1.5
                   ^^^ type: "1.5" is a price here, 150 pips of USDJPY: say its unit — did you mean "1.5 pips"?

mid drops by 40 pips in 15m
    ^^^^^ syntax: expected a comparison such as ">" or "crosses above" after "mid", found "drops" — did you mean "falls"?

close@H1 rising
         ^^^^^^ syntax: expected a comparison such as ">" or "crosses above" after "close@H1", found "rising" — did you mean "is rising"?

close@H1 is up for 3 bars
         ^^^^^ syntax: expected "rising" or "falling" after "is", found "up" — did you mean "is rising"?

stale(200h)
      ^^^^ limit: "200h" is longer than the market is ever open: 5d from Sunday to Friday, and in the weekend nothing is stale

close@H1 > rsi(14)
^^^^^^^^^^^^^^^^^^ type: a price is compared with an oscillator: "close@H1" and "rsi(14)"

close@H1 > atr
^^^^^^^^^^^^^^ type: a price is compared with a distance: "close@H1" and "atr" — a distance is a difference of prices, such as close@H1 - open@H1

close@H1 > 0.5%
^^^^^^^^^^^^^^^ type: a price is compared with a percentage: "close@H1" and "0.5%"

volume@H1 > close
^^^^^^^^^^^^^^^^^ type: a volume is compared with a price: "volume@H1" and "close"

rsi(14)@H1 + close > 3
^^^^^^^^^^^^^^^^^^ type: an oscillator is added to a price: "rsi(14)@H1 + close"

EURUSD:close@H1 > close
^^^^^^^^^^^^^^^^^^^^^^^ type: both sides are "EURUSD:close@H1": the comparison can never change

EURUSD:close@H1 > close@H1
^^^^^^^^^^^^^^^^^^^^^^^^^^ type: prices of different instruments (EURUSD and USDJPY) meet in "EURUSD:close@H1 > close@H1": only their ratios or products can be compared

EURUSD:spread < spread
^^^^^^^^^^^^^^^^^^^^^^ type: prices of different instruments (EURUSD and USDJPY) meet in "EURUSD:spread < spread": only their ratios or products can be compared

rsi(14)@H1 > 5 pips
             ^^^^^^ type: "5 pips" needs a price to measure, such as close@H1, in the same comparison

EURUSD:mid / mid > 5 pips
                   ^^^^^^ type: "5 pips" is ambiguous: a pip of EURUSD is 0.0001, one of USDJPY is 0.01

1 < 2
^^^^^ type: "1 < 2" compares constants: one side must be an operand such as close@H1

2 is rising for 3 bars@H1
^ type: "2" never changes: expected an operand such as close@H1

close@H1 > close
^^^^^^^^^^^^^^^^ type: both sides are "close@H1": the comparison can never change

close@H1 > 9000000000000 * 9
           ^^^^^^^^^^^^^^^^^ limit: "9000000000000 * 9" is too large: at most 10000000000000

close@H1 > 5 / 0
           ^^^^^ type: division by zero: "5 / 0"

close@H1 inside 150 .. 149
                ^^^^^^^^^^ type: the range "150 .. 149" starts above its end — did you mean "149 .. 150"?

close@H1 rises by close in 3 bars
                  ^^^^^ type: "close@H1" moves by a distance such as 40 pips, not by a price: "close"

bid@H1 > 150
    ^^ type: "bid" is the price of the moment and has no timeframe; the candle's price is close@H1

bid live > 150
   ^^^^^ type: "bid" is the price of the moment: "live" goes with candles, such as close@H1, not "bid live"

bid[1] > 150
   ^^^ type: "bid" is the price of the moment: [1] goes with candles, such as close@H1, not "bid[1]"

close(3)@H1 > 150
      ^ type: "close" takes no parameters, found "3"

close.upper@H1 > 150
      ^^^^^ unknown-name: "close" is a single value and has no output "upper"

not close@H1 crosses above 150
    ^^^^^^^^^^^^^^^^^^^^^^^^^^ type: "not" needs something that lasts, but "close@H1 crosses above 150" is true only at the moment it happens: compare with ">", or say "within" how long after it counts

bid enters 1 .. 2 for 5m
^^^^^^^^^^^^^^^^^ type: "for" needs something that lasts, but "bid enters 1 .. 2" is true only at the moment it happens: use "inside", or say "within" how long after it counts

not (bid > 1 and ask crosses 1)
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^ type: "not" needs something that lasts, but "(bid > 1 and ask crosses 1)" is true only at the moment it happens: say "within" how long after it counts

news(USD, high, 30m)
^^^^ not-available-yet: "news" is not available yet

bid > 1 and not news(USD, high, 30m)
                ^^^^ not-available-yet: "news" is not available yet

spread > 4 * liquidity(spread) for 20s
             ^^^^^^^^^ not-available-yet: "liquidity" is not available yet

session(tokyo) and mid leaves session_range(osaka)
                                            ^^^^^ unknown-name: expected a session, found "osaka": one of sydney, tokyo, london, newyork

gotobbi
^^^^^^^ unknown-name: unknown name "gotobbi" — did you mean "gotobi"?

alligator(13)@H1 > close
^^^^^^^^^ not-available-yet: "alligator" is not available yet

time(09:00, 11:00)
^^^^^^^^^^^^^^^^^^ type: expected time(09:00, 17:00, tokyo), found "time(09:00, 11:00)"

close@H1 > 99999999999999
           ^^^^^^^^^^^^^^ limit: the number "99999999999999" is too large: at most 10000000000000
`;

/** As in `REFUSED`. A suggestion is always the last words of the message. */
function drawn(source: string): string {
  const { code, column, length, message, suggestion } = errorOf(source);
  const asked = /— did you mean "(.*)"\?$/.exec(message)?.[1] ?? null;
  expect(suggestion).toBe(asked);
  return `${' '.repeat(column - 1)}${length === 0 ? '|' : '^'.repeat(length)} ${code}: ${message}`;
}

const cases = REFUSED.trim()
  .split('\n\n')
  .map((lines) => lines.split('\n') as [source: string, error: string]);

test.each(cases)('%s is refused', (source, error) => {
  expect(drawn(source)).toBe(error);
});

test('an empty source is refused at its first place', () => {
  expect(errorOf('')).toMatchObject({ code: 'syntax', line: 1, column: 1, length: 0, suggestion: null });
});

test('positions count lines of every kind of line end, and UTF-16 units', () => {
  const places = ['\n', '\r\n', '\r'].map((end) => errorOf(`bid > 1 -- 円😀${end}${end}  and rsl@H1 > 2`));
  for (const { line, column, length } of places) expect([line, column, length]).toEqual([3, 7, 3]);
  expect(errorOf('bid > 1\nand ')).toMatchObject({ line: 2, column: 5, length: 0 });
  expect(errorOf('bid 😀 1')).toMatchObject({ column: 5, length: 2 });
});

test('a character that cannot be seen is named', () => {
  const messageOf = (character: string): string => errorOf(`bid > 1 ${character}`).message;
  const expected = (code: string): string =>
    `expected "and", "or" or the end after "bid > 1", found the character ${code}`;
  expect(messageOf('\u200b')).toBe(expected('U+200B'));
  expect(messageOf('\ud800')).toBe(expected('U+D800'));
  expect(messageOf('\0')).toBe(expected('U+0000'));
});

test('a long offending text is cut in the message but measured whole', () => {
  const error = errorOf(`${'x'.repeat(500)} > 1`);
  expect(error.length).toBe(500);
  const comparison = errorOf(`close@H1 ${'+ 1 '.repeat(60)}> rsi(14)`);
  expect(comparison.message.length).toBeLessThan(250);
});
