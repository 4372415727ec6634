/** Parameters and output of an indicator as written, read by its catalog entry, with the place of every mistake. */
import { canonicalCall, resolveParams } from '../indicators/call.ts';
import type { IndicatorDefinition, IndicatorParams } from '../indicators/indicator.ts';
import { type ArgumentNode, isBareWord, type Name, type OperandNode } from './ast.ts';
import { ConditionFault, excerpt, unexpected } from './fault.ts';
import { nearest } from './suggest.ts';

export function parametersOf(
  source: string,
  node: OperandNode,
  definition: IndicatorDefinition,
): IndicatorParams {
  const values = node.arguments.map((argument) => argumentValue(source, argument, definition));
  const resolved = resolveParams(definition, values);
  if (resolved.ok) return resolved.value;
  const { index, fault } = resolved.error;
  const value = values[index];
  const words = definition.parameters.flatMap((parameter) =>
    parameter.kind === 'choice' ? parameter.choices : [],
  );
  const at = node.arguments[index] ?? node;
  if (typeof value !== 'string' || words.includes(value)) throw new ConditionFault('type', at, fault);
  throw new ConditionFault('unknown-name', at, fault, nearest(value, words));
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
  const call = absent.length > 0 ? canonicalCall(definition, params) : definition.name;
  const said = { key: 'outputUnknown', call, output: excerpt(source, output), outputs: names } as const;
  throw new ConditionFault('unknown-name', output, said, nearest(output.text, names));
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
  const expected = { key: 'plainParameter', indicator: definition.name } as const;
  throw new ConditionFault('type', argument, unexpected(source, argument, expected));
}
