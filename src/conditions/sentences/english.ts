/** What can be wrong with a source, in English. A sentence quotes the offending text and says what was expected. */
import type { Catalogue } from '../../kernel/sentence.ts';
import { tell } from '../../kernel/sentence.ts';
import type { Choice, ErrorWords, Expectations, Faults, Found, Lasting, Quantity } from './faults.ts';

const FAULTS: Catalogue<Faults> = {
  // the form
  expected: ({ expected, found }) => `expected ${tell(EXPECTED, expected)}, found ${seen(found)}`,
  conditionAsValue: ({ text }) => `expected a number or an operand, but "${text}" is a condition`,
  upperEndMissing: ({ after }) => `expected ".." and the upper end of the range after "${after}"`,
  endMissing: ({ after, signatures }) =>
    `expected an end after "${after}", such as ${signatures.join(' or ')}`,
  partMisplaced: ({ part, operand }) =>
    `"${part}" is misplaced after "${operand}": the order is name(parameters).output@TIMEFRAME live[n]`,
  comparisonChained: ({ sign }) =>
    `comparisons do not chain, found a second one at "${sign}": join two by "and", or use "inside low .. high"`,
  parenthesisStray: () => '")" closes nothing: expected "and", "or" or the end',
  commaStray: () =>
    '"," stands between parameters only: numbers are written without separators, as in 1000.50',
  dayUnknown: ({ text }) => `no calendar has the day "${text}"`,
  timeUnknown: ({ text }) => `no day has the time "${text}"`,

  // bounds
  sourceTooLong: ({ length, most }) => `the condition is ${length} characters long: at most ${most}`,
  tooManyParts: ({ most }) => `the condition has more than ${most} parts; split it into several alerts`,
  tooDeep: ({ most, found }) => `the condition is nested more than ${most} levels deep at ${seen(found)}`,
  numberTooLarge: ({ text, most }) => `the number "${text}" is too large: at most ${most}`,
  resultTooLarge: ({ text, most }) => `"${text}" is too large: at most ${most}`,
  tooFarBack: ({ text, most }) => `"${text}" is too far back: at most ${most} candles`,
  durationTooLong: ({ text, most }) => `"${text}" is too long: at most ${most}`,
  needsTooMany: ({ candles, timeframe, instrument, most }) =>
    `the condition needs ${candles} closed ${timeframe} candles of ${instrument}: at most ${most}`,

  // names
  nameUnknown: ({ name }) => `unknown name "${name}"`,
  indicatorUnknown: ({ name }) => `unknown indicator "${name}"`,
  instrumentUnknown: ({ name }) => `unknown instrument "${name}"`,
  instrumentOfUnknown: ({ name, of }) => `unknown instrument "${name}" of "${of}"`,
  timeframeUnknown: ({ name, known }) =>
    `unknown timeframe "${name}": expected one such as ${known.join(', ')}`,
  notAvailableYet: ({ name }) => `"${name}" is not available yet`,
  instrumentAlone: ({ text, instrument: id }) =>
    `"${text}" is an instrument: say what of it, such as ${id}:bid or ${id}:close@H1`,
  outputUnknown: ({ call, output, outputs }) =>
    `"${call}" has no output "${output}": ${outputs.length === 1 ? 'its only output is' : 'its outputs are'} ${outputs.join(', ')}`,
  outputOfSingle: ({ name, output }) => `"${name}" is a single value and has no output "${output}"`,
  parametersOfNone: ({ name, found }) => `"${name}" takes no parameters, found "${found}"`,
  argumentWithoutPlace: ({ indicator, argument, signature }) =>
    `${indicator} has no place for "${argument}"; it is called ${signature}`,
  argumentOutOfRange: ({ indicator, parameter, isWhole, min, max, argument }) =>
    `${parameter} of ${indicator} must be a ${isWhole ? 'whole number' : 'number'} from ${min} to ${max}, not "${argument}"`,
  argumentUnknown: ({ indicator, argument, choices }) =>
    `${indicator} does not know "${argument}"; ${choices.length === 0 ? 'it takes numbers only' : `expected one of ${choices.join(', ')}`}`,
  argumentTwice: ({ indicator, parameter, argument }) =>
    `"${argument}" is a second ${parameter} for ${indicator}`,
  argumentsInConflict: ({ call, conflict: { lesser, greater, mayBeEqual } }) =>
    `${call}: ${lesser} must ${mayBeEqual ? 'not be more' : 'be less'} than ${greater}`,

  // what goes with what
  instrumentMissing: ({ text, example }) => `"${text}" needs an instrument, such as ${example}`,
  timeframeMissing: ({ text, example }) => `"${text}" needs a timeframe, such as ${example}`,
  timeframeOfOperand: ({ text, timeframes, example }) =>
    `"${text}" could be on ${timeframes.join(' or ')}: name one, such as ${example}`,
  timeframeOfBars: ({ text, timeframes, example }) =>
    `"${text}" could be of ${timeframes.join(' or ')}: name one, such as ${example}`,
  barsWithoutInstrument: ({ text }) => `"${text}" needs an instrument: what is before it reads none`,
  timeframeOfQuote: ({ name, candle }) =>
    `"${name}" is the price of the moment and has no timeframe${candle === null ? '' : `; the candle's price is ${candle}`}`,
  candlePartOfQuote: ({ name, part, text }) =>
    `"${name}" is the price of the moment: ${partText(part)} goes with candles, such as close@H1, not "${text}"`,
  sidesUnlike: ({ left, leftIs, right, rightIs }) =>
    `${QUANTITIES[leftIs]} is compared with ${QUANTITIES[rightIs]}: "${left}" and "${right}"${hintFor(leftIs, rightIs)}`,
  endsUnlike: ({ left, leftIs, right, rightIs }) =>
    `${QUANTITIES[leftIs]} and ${QUANTITIES[rightIs]}: "${left}" and "${right}"${hintFor(leftIs, rightIs)}`,
  stepUnlike: ({ subject, step, amount, amountIs }) =>
    `"${subject}" moves by ${QUANTITIES[step]}${step === 'distance' ? ' such as 40 pips' : ''}, not by ${QUANTITIES[amountIs]}: "${amount}"`,
  cannotAdd: ({ left, right, text }) => `${QUANTITIES[left]} is added to ${QUANTITIES[right]}: "${text}"`,
  cannotSubtract: ({ left, right, text }) =>
    `${QUANTITIES[right]} is taken from ${QUANTITIES[left]}: "${text}"`,
  instrumentsMixed: ({ one, other, text }) =>
    `prices of different instruments (${one} and ${other}) meet in "${text}": only their ratios or products can be compared`,
  divisionByZero: ({ text }) => `division by zero: "${text}"`,
  sidesEqual: ({ text }) => `both sides are "${text}": the comparison can never change`,
  sidesConstant: ({ text }) => `"${text}" compares constants: one side must be an operand such as close@H1`,
  neverChanges: ({ text }) => `"${text}" never changes: expected an operand such as close@H1`,
  spreadWithoutUnit: ({ text, pips, instrument }) =>
    `"${text}" is a price here, ${pips} pips of ${instrument}: say its unit`,
  pipsWithoutPrice: ({ text }) =>
    `"${text}" needs a price to measure, such as close@H1, in the same comparison`,
  pipsAmbiguous: ({ text, one, onePip, other, otherPip }) =>
    `"${text}" is ambiguous: a pip of ${one} is ${onePip}, one of ${other} is ${otherPip}`,
  rangeReversed: ({ text }) => `the range "${text}" starts above its end`,
  moveNotPositive: ({ text }) => `expected an amount above 0, found "${text}"; "falls by" is the way down`,
  moveOfSingle: ({ window, value }) =>
    `"${window}" holds a single "${value}", which cannot move: expected "2 bars" or more`,
  bounceTooSmall: ({ text }) => `a bounce by "${text}" would still be a touch: it must be more than "within"`,
  notLasting: ({ word, text, lasting }) =>
    `"${word}" needs something that lasts, but "${text}" is true only at the moment it happens: ${instead(lasting)}say "within" how long after it counts`,
  presentOnly: ({ text }) =>
    `"${text}" is known for the present only: say "in" a time instead of bars, or compare it`,
  flagCompared: ({ text }) => `"${text}" is true or false by itself: it is not compared`,
  clockMissing: ({ text }) =>
    `nothing in "${text}" has a clock: one side must be a price such as bid or close@H1`,

  // functions and flags
  argumentsTooMany: ({ found, signatures }) =>
    `expected ${signatures.join(' or ')}, found "${found}" too many`,
  choiceUnknown: ({ choice, found, words }) =>
    `expected ${CHOICES[choice]}, found "${found}": one of ${words.join(', ')}`,
  partOfCall: ({ name, part, text }) =>
    `"${name}" is not of a single candle: ${partText(part)} is misplaced in "${text}"`,
  timeframeOfCall: ({ name, timeframe }) => `"${name}" is not on candles: "${timeframe}" is misplaced`,
  partOfFlag: ({ name, text, signature }) =>
    `"${name}" is true or false by itself: write ${signature}, not "${text}"`,
  instrumentOfCall: ({ name, text, signature }) =>
    `"${name}" names its instruments in parentheses: ${signature}, not "${text}"`,
  hoursEmpty: ({ text }) => `"${text}" begins where it ends`,
  aroundOutOfRange: ({ text, most }) => `"${text}" is not between 1 ms and ${most}`,
  instrumentTwice: ({ text }) => `expected two instruments, found "${text}" twice`,
  triangleImpossible: ({ cross, one, other, example }) =>
    `${cross} cannot be made of ${one} and ${other}: expected a triangle such as ${example}`,
  pairMissing: ({ text, one, other }) =>
    `"${text}" needs an instrument of ${one} and ${other}, and there is none`,
  seriesExpected: ({ found }) =>
    `expected a candle price or an indicator such as close or rsi(14), found "${found}": the timeframe follows the call`,
  normUnknown: ({ found }) => `"typical" knows the norms of spread, range and volume, found "${found}"`,
  timeframeOfNorm: ({ timeframe }) =>
    `typical(spread) is of the present hour and has no timeframe: "${timeframe}" is misplaced`,
  normOfLongCandle: ({ timeframe, text }) =>
    `${timeframe} candles have no hour of the week: use D1 or a shorter timeframe in "${text}"`,
  neverStale: ({ text }) =>
    `"${text}" is longer than the market is ever open: 5d from Sunday to Friday, and in the weekend nothing is stale`,
};

