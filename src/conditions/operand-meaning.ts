/** What the name of an operand stands for, before it is known on which candles. */
import type { Dimension, IndicatorDefinition, IndicatorParams } from '../indicators/indicator.ts';
import type { OperandNode } from './ast.ts';
import { ConditionFault, excerpt } from './fault.ts';
import type { FunctionDefinition } from './functions/definition.ts';
import { callText, outputOf, parametersOf } from './indicator-call.ts';
import { nearest } from './suggest.ts';
import type { CandleField, QuoteField } from './vocabulary.ts';
import {
  flagNamed,
  functionNamed,
  indicatorNamed,
  isCandleField,
  isPlanned,
  isQuoteField,
  nameMeantBy,
  operandNames,
} from './vocabulary.ts';

export type Meaning =
  | { readonly type: 'quote'; readonly field: QuoteField; readonly dimension: Dimension }
  | { readonly type: 'candle'; readonly field: CandleField; readonly dimension: Dimension }
  | { readonly type: 'function'; readonly definition: FunctionDefinition }
  | {
      readonly type: 'indicator';
      readonly definition: IndicatorDefinition;
      readonly params: IndicatorParams;
      readonly output: number;
      readonly dimension: Dimension;
    };

export function meaningOf(source: string, node: OperandNode): Meaning {
  const name = node.name.text;
  if (isQuoteField(name)) {
    refuseCandleParts(source, node);
    return { type: 'quote', field: name, dimension: name === 'spread' ? 'distance' : 'price' };
  }
  if (isCandleField(name)) {
    refuseCall(source, node);
    return { type: 'candle', field: name, dimension: name === 'volume' ? 'volume' : 'price' };
  }
  const called = functionNamed(name);
  if (called !== null) {
    if (called.candles === 'none') refuseTimeframe(source, node);
    return { type: 'function', definition: called };
  }
  const definition = indicatorNamed(name);
  if (definition === null) throw unknownName(source, node);
  const params = parametersOf(source, node, definition);
  const output = outputOf(source, { definition, params }, node.output);
  const dimension = definition.outputs[output]?.dimension ?? 'number';
  return { type: 'indicator', definition, params, output, dimension };
}

/** Canonical, without instrument and timeframe: `close`, `bb(20, 2).upper`. */
export function nameText(meaning: Exclude<Meaning, { readonly type: 'function' }>): string {
  return meaning.type === 'indicator'
    ? callText(meaning.definition, meaning.params, meaning.output)
    : meaning.field;
}

/** The fault for a name that means nothing now: planned, mistyped or plainly unknown. */
export function unknownName(source: string, node: OperandNode): ConditionFault {
  const { name, arguments: args } = node;
  const typed = excerpt(source, name);
  if (flagNamed(name.text) !== null) return flagAsValue(source, node);
  if (isPlanned(name.text))
    return new ConditionFault('not-available-yet', name, { key: 'notAvailableYet', name: typed });
  const suggestion = nameMeantBy(name.text) ?? nearest(name.text, operandNames());
  const isIndicator = args.length > 0 || (suggestion !== null && indicatorNamed(suggestion) !== null);
  const said = { key: isIndicator ? 'indicatorUnknown' : 'nameUnknown', name: typed } as const;
  return new ConditionFault('unknown-name', name, said, suggestion);
}

/** The fault for a condition where a value is wanted: `stale(30s) > 1`. */
function flagAsValue(source: string, node: OperandNode): ConditionFault {
  return new ConditionFault('type', node, { key: 'flagCompared', text: excerpt(source, node) });
}

function refuseTimeframe(source: string, { name, timeframe }: OperandNode): void {
  if (timeframe === null) return;
  const said = { key: 'timeframeOfCall', name: name.text, timeframe: excerpt(source, timeframe) } as const;
  throw new ConditionFault('type', timeframe, said);
}

/** Quotes are of the moment: they have no candle to be of. */
function refuseCandleParts(source: string, node: OperandNode): void {
  refuseCall(source, node);
  const name = node.name.text;
  if (node.timeframe !== null) {
    const candle = name === 'spread' ? null : `close@${node.timeframe.text}`;
    throw new ConditionFault('type', node.timeframe, { key: 'timeframeOfQuote', name, candle });
  }
  if (node.live || node.offset > 0) {
    const part = node.live ? 'live' : `[${node.offset}]`;
    const span = { from: node.name.to, to: node.to };
    throw new ConditionFault('type', span, {
      key: 'candlePartOfQuote',
      name,
      part,
      text: excerpt(source, node),
    });
  }
}

function refuseCall(source: string, node: OperandNode): void {
  const name = node.name.text;
  const [argument] = node.arguments;
  if (argument !== undefined)
    throw new ConditionFault('type', argument, {
      key: 'parametersOfNone',
      name,
      found: excerpt(source, argument),
    });
  if (node.output !== null)
    throw new ConditionFault('unknown-name', node.output, {
      key: 'outputOfSingle',
      name,
      output: excerpt(source, node.output),
    });
}
