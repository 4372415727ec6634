/**
 * Everything that can be wrong with a source text, by key, with what is filled into the sentence. Texts of the source come cut to one
 * line and without quotes (fault.ts); how they are quoted is a matter of the language.
 */
import type { ArgumentFaults } from '../../indicators/argument-faults.ts';
import type { Dimension } from '../../indicators/indicator.ts';
import type { Catalogue, NoParts, Said } from '../../kernel/sentence.ts';

export type Fault = Said<Faults>;
export type Expected = Said<Expectations>;

/** What stands where something else was expected: a text, a character that cannot be seen, or nothing more. */
export type Found = { readonly text: string } | { readonly character: string } | 'end';

/** What an expression measures; a difference of prices whose other side decides what it is. */
export type Quantity = Dimension | 'difference';

/** What one of a few words names. */
export type Choice = 'session' | 'clock' | 'side' | 'direction' | 'fix' | 'cut' | 'weekday' | 'currency';

/** What lasts, in place of a moment: a comparison, another word, or nothing but "within". */
export type Lasting = { readonly compare: '<' | '>' } | { readonly use: string } | null;

/** One language. */
export interface ErrorWords {
  readonly faults: Catalogue<Faults>;
  readonly expected: Catalogue<Expectations>;
  suggested(message: string, suggestion: string): string;
  placed(message: string, line: number, column: number): string;
}

export interface Faults extends ArgumentFaults {
  // the form
  expected: { expected: Expected; found: Found };
  conditionAsValue: { text: string };
  upperEndMissing: { after: string };
  endMissing: { after: string; signatures: readonly string[] };
  partMisplaced: { part: string; operand: string };
  comparisonChained: { sign: string };
  parenthesisStray: NoParts;
  commaStray: NoParts;
  dayUnknown: { text: string };
  timeUnknown: { text: string };

  // bounds
  sourceTooLong: { length: number; most: number };
  tooManyParts: { most: number };
  tooDeep: { most: number; found: Found };
  numberTooLarge: { text: string; most: number };
  resultTooLarge: { text: string; most: number };
  tooFarBack: { text: string; most: number };
  durationTooLong: { text: string; most: string };
  needsTooMany: { candles: number; timeframe: string; instrument: string; most: number };

  // names
  nameUnknown: { name: string };
  indicatorUnknown: { name: string };
  instrumentUnknown: { name: string };
  instrumentOfUnknown: { name: string; of: string };
  timeframeUnknown: { name: string; known: readonly string[] };
  notAvailableYet: { name: string };
  instrumentAlone: { text: string; instrument: string };
  outputUnknown: { call: string; output: string; outputs: readonly string[] };
  outputOfSingle: { name: string; output: string };
  parametersOfNone: { name: string; found: string };

  // what goes with what
  instrumentMissing: { text: string; example: string };
  timeframeMissing: { text: string; example: string };
  timeframeOfOperand: { text: string; timeframes: readonly string[]; example: string };
  timeframeOfBars: { text: string; timeframes: readonly string[]; example: string };
  barsWithoutInstrument: { text: string };
  timeframeOfQuote: { name: string; candle: string | null };
  candlePartOfQuote: { name: string; part: string; text: string };
  sidesUnlike: { left: string; leftIs: Quantity; right: string; rightIs: Quantity };
  endsUnlike: { left: string; leftIs: Quantity; right: string; rightIs: Quantity };
  stepUnlike: { subject: string; step: Quantity; amount: string; amountIs: Quantity };
  cannotAdd: { left: Quantity; right: Quantity; text: string };
  cannotSubtract: { left: Quantity; right: Quantity; text: string };
  instrumentsMixed: { one: string; other: string; text: string };
  divisionByZero: { text: string };
  sidesEqual: { text: string };
  sidesConstant: { text: string };
  neverChanges: { text: string };
  spreadWithoutUnit: { text: string; pips: number; instrument: string };
  pipsWithoutPrice: { text: string };
  pipsAmbiguous: { text: string; one: string; onePip: number; other: string; otherPip: number };
  rangeReversed: { text: string };
  moveNotPositive: { text: string };
  moveOfSingle: { window: string; value: string };
  bounceTooSmall: { text: string };
  notLasting: { word: 'not' | 'for'; text: string; lasting: Lasting };
  presentOnly: { text: string };
  flagCompared: { text: string };
  clockMissing: { text: string };

  // functions and flags
  argumentsTooMany: { found: string; signatures: readonly string[] };
  choiceUnknown: { choice: Choice; found: string; words: readonly string[] };
  partOfCall: { name: string; part: string; text: string };
  timeframeOfCall: { name: string; timeframe: string };
  partOfFlag: { name: string; text: string; signature: string };
  instrumentOfCall: { name: string; text: string; signature: string };
  hoursEmpty: { text: string };
  aroundOutOfRange: { text: string; most: string };
  instrumentTwice: { text: string };
  triangleImpossible: { cross: string; one: string; other: string; example: string };
  pairMissing: { text: string; one: string; other: string };
  seriesExpected: { found: string };
  normUnknown: { found: string };
  timeframeOfNorm: { timeframe: string };
  normOfLongCandle: { timeframe: string; text: string };
  neverStale: { text: string };
}

/** What fits at a place. */
export interface Expectations {
  exactly: { text: string };
  operand: NoParts;
  operandOf: { instrument: string };
  anyOperand: NoParts;
  comparison: { after: string };
  connective: { after: string };
  nothing: { after: string };
  closingOrOperator: NoParts;
  closingOrConnective: NoParts;
  parameterEnd: { of: string };
  output: { of: string };
  offset: NoParts;
  separatorless: NoParts;
  timeframe: { known: readonly string[] };
  trend: NoParts;
  trendBars: { direction: string };
  by: { relation: string };
  inTime: NoParts;
  withinAfterThen: NoParts;
  upperEnd: NoParts;
  bounceOff: NoParts;
  bounceBy: NoParts;
  operatorOrUnit: { number: string };
  unit: { number: string; units: readonly string[] };
  duration: NoParts;
  window: NoParts;
  durationSuchAs: { example: string };
  wholeDuration: NoParts;
  bars: NoParts;
  barsAfter: { number: string };
  wholeBars: NoParts;
  positiveAmount: NoParts;
  indicator: NoParts;
  indicatorAlone: NoParts;
  plainParameter: { indicator: string };
  call: { signatures: readonly string[] };
  instrument: NoParts;
  oneOf: { words: readonly string[] };
  candles: { min: number; max: number };
  weeks: { min: number; max: number };
  pips: NoParts;
  price: NoParts;
  pricePoint: NoParts;
  instant: NoParts;
  earlierFirst: NoParts;
  clockOrEnd: { clocks: readonly string[] };
  timeOfDay: NoParts;
}
