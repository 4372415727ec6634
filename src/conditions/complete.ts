/**
 * What may be typed at a place. The parser itself tells: it reads the source up to the word at the cursor and notes everything
 * it would take there, so the editor never offers what the grammar refuses.
 */
import { signature } from '../indicators/call.ts';
import { STANDARD_TIMEFRAMES } from '../market/timeframe.ts';
import type { ConditionContext } from './context.ts';
import { Cursor, type Wanted } from './cursor.ts';
import { catchFault, type Span } from './fault.ts';
import { type Bilingual, helpFor, timeframeHelp } from './help.ts';
import { isDigit, isWordUnit, scan } from './lexer.ts';
import { MAX_SOURCE_LENGTH } from './limits.ts';
import { DIMENSION_DETAILS, parameterDetail, wordDetail } from './option-details.ts';
import { parseSource } from './parser.ts';
import {
  callableNamed,
  callables,
  CANDLE_FIELDS,
  indicatorNamed,
  indicatorNames,
  QUOTE_FIELDS,
} from './vocabulary.ts';

export interface CompletionOption {
  /** What is shown and filtered by. */
  readonly label: string;
  /** What replaces the word. */
  readonly insert: string;
  readonly kind:
    | 'keyword'
    | 'unit'
    | 'field'
    | 'function'
    | 'indicator'
    | 'parameter'
    | 'output'
    | 'timeframe'
    | 'instrument';
  readonly detail: Bilingual;
}

/** Options for the word in `from .. to`, not filtered by what of it is typed already. */
type Completion = Span & { readonly options: readonly CompletionOption[] };

export function complete(source: string, offset: number, context: ConditionContext): Completion {
  const word = wordAt(source, offset);
  const before = source.slice(0, word.from);
  if (source.length > MAX_SOURCE_LENGTH || isInComment(before)) return { ...word, options: [] };
  const cursor = new Cursor(before);
  // Whether the text so far is a whole condition does not matter: what was wanted at its end does.
  catchFault(before, () => parseSource(cursor));
  // After a digit only a unit may follow without a blank.
  const isGlued = isDigit(before.charCodeAt(before.length - 1));
  const wanted = cursor.wanted.filter((one) => !isGlued || isDurationUnit(one));
  const inCall = wanted.some(({ type }) => type === 'argument');
  const offered = new Map<string, CompletionOption>();
  for (const one of wanted) {
    if (inCall && one.type === 'operand') continue;
    for (const option of optionsFor(one, context)) offered.set(option.insert, option);
  }
  return { ...word, options: [...offered.values()] };
}

function optionsFor(wanted: Wanted, context: ConditionContext): readonly CompletionOption[] {
  switch (wanted.type) {
    case 'word':
      return wordOptions(wanted.text);
    case 'operand':
      return wanted.prefixed ? operandOptions() : [...operandOptions(), ...instrumentOptions(context)];
    case 'timeframe':
      return STANDARD_TIMEFRAMES.map((name) => plainOption(name, 'timeframe', timeframeHelp(name)));
    case 'argument':
      return [...wordsIn(wanted.of), ...choicesIn(wanted.of)];
    case 'output':
      return (indicatorNamed(wanted.of)?.outputs ?? []).map(({ name, dimension }) =>
        plainOption(name, 'output', DIMENSION_DETAILS[dimension]),
      );
  }
}

/** Words among the arguments of a function or a flag: `tokyo`. */
function wordsIn(name: string): readonly CompletionOption[] {
  return (callableNamed(name)?.words ?? []).map((word) =>
    plainOption(word, 'parameter', wordDetail(word) ?? bilingual(word)),
  );
}

function choicesIn(indicator: string): readonly CompletionOption[] {
  return (indicatorNamed(indicator)?.parameters ?? []).flatMap((parameter) =>
    parameter.kind === 'choice'
      ? parameter.choices.map((word) => plainOption(word, 'parameter', choiceDetail(parameter.name)))
      : [],
  );
}

function choiceDetail(parameter: string): Bilingual {
  return parameterDetail(parameter) ?? bilingual(parameter);
}

const UNITS: readonly string[] = ['pips', 'bars', 's', 'm', 'h', 'd', 'atr'];
/** Spellings that are taken but not offered. */
const SYNONYMS: readonly string[] = ['pip', 'bar', 'candle', 'candles'];

function wordOptions(word: string): readonly CompletionOption[] {
  if (SYNONYMS.includes(word)) return [];
  return [plainOption(word, UNITS.includes(word) ? 'unit' : 'keyword', helpFor(word) ?? bilingual(word))];
}

function operandOptions(): readonly CompletionOption[] {
  const fields = [...QUOTE_FIELDS, ...CANDLE_FIELDS].map((name) =>
    plainOption(name, 'field', helpFor(name) ?? bilingual(name)),
  );
  const indicators = indicatorNames().flatMap((name): readonly CompletionOption[] => {
    const definition = indicatorNamed(name);
    if (definition === null) return [];
    const { en, ja } = definition.title;
    const call = signature(definition);
    const detail = { en: `${en}: ${call}`, ja: `${ja}: ${call}` };
    return [plainOption(name, 'indicator', detail)];
  });
  const called = callables().map(({ name, signature: call, help }) =>
    plainOption(name, 'function', { en: `${help.en}: ${call}`, ja: `${help.ja}: ${call}` }),
  );
  return [...fields, ...called, ...indicators];
}

function instrumentOptions(context: ConditionContext): readonly CompletionOption[] {
  return [...context.instruments.values()].map(({ id, base, quote }) => ({
    label: id,
    insert: `${id}:`,
    kind: 'instrument',
    detail: bilingual(`${base}/${quote}`),
  }));
}

function plainOption(text: string, kind: CompletionOption['kind'], detail: Bilingual): CompletionOption {
  return { label: text, insert: text, kind, detail };
}

/** For names that are the same in every language. */
function bilingual(text: string): Bilingual {
  return { en: text, ja: text };
}

function isDurationUnit(wanted: Wanted): boolean {
  return wanted.type === 'word' && ['s', 'm', 'h', 'd'].includes(wanted.text);
}

/** The word around `offset`; empty between words. Leading digits belong to a number, not to the word. */
function wordAt(source: string, offset: number): Span {
  const at = Math.min(Math.max(offset, 0), source.length);
  let from = at;
  while (from > 0 && isWordUnit(source.charCodeAt(from - 1))) from--;
  while (from < at && isDigit(source.charCodeAt(from))) from++;
  let to = at;
  while (isWordUnit(source.charCodeAt(to))) to++;
  return { from, to };
}

function isInComment(before: string): boolean {
  let token = scan(before, 0);
  while (token.kind !== 'end') {
    if (token.kind === 'comment' && token.to === before.length) return true;
    token = scan(before, token.to);
  }
  return false;
}
