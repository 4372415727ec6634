/** What the name of an operand stands for, before it is known on which candles. */
import type { Dimension, IndicatorDefinition, IndicatorParams } from '../indicators/indicator.ts';
import type { OperandNode } from './ast.ts';
import { ConditionFault, quote } from './fault.ts';
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
  const typed = quote(source, name);
  if (flagNamed(name.text) !== null) return flagAsValue(source, node);
  if (isPlanned(name.text))
    return new ConditionFault('not-available-yet', name, `${typed} is not available yet`);
  const suggestion = nameMeantBy(name.text) ?? nearest(name.text, operandNames());
  const isIndicator = args.length > 0 || (suggestion !== null && indicatorNamed(suggestion) !== null);
  return new ConditionFault(
    'unknown-name',
    name,
    `unknown ${isIndicator ? 'indicator' : 'name'} ${typed}`,
    suggestion,
  );
}

/** The fault for a condition where a value is wanted: `stale(30s) > 1`. */
function flagAsValue(source: string, node: OperandNode): ConditionFault {
  const message = `${quote(source, node)} is true or false by itself: it is not compared`;
  return new ConditionFault('type', node, message);
}

function refuseTimeframe(source: string, { name, timeframe }: OperandNode): void {
  if (timeframe === null) return;
  const message = `"${name.text}" is not on candles: ${quote(source, timeframe)} is misplaced`;
  throw new ConditionFault('type', timeframe, message);
}

/** Quotes are of the moment: they have no candle to be of. */
function refuseCandleParts(source: string, node: OperandNode): void {
  refuseCall(source, node);
  const name = node.name.text;
  if (node.timeframe !== null) {
    const candle = name === 'spread' ? '' : `; the candle's price is close@${node.timeframe.text}`;
    const message = `"${name}" is the price of the moment and has no timeframe${candle}`;
    throw new ConditionFault('type', node.timeframe, message);
  }
  if (node.live || node.offset > 0) {
    const part = node.live ? '"live"' : `[${node.offset}]`;
    const message = `"${name}" is the price of the moment: ${part} goes with candles, such as close@H1`;
    throw new ConditionFault(
      'type',
      { from: node.name.to, to: node.to },
      `${message}, not ${quote(source, node)}`,
    );
  }
}

function refuseCall(source: string, node: OperandNode): void {
  const [argument] = node.arguments;
  if (argument !== undefined)
    throw new ConditionFault(
      'type',
      argument,
      `"${node.name.text}" takes no parameters, found ${quote(source, argument)}`,
    );
  if (node.output !== null)
    throw new ConditionFault(
      'unknown-name',
      node.output,
      `"${node.name.text}" is a single value and has no output ${quote(source, node.output)}`,
    );
}
