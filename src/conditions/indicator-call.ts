/** Parameters and output of an indicator as written, read by its catalog entry, with the place of every mistake. */
import { canonicalCall, resolveParams } from '../indicators/call.ts';
import type { IndicatorDefinition, IndicatorParams } from '../indicators/indicator.ts';
import { type ArgumentNode, isBareWord, type Name, type OperandNode } from './ast.ts';
import { ConditionFault, quote } from './fault.ts';
import { nearest } from './suggest.ts';

export function parametersOf(
  source: string,
  node: OperandNode,
  definition: IndicatorDefinition,
): IndicatorParams {
  const values = node.arguments.map((argument) => argumentValue(source, argument, definition));
  const resolved = resolveParams(definition, values);
  if (resolved.ok) return resolved.value;
  const { index, message } = resolved.error;
  const value = values[index];
  const words = definition.parameters.flatMap((parameter) =>
    parameter.kind === 'choice' ? parameter.choices : [],
  );
  const at = node.arguments[index] ?? node;
  if (typeof value !== 'string' || words.includes(value)) throw new ConditionFault('type', at, message);
  throw new ConditionFault('unknown-name', at, message, nearest(value, words));
}

/** Index of the named output; the first when none is named. */
export function outputOf(
  source: string,
  called: { readonly definition: IndicatorDefinition; readonly params: IndicatorParams },
  output: Name | null,
): number {
  const { definition, params } = called;
  if (output === null) return 0;
  const absent = definition.absent?.(params) ?? [];
  const names = definition.outputs.map(({ name }) => name).filter((name) => !absent.includes(name));
  if (names.includes(output.text)) return definition.outputs.findIndex(({ name }) => name === output.text);
  const has =
    names.length === 1 ? `its only output is ${names.join()}` : `its outputs are ${names.join(', ')}`;
  const call = absent.length > 0 ? canonicalCall(definition, params) : definition.name;
  const message = `"${call}" has no output ${quote(source, output)}: ${has}`;
  throw new ConditionFault('unknown-name', output, message, nearest(output.text, names));
}

/** `rsi(14)`, `bb(20, 2).upper`: every number, so that equal texts are equal indicators; the first output goes unsaid. */
export function callText(definition: IndicatorDefinition, params: IndicatorParams, output: number): string {
  const call = canonicalCall(definition, params);
  return output === 0 ? call : `${call}.${definition.outputs[output]?.name ?? ''}`;
}

function argumentValue(
  source: string,
  argument: ArgumentNode,
  definition: IndicatorDefinition,
): number | string {
  if (argument.type === 'number') return argument.value;
  if (argument.type === 'negate' && argument.operand.type === 'number') return -argument.operand.value;
  if (argument.type === 'operand' && isBareWord(argument)) return argument.name.text;
  const found = quote(source, argument);
  const message = `expected a plain number or a word as parameter of "${definition.name}", found ${found}`;
  throw new ConditionFault('type', argument, message);
}
