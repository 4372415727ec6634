/**
 * A predicate is the scope in which operands lend each other what was left out: an operand without a timeframe takes the one of
 * its neighbours, and with it their instrument: in `EURUSD:close@H1 < ema(50)` the average is of EURUSD on H1, too.
 * An operand that names its own timeframe, and every quote, stays with the alert's instrument unless it names another.
 */
import type { InstrumentId } from '../kernel/units.ts';
import type { Instrument } from '../market/instrument.ts';
import type { BarsNode, ExpressionNode, Name, OperandNode, WindowNode } from './ast.ts';
import type { ConditionContext } from './context.ts';
import { ConditionFault, excerpt } from './fault.ts';
import type { Call, CallSite, FlagDefinition, FunctionDefinition, Resolved } from './functions/definition.ts';
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

/** A predicate's operands, resolved together. */
export interface Scope {
  readonly operands: ReadonlyMap<OperandNode, Resolved>;
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
  const operands = new Map<OperandNode, Resolved>();
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
  const text = excerpt(source, name);
  throw new ConditionFault('type', name, { key: 'instrumentAlone', text, instrument: id });
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
  for (const { node } of drafts) addTimeframes(node, named);
  if (named.size === 0 && window?.type === 'bars' && window.timeframe !== null)
    named.add(window.timeframe.text);
  return [...named];
}

/** Its own, and those of operands among its arguments. */
function addTimeframes(node: OperandNode, into: Set<TimeframeName>): void {
  if (node.timeframe !== null) into.add(node.timeframe.text);
  for (const argument of node.arguments) if (argument.type === 'operand') addTimeframes(argument, into);
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
    const text = excerpt(checking.source, node);
    const example = `EURUSD:${checking.source.slice(node.from, node.to)}`;
    throw new ConditionFault('type', node, { key: 'instrumentMissing', text, example });
  }
  const instrument = instruments.get(id);
  if (instrument === undefined) {
    const of = excerpt(checking.source, node);
    throw new ConditionFault('unknown-name', node, { key: 'instrumentOfUnknown', name: id, of });
  }
  return instrument;
}

function unknownInstrument({ source, context }: Checking, name: Name): ConditionFault {
  const plain = name.text.replaceAll('_', '');
  const suggestion = context.instruments.has(plain) ? plain : nearest(name.text, context.instruments.keys());
  const said = { key: 'instrumentUnknown', name: excerpt(source, name) } as const;
  return new ConditionFault('unknown-name', name, said, suggestion);
}

interface Lent {
  readonly timeframes: readonly TimeframeName[];
  readonly instrument: InstrumentId | null;
}

function resolve(checking: Checking, { node, isUnit, meaning }: Draft, lent: Lent): Resolved {
  if (meaning.type === 'function') return resolveFunction(checking, node, { of: meaning.definition, lent });
  const isQuote = meaning.type === 'quote';
  const mayBorrow = isUnit || (!isQuote && node.timeframe === null);
  const instrument = instrumentOf(checking, node, mayBorrow ? lent.instrument : null);
  const prefix = prefixOf(checking, instrument);
  const { dimension } = meaning;
  if (isQuote) {
    const text = `${prefix}${meaning.field}`;
    checking.operandTexts.set(node, text);
    const expression: Expression = { type: 'quote', instrument: instrument.id, field: meaning.field, text };
    return { expression, dimension, instrument };
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
  return { expression, dimension, instrument };
}

function resolveFunction(
  checking: Checking,
  node: OperandNode,
  { of, lent }: { readonly of: FunctionDefinition; readonly lent: Lent },
): Resolved {
  const timeframe = timeframeOfCall(checking, node, { of, lent });
  const mayBorrow = node.timeframe === null;
  const site = siteOf(checking, node, { timeframe, lent: mayBorrow ? lent.instrument : null });
  const { dimension, instrument, ...call } = of.resolve(site);
  const suffix = of.candles === 'own' ? printSource(timeframe, node) : '';
  const text = `${prefixOfCall(checking, of, site)}${call.text}${suffix}`;
  checking.operandTexts.set(node, text);
  return { expression: { type: 'function', name: of.name, ...call, text }, dimension, instrument };
}

/** A flag's call; it has no candles, and nobody lends to it. */
export function resolveFlag(checking: Checking, node: OperandNode, of: FlagDefinition): Call {
  const extra = node.output ?? node.timeframe;
  if (extra !== null || node.live || node.offset > 0) {
    const { name, signature } = of;
    const text = excerpt(checking.source, node);
    throw new ConditionFault('type', extra ?? node, { key: 'partOfFlag', name, text, signature });
  }
  const site = siteOf(checking, node, { timeframe: null, lent: null });
  const call = of.resolve(site);
  const text = `${prefixOfCall(checking, of, site)}${call.text}`;
  checking.operandTexts.set(node, text);
  return { ...call, text };
}

function timeframeOfCall(
  checking: Checking,
  node: OperandNode,
  { of, lent }: { readonly of: FunctionDefinition; readonly lent: Lent },
): TimeframeName | null {
  if (node.timeframe !== null) return node.timeframe.text;
  const [only, other] = lent.timeframes;
  switch (of.candles) {
    case 'own':
      return borrowTimeframe(checking.source, node, lent.timeframes);
    case 'inner':
      return other === undefined ? (only ?? null) : null;
    case 'none':
      return null;
  }
}

function siteOf(
  checking: Checking,
  node: OperandNode,
  of: { readonly timeframe: TimeframeName | null; readonly lent: InstrumentId | null },
): CallSite {
  const { source, context } = checking;
  const { timeframe } = of;
  return {
    source,
    context,
    node,
    timeframe,
    get instrument() {
      return instrumentOf(checking, node, of.lent);
    },
    operand(written) {
      const own = this.instrument;
      const nested = { ...written, instrument: written.instrument ?? { ...node.name, text: own.id } };
      const timeframes = timeframe === null ? [] : [timeframe];
      const meaning = meaningOf(source, nested);
      const lent = { timeframes, instrument: own.id };
      const resolved = resolve(checking, { node: nested, isUnit: false, meaning }, lent);
      const text = checking.operandTexts.get(nested) ?? '';
      const prefix = prefixOf(checking, own);
      return { ...resolved, text: text.startsWith(prefix) ? text.slice(prefix.length) : text };
    },
  };
}

/** Instruments other than the alert's stand before the name. */
function prefixOf({ context }: Checking, { id }: Instrument): string {
  return id === context.defaultInstrument ? '' : `${id}:`;
}

function prefixOfCall(checking: Checking, of: FunctionDefinition | FlagDefinition, site: CallSite): string {
  if (of.isOfInstrument) return prefixOf(checking, site.instrument);
  const { instrument } = site.node;
  if (instrument === null) return '';
  const { name, signature } = of;
  const text = excerpt(checking.source, site.node);
  throw new ConditionFault('type', instrument, { key: 'instrumentOfCall', name, text, signature });
}

function borrowTimeframe(
  source: string,
  node: OperandNode,
  timeframes: readonly TimeframeName[],
): TimeframeName {
  const [only, other] = timeframes;
  if (only !== undefined && other === undefined) return only;
  const text = excerpt(source, node);
  const example = AS_WRITTEN.operand({ ...node, timeframe: { ...node.name, text: only ?? 'H1' } });
  throw new ConditionFault(
    'type',
    node,
    only === undefined
      ? { key: 'timeframeMissing', text, example }
      : { key: 'timeframeOfOperand', text, timeframes, example },
  );
}
