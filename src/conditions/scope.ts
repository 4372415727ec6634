/**
 * A predicate is the scope in which operands lend each other what was left out: an operand without a timeframe takes the one of
 * its neighbours, and with it their instrument: in `EURUSD:close@H1 < ema(50)` the average is of EURUSD on H1, too.
 * An operand that names its own timeframe, and every quote, stays with the alert's instrument unless it names another.
 */
import type { InstrumentId } from '../kernel/units.ts';
import type { Instrument } from '../market/instrument.ts';
import type { BarsNode, ExpressionNode, Name, OperandNode, WindowNode } from './ast.ts';
import type { ConditionContext } from './context.ts';
import { ConditionFault, quote } from './fault.ts';
import { type Meaning, meaningOf, nameText } from './operand-meaning.ts';
import { AS_WRITTEN, printSource } from './print.ts';
import type { CandleSource, Expression, TimeframeName } from './resolved.ts';
import { nearest } from './suggest.ts';
import { isValueName } from './vocabulary.ts';

/** State of one check: what is read, against what, and the canonical text of the leaves, filled as they are resolved. */
export interface Checking {
  readonly source: string;
  readonly context: ConditionContext;
  readonly operandTexts: Map<OperandNode, string>;
  readonly barsTexts: Map<BarsNode, string>;
}

interface ResolvedOperand {
  readonly expression: Expression;
  readonly meaning: Meaning;
  readonly instrument: Instrument;
}

/** A predicate's operands, resolved together. */
export interface Scope {
  readonly operands: ReadonlyMap<OperandNode, ResolvedOperand>;
  /** Of the candle operands, in order of appearance. */
  readonly timeframes: readonly TimeframeName[];
  readonly instruments: readonly InstrumentId[];
}

interface Draft {
  readonly node: OperandNode;
  /** The `atr` of `2 atr`: a unit, which measures the instrument of its neighbours. */
  readonly isUnit: boolean;
  readonly meaning: Meaning;
}

export function openScope(
  checking: Checking,
  expressions: readonly ExpressionNode[],
  window: WindowNode | null,
): Scope {
  const drafts: Draft[] = [];
  for (const expression of expressions) collectDrafts(checking, expression, drafts);
  const timeframes = timeframesOf(drafts, window);
  const lenders = lendersOf(checking, drafts);
  const operands = new Map<OperandNode, ResolvedOperand>();
  const instruments = new Set<InstrumentId>();
  for (const draft of drafts) {
    if (draft.isUnit) continue;
    const resolved = resolve(checking, draft, { timeframes, instrument: lenders });
    operands.set(draft.node, resolved);
    instruments.add(resolved.instrument.id);
  }
  const [measured] = instruments.size === 1 ? instruments : [];
  for (const draft of drafts) {
    if (!draft.isUnit) continue;
    const resolved = resolve(checking, draft, { timeframes, instrument: measured ?? null });
    operands.set(draft.node, resolved);
    instruments.add(resolved.instrument.id);
  }
  return { operands, timeframes, instruments: [...instruments] };
}

/** `USDJPY > 150`: the instrument without what of it is meant. */
export function refuseLoneInstrument({ source, context }: Checking, { name }: OperandNode): void {
  const id = name.text.toUpperCase();
  if (isValueName(name.text) || !context.instruments.has(id)) return;
  const message = `${quote(source, name)} is an instrument: say what of it, such as ${id}:bid or ${id}:close@H1`;
  throw new ConditionFault('type', name, message);
}

function collectDrafts(checking: Checking, node: ExpressionNode, into: Draft[]): void {
  switch (node.type) {
    case 'number':
    case 'amount':
      return;
    case 'operand':
      refuseLoneInstrument(checking, node);
      into.push({ node, isUnit: false, meaning: meaningOf(checking.source, node) });
      return;
    case 'multiple':
      into.push({ node: node.operand, isUnit: true, meaning: meaningOf(checking.source, node.operand) });
      return;
    case 'negate':
      collectDrafts(checking, node.operand, into);
      return;
    case 'arithmetic':
      collectDrafts(checking, node.left, into);
      collectDrafts(checking, node.right, into);
  }
}

