/** Arguments of a call, each read as what it has to be, with an error at its place that says what was expected. */
import type { Instrument } from '../../market/instrument.ts';
import { type ArgumentNode, isBareWord, type OperandNode } from '../ast.ts';
import { ConditionFault, excerpt, unexpected } from '../fault.ts';
import type { Expected } from '../sentences/faults.ts';
import { nearest } from '../suggest.ts';
import type { CallSite } from './definition.ts';

/** The arguments, when there are as many as wanted. `signatures`: the ways to write the call. */
export function argumentsOf(
  { source, node }: CallSite,
  { least, most }: { readonly least: number; readonly most: number },
  ...signatures: readonly string[]
): readonly ArgumentNode[] {
  const { length } = node.arguments;
  if (length >= least && length <= most) return node.arguments;
  const extra = length > most ? node.arguments[most] : undefined;
  if (extra === undefined)
    throw new ConditionFault('type', node, unexpected(source, node, { key: 'call', signatures }));
  throw new ConditionFault('type', extra, {
    key: 'argumentsTooMany',
    found: excerpt(source, extra),
    signatures,
  });
}

/** A name alone, lower case; null when the argument is none. */
export function wordOf(argument: ArgumentNode | undefined): string | null {
  if (argument?.type !== 'operand' || !isBareWord(argument)) return null;
  return argument.name.text;
}

export function instrumentArgument(site: CallSite, argument: ArgumentNode): Instrument {
  const word = wordOf(argument);
  const { instruments } = site.context;
  const found = word === null ? undefined : instruments.get(word.toUpperCase());
  if (found !== undefined) return found;
  const suggestion = word === null ? null : nearest(word.toUpperCase(), instruments.keys());
  const said = unexpected(site.source, argument, { key: 'instrument' });
  throw new ConditionFault('unknown-name', argument, said, suggestion);
}

/** One of `words`. */
export function choiceArgument(site: CallSite, argument: ArgumentNode, words: readonly string[]): string {
  const word = wordOf(argument);
  if (word !== null && words.includes(word)) return word;
  const suggestion = word === null ? null : nearest(word, words);
  const said = unexpected(site.source, argument, { key: 'oneOf', words });
  throw new ConditionFault('unknown-name', argument, said, suggestion);
}

/** A plain whole number of something. */
export function integerArgument(
  site: CallSite,
  argument: ArgumentNode,
  expected: Extract<Expected, { readonly key: 'candles' | 'weeks' }>,
): number {
  const { min, max } = expected;
  if (
    argument.type === 'number' &&
    Number.isInteger(argument.value) &&
    argument.value >= min &&
    argument.value <= max
  )
    return argument.value;
  throw new ConditionFault('type', argument, unexpected(site.source, argument, expected));
}

/** An operand with neither timeframe nor instrument of its own beyond what `site.operand` resolves. */
export function operandArgument(site: CallSite, argument: ArgumentNode): OperandNode {
  if (argument.type === 'operand') return argument;
  throw new ConditionFault('type', argument, unexpected(site.source, argument, { key: 'anyOperand' }));
}

export function refuseOutput({ source, node }: CallSite): void {
  if (node.output === null) return;
  throw new ConditionFault('unknown-name', node.output, {
    key: 'outputOfSingle',
    name: node.name.text,
    output: excerpt(source, node.output),
  });
}

/** `live` and `[n]` after a call that has no use for them. */
export function refusePlace({ source, node }: CallSite): void {
  if (!node.live && node.offset === 0) return;
  throw new ConditionFault('type', node, {
    key: 'partOfCall',
    name: node.name.text,
    part: node.live ? 'live' : `[${node.offset}]`,
    text: excerpt(source, node),
  });
}
