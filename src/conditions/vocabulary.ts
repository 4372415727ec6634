/** The words of the language, and where the indicators come in. */
import { CATALOG } from '../indicators/catalog.ts';
import type { IndicatorDefinition } from '../indicators/indicator.ts';
import type { FlagDefinition, FunctionDefinition } from './functions/definition.ts';
import { FLAGS, FUNCTIONS } from './functions/functions.ts';

/** Names of the two tick prices, their middle and their difference. */
export const QUOTE_FIELDS = ['bid', 'ask', 'mid', 'spread'] as const;
export type QuoteField = (typeof QUOTE_FIELDS)[number];

export const CANDLE_FIELDS = ['open', 'high', 'low', 'close', 'volume'] as const;
export type CandleField = (typeof CANDLE_FIELDS)[number];

/** Words with a meaning of their own in the grammar; none of them names an operand. */
export const KEYWORDS: readonly string[] = [
  ...['and', 'or', 'not', 'crosses', 'above', 'below', 'enters', 'leaves', 'inside', 'outside'],
  ...['rises', 'falls', 'moves', 'by', 'in', 'is', 'rising', 'falling', 'for', 'within', 'then', 'unless'],
  ...['touches', 'breaks', 'bounces', 'off', 'up', 'down'],
  ...['live', 'pips', 'pip', 'bars', 'bar', 'candles', 'candle'],
];

/** What may follow the left side of a predicate. */
export const RELATIONS: readonly string[] = [
  ...['crosses', 'enters', 'leaves', 'inside', 'outside', 'rises', 'falls', 'moves', 'is'],
  ...['touches', 'breaks', 'bounces'],
];

/** `N bars`, however it is called; printed as the first. */
export const BAR_WORDS: readonly string[] = ['bars', 'bar', 'candles', 'candle'];

const RESERVED: ReadonlySet<string> = new Set(KEYWORDS);
const QUOTES: ReadonlySet<string> = new Set(QUOTE_FIELDS);
const CANDLES: ReadonlySet<string> = new Set(CANDLE_FIELDS);

export function isReserved(word: string): boolean {
  return RESERVED.has(word);
}

export function isQuoteField(name: string): name is QuoteField {
  return QUOTES.has(name);
}

export function isCandleField(name: string): name is CandleField {
  return CANDLES.has(name);
}

export function indicatorNamed(name: string): IndicatorDefinition | null {
  return CATALOG.get(name) ?? null;
}

export function indicatorNames(): readonly string[] {
  return [...CATALOG.keys()];
}

export function functionNamed(name: string): FunctionDefinition | null {
  return FUNCTIONS.get(name) ?? null;
}

export function flagNamed(name: string): FlagDefinition | null {
  return FLAGS.get(name) ?? null;
}

/** What is called by name and is neither a price nor an indicator, in the order in which it is offered. */
export function callables(): readonly (FunctionDefinition | FlagDefinition)[] {
  return [...FUNCTIONS.values(), ...FLAGS.values()];
}

/** The function or flag of that name. */
export function callableNamed(name: string): FunctionDefinition | FlagDefinition | null {
  return FUNCTIONS.get(name) ?? FLAGS.get(name) ?? null;
}

/** A number by itself, to be compared; not true or false. */
export function isValueName(name: string): boolean {
  return isQuoteField(name) || isCandleField(name) || FUNCTIONS.has(name) || CATALOG.has(name);
}

/** Every name an operand may have now, in the order suggestions prefer. */
export function operandNames(): readonly string[] {
  return [...QUOTE_FIELDS, ...CANDLE_FIELDS, ...FUNCTIONS.keys(), ...FLAGS.keys(), ...CATALOG.keys()];
}

/** What other platforms call things. */
const MEANT: ReadonlyMap<string, string> = new Map([
  ...['price', 'rate', 'last', 'quote'].map((name): [string, string] => [name, 'bid']),
  ...['ma', 'average', 'moving_average', 'mean'].map((name): [string, string] => [name, 'sma']),
  ...['bbands', 'boll', 'bollinger', 'bollinger_bands'].map((name): [string, string] => [name, 'bb']),
  ['middle', 'mid'],
  ['vol', 'volume'],
  ['lwma', 'wma'],
  ['stochastic', 'stoch'],
  ['std', 'stdev'],
  ['stddev', 'stdev'],
  ['max', 'highest'],
  ['min', 'lowest'],
  ['hh', 'highest'],
  ['ll', 'lowest'],
  ['dc', 'donchian'],
  ['rate_of_change', 'roc'],
  ...['round', 'round_number'].map((name): [string, string] => [name, 'round_distance']),
  ...['pivot', 'camarilla', 'fibonacci', 'fib'].map((name): [string, string] => [name, 'pivots']),
  ['pinbar', 'pin_bar'],
  ['uo', 'ultimate'],
  ['crsi', 'connorsrsi'],
  ...['willr', 'williams'].map((name): [string, string] => [name, 'williamsr']),
  ['mom', 'momentum'],
  ['sar', 'psar'],
  ['kc', 'keltner'],
  ['rma', 'smma'],
  ['adl', 'ad'],
  ['historical_volatility', 'hv'],
  ...['slope', 'regression'].map((name): [string, string] => [name, 'linreg']),
  ['choppiness', 'chop'],
  ['true_range', 'tr'],
  ['stoch_rsi', 'stochrsi'],
  ['dmi', 'adx'],
  ...['fractals', 'swing_high', 'swing_low'].map((name): [string, string] => [name, 'fractal']),
  ['schaff', 'stc'],
  ['chaikin', 'adosc'],
  ['klinger', 'kvo'],
  ...['psy', 'psychological'].map((name): [string, string] => [name, 'psl']),
  ['kairi', 'disparity'],
  ['fama', 'mama'],
]);

/** The language's own name for what a name means elsewhere. */
export function nameMeantBy(name: string): string | null {
  return MEANT.get(name) ?? null;
}

/** Names the language is to get: refused as not available yet, never as unknown. A catalog entry of the same name wins. */
const PLANNED: ReadonlySet<string> = new Set([
  // calendar of events
  ...['news', 'surprise'],
  // levels
  ...['level'],
  ...['support', 'resistance', 'previous'],
  // shapes
  ...['pattern', 'patterns'],
  ...['renko'],
  // norms, other instruments, state of the feed
  ...['volatility', 'liquidity', 'silent', 'position'],
  // indicators
  ...['alligator', 'envelope', 'envelopes'],
  ...['apo'],
  ...['coppock', 'ac'],
  ...['rci', 'wavetrend'],
  ...['pvt', 'vwmacd'],
  ...['adr', 'variance'],
  ...['er', 'hurst', 'deviation'],
]);

export function isPlanned(name: string): boolean {
  return PLANNED.has(name);
}