const EXPECTED: Catalogue<Expectations> = {
  exactly: ({ text }) => `"${text}"`,
  operand: () => 'a number or an operand such as close@H1, rsi(14)@M15 or bid',
  operandOf: ({ instrument }) => `an operand of ${instrument} such as close@H1`,
  anyOperand: () => 'an operand such as close',
  comparison: ({ after }) => `a comparison such as ">" or "crosses above" after "${after}"`,
  connective: ({ after }) => `"and", "or" or the end after "${after}"`,
  nothing: ({ after }) => `the end after "${after}"`,
  closingOrOperator: () => '")" or an operator',
  closingOrConnective: () => '")", "and" or "or"',
  parameterEnd: ({ of }) => `"," or ")" in the parameters of "${of}"`,
  output: ({ of }) => `the name of an output after "${of}."`,
  offset: () => 'a whole number of candles further back such as [1]',
  separatorless: () => 'an instrument without a separator',
  timeframe: ({ known }) => `a timeframe after "@" such as ${known.join(', ')}`,
  trend: () => '"rising" or "falling" after "is"',
  trendBars: ({ direction }) => `"for" and a number of bars after "${direction}"`,
  by: ({ relation }) => `"by" after "${relation}"`,
  inTime: () => '"in" and a time, such as in 15m',
  withinAfterThen: () => '"within" and a time after "then …", such as within 8 bars',
  upperEnd: () => '".." and the upper end of the range',
  bounceOff: () => '"off" and a level after "bounces"',
  bounceBy: () => '"by" and how far it comes back, such as by 10 pips',
  operatorOrUnit: ({ number }) => `an operator or a unit (pips, %, atr) after ${number}`,
  unit: ({ number, units }) => `a unit after ${number} (${units.join(', ')})`,
  duration: () => 'a duration such as 30s, 15m, 4h or 2d',
  window: () => 'a duration such as 30s, 15m, 4h or 2d, or a number of bars such as 8 bars',
  durationSuchAs: ({ example }) => `a duration such as ${example}`,
  wholeDuration: () => 'a duration of at least a millisecond, in whole ones',
  bars: () => 'a number of bars such as 3 bars',
  barsAfter: ({ number }) => `"bars" after ${number}`,
  wholeBars: () => 'a whole number of bars from 1',
  positiveAmount: () => 'an amount above 0',
  indicator: () => 'an indicator such as rsi(14)',
  indicatorAlone: () => 'an indicator alone, such as rsi(14)',
  plainParameter: ({ indicator }) => `a plain number or a word as parameter of "${indicator}"`,
  call: ({ signatures }) => signatures.join(' or '),
  instrument: () => 'an instrument such as EURUSD',
  oneOf: ({ words }) => `one of ${words.join(', ')}`,
  candles: ({ min, max }) => `a number of candles from ${min} to ${max}`,
  weeks: ({ min, max }) => `a number of weeks from ${min} to ${max}`,
  pips: () => 'an amount such as 20 pips',
  price: () => 'a price such as bid or close@H1',
  pricePoint: () => 'a price such as 150.10',
  instant: () => 'a date and a time such as 2026-01-02 10:00',
  earlierFirst: () => 'the earlier point first, with trading between the two',
  clockOrEnd: ({ clocks }) => `a clock (${clocks.join(', ')}) or the end of the parameter`,
  timeOfDay: () => 'a time of day such as 09:00',
};