function timeframesOf(drafts: readonly Draft[], window: WindowNode | null): readonly TimeframeName[] {
  const named = new Set<TimeframeName>();
  for (const { node } of drafts) if (node.timeframe !== null) named.add(node.timeframe.text);
  if (named.size === 0 && window?.type === 'bars' && window.timeframe !== null)
    named.add(window.timeframe.text);
  return [...named];
}

/** The one instrument of the operands that name their timeframe; null when there is not exactly one. */
function lendersOf(checking: Checking, drafts: readonly Draft[]): InstrumentId | null {
  const instruments = new Set<InstrumentId>();
  for (const { node, isUnit } of drafts)
    if (!isUnit && node.timeframe !== null) instruments.add(instrumentOf(checking, node, null).id);
  const [only] = instruments;
  return instruments.size === 1 && only !== undefined ? only : null;
}

function instrumentOf(checking: Checking, node: OperandNode, lent: InstrumentId | null): Instrument {
  const { instruments, defaultInstrument } = checking.context;
  if (node.instrument !== null) {
    const named = instruments.get(node.instrument.text);
    if (named === undefined) throw unknownInstrument(checking, node.instrument);
    return named;
  }
  const id = lent ?? defaultInstrument;
  if (id === null) {
    const text = quote(checking.source, node);
    const example = `EURUSD:${checking.source.slice(node.from, node.to)}`;
    throw new ConditionFault('type', node, `${text} needs an instrument, such as ${example}`);
  }
  const instrument = instruments.get(id);
  if (instrument === undefined)
    throw new ConditionFault(
      'unknown-name',
      node,
      `unknown instrument "${id}" of ${quote(checking.source, node)}`,
    );
  return instrument;
}

function unknownInstrument({ source, context }: Checking, name: Name): ConditionFault {
  const plain = name.text.replaceAll('_', '');
  const suggestion = context.instruments.has(plain) ? plain : nearest(name.text, context.instruments.keys());
  return new ConditionFault('unknown-name', name, `unknown instrument ${quote(source, name)}`, suggestion);
}

function resolve(
  checking: Checking,
  { node, isUnit, meaning }: Draft,
  lent: { readonly timeframes: readonly TimeframeName[]; readonly instrument: InstrumentId | null },
): ResolvedOperand {
  const isQuote = meaning.type === 'quote';
  const mayBorrow = isUnit || (!isQuote && node.timeframe === null);
  const instrument = instrumentOf(checking, node, mayBorrow ? lent.instrument : null);
  const isOwn = instrument.id === checking.context.defaultInstrument;
  const prefix = isOwn ? '' : `${instrument.id}:`;
  if (isQuote) {
    const text = `${prefix}${meaning.field}`;
    checking.operandTexts.set(node, text);
    return {
      expression: { type: 'quote', instrument: instrument.id, field: meaning.field, text },
      meaning,
      instrument,
    };
  }
  const timeframe = node.timeframe?.text ?? borrowTimeframe(checking.source, node, lent.timeframes);
  const call = `${nameText(meaning)}${printSource(timeframe, node)}`;
  const text = `${prefix}${call}`;
  checking.operandTexts.set(node, isUnit ? call : text);
  const source: CandleSource = { instrument: instrument.id, basis: checking.context.basis, timeframe };
  const { offset, live } = node;
  const expression: Expression =
    meaning.type === 'candle'
      ? { type: 'candle', ...source, field: meaning.field, offset, live, text }
      : {
          type: 'indicator',
          ...source,
          indicator: meaning.definition.name,
          params: meaning.params,
          output: meaning.output,
          offset,
          live,
          text,
        };
  return { expression, meaning, instrument };
}

function borrowTimeframe(
  source: string,
  node: OperandNode,
  timeframes: readonly TimeframeName[],
): TimeframeName {
  const [only, other] = timeframes;
  if (only !== undefined && other === undefined) return only;
  const example = AS_WRITTEN.operand({ ...node, timeframe: { ...node.name, text: only ?? 'H1' } });
  const message =
    only === undefined
      ? `${quote(source, node)} needs a timeframe, such as ${example}`
      : `${quote(source, node)} could be on ${timeframes.join(' or ')}: name one, such as ${example}`;
  throw new ConditionFault('type', node, message);
}
