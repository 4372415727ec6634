/** Arguments of a call, each read as what it has to be, with an error at its place that says what was expected. */
import type { Instrument } from '../../market/instrument.ts';
import { type ArgumentNode, isBareWord, type OperandNode } from '../ast.ts';
import { ConditionFault, quote } from '../fault.ts';
import { nearest } from '../suggest.ts';
import type { CallSite } from './definition.ts';

/** The arguments, when there are as many as wanted. `signature`: how the call is written. */
export function argumentsOf(
  { source, node }: CallSite,
  { least, most, signature }: { readonly least: number; readonly most: number; readonly signature: string },
): readonly ArgumentNode[] {
  const { length } = node.arguments;
  if (length >= least && length <= most) return node.arguments;
  const at = length > most ? (node.arguments[most] ?? node) : node;
  const found = length > most ? `found ${quote(source, at)} too many` : `found ${quote(source, node)}`;
  throw new ConditionFault('type', at, `expected ${signature}, ${found}`);
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
  const message = `expected an instrument such as EURUSD, found ${quote(site.source, argument)}`;
  throw new ConditionFault('unknown-name', argument, message, suggestion);
}

/** One of `words`. */
export function choiceArgument(site: CallSite, argument: ArgumentNode, words: readonly string[]): string {
  const word = wordOf(argument);
  if (word !== null && words.includes(word)) return word;
  const suggestion = word === null ? null : nearest(word, words);
  const message = `expected one of ${words.join(', ')}, found ${quote(site.source, argument)}`;
  throw new ConditionFault('unknown-name', argument, message, suggestion);
}

/** A plain whole number; `what` names it: `a number of weeks`. */
export function integerArgument(
  site: CallSite,
  argument: ArgumentNode,
  { what, min, max }: { readonly what: string; readonly min: number; readonly max: number },
): number {
  if (
    argument.type === 'number' &&
    Number.isInteger(argument.value) &&
    argument.value >= min &&
    argument.value <= max
  )
    return argument.value;
  const message = `expected ${what} from ${min} to ${max}, found ${quote(site.source, argument)}`;
  throw new ConditionFault('type', argument, message);
}

/** An operand with neither timeframe nor instrument of its own beyond what `site.operand` resolves. */
export function operandArgument(site: CallSite, argument: ArgumentNode): OperandNode {
  if (argument.type === 'operand') return argument;
  const message = `expected an operand such as close, found ${quote(site.source, argument)}`;
  throw new ConditionFault('type', argument, message);
}

export function refuseOutput({ source, node }: CallSite): void {
  if (node.output === null) return;
  const message = `"${node.name.text}" is a single value and has no output ${quote(source, node.output)}`;
  throw new ConditionFault('unknown-name', node.output, message);
}

/** `live` and `[n]` after a call that has no use for them. */
export function refusePlace({ source, node }: CallSite): void {
  if (!node.live && node.offset === 0) return;
  const part = node.live ? '"live"' : `[${node.offset}]`;
  const message = `"${node.name.text}" is not of a single candle: ${part} is misplaced in ${quote(source, node)}`;
  throw new ConditionFault('type', node, message);
}