export const ENGLISH: ErrorWords = {
  faults: FAULTS,
  expected: EXPECTED,
  suggested: (message, suggestion) => `${message} — did you mean "${suggestion}"?`,
  placed: (message, line, column) => `${message} (line ${line}, column ${column})`,
};

const QUANTITIES: Readonly<Record<Quantity, string>> = {
  price: 'a price',
  distance: 'a distance',
  difference: 'a difference of prices',
  oscillator: 'an oscillator',
  percent: 'a percentage',
  number: 'a number',
  volume: 'a volume',
};

const CHOICES: Readonly<Record<Choice, string>> = {
  session: 'a session',
  clock: 'a clock such as tokyo',
  side: 'a side',
  direction: 'a direction',
  fix: 'a fix',
  cut: 'a cut',
  weekday: 'a weekday',
  currency: 'a currency',
};

function seen(found: Found): string {
  if (found === 'end') return 'the end';
  return 'text' in found ? `"${found.text}"` : `the character ${found.character}`;
}

/** `[1]` is a sign by itself, `live` a word. */
function partText(part: string): string {
  return part.startsWith('[') ? part : `"${part}"`;
}

function instead(lasting: Lasting): string {
  if (lasting === null) return '';
  return 'compare' in lasting ? `compare with "${lasting.compare}", or ` : `use "${lasting.use}", or `;
}

function hintFor(...quantities: readonly Quantity[]): string {
  const isPriceAndDistance = quantities.includes('price') && quantities.includes('distance');
  return isPriceAndDistance ? ' — a distance is a difference of prices, such as close@H1 - open@H1' : '';
}
