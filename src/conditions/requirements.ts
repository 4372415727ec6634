/** What a resolved condition reads: its clock, its instruments, and how many closed candles it needs of each source. */
import type { InstrumentId } from '../kernel/units.ts';
import type { CandleSource, CheckedCondition, Condition, ConditionClock } from './resolved.ts';
import { indicatorNamed } from './vocabulary.ts';
import { expressionsOf, type Operand, partsOf, walk, walkExpression, windowOf } from './walk.ts';

/** Quotes and forming candles change with ticks; closed candles, forming ones too, and counted bars with closes. */
export function clockOf(condition: Condition): ConditionClock {
  const ticks = new Set<InstrumentId>();
  const closes: CandleSource[] = [];
  const close = (source: CandleSource): void => {
    if (placeOf(closes, source) < 0) closes.push(plain(source));
  };
  const calendar = new Set<string>();
  walk(condition, {
    operand(operand) {
      if (operand.type === 'quote' || operand.live) ticks.add(operand.instrument);
      if (operand.type !== 'quote') close(operand);
    },
    condition(part) {
      if (part.type === 'flag' && part.calendar !== undefined) calendar.add(part.text);
    },
    window(window) {
      if (window.type === 'candles') close(window.source);
    },
  });
  return { ticks: [...ticks], closes, calendar: [...calendar] };
}

/** In the order of appearance. */
export function instrumentsOf(condition: Condition): readonly InstrumentId[] {
  const instruments = new Set<InstrumentId>();
  walk(condition, { operand: ({ instrument }) => void instruments.add(instrument) });
  return [...instruments];
}

/** Closed candles until every operand is known. What is looked at over N bars is needed N candles longer. */
export function warmUpOf(condition: Condition): CheckedCondition['warmUp'] {
  const needs: Need[] = [];
  raiseNeeds(condition, needs, NO_BARS);
  return needs;
}

interface Need extends CandleSource {
  candles: number;
}

const NO_BARS: ReadonlyMap<string, number> = new Map();

/** `bars`: how many bars of each source the conditions around look over. */
function raiseNeeds(condition: Condition, needs: Need[], bars: ReadonlyMap<string, number>): void {
  const raise = (source: CandleSource, candles: number): void => {
    const known = needs[placeOf(needs, source)];
    if (known === undefined) needs.push({ ...plain(source), candles });
    else known.candles = Math.max(known.candles, candles);
  };
  const window = windowOf(condition);
  let inside = bars;
  if (window?.type === 'candles') {
    const key = keyOf(window.source);
    const count = (bars.get(key) ?? 0) + window.count;
    inside = new Map(bars).set(key, count);
    raise(window.source, count);
  }
  const own = condition.type === 'flag' ? condition.lookBack : 0;
  const visitor = {
    operand(operand: Operand, lookBack: number): void {
      if (operand.type === 'quote') return;
      const around = inside.size === 0 ? 0 : (inside.get(keyOf(operand)) ?? 0);
      raise(operand, candlesOf(operand) + lookBack + around);
    },
  };
  for (const expression of expressionsOf(condition)) walkExpression(expression, visitor, own);
  for (const part of partsOf(condition)) raiseNeeds(part, needs, inside);
}

/** Closed candles until the operand is known; for a live one the forming candle is one of its own. */
function candlesOf(operand: Exclude<Operand, { readonly type: 'quote' }>): number {
  const warmUp =
    operand.type === 'candle' ? 1 : (indicatorNamed(operand.indicator)?.warmUp(operand.params) ?? 1);
  return operand.offset + warmUp - (operand.live ? 1 : 0);
}

/** A condition reads few sources: looking through them costs less than naming them. */
function placeOf(sources: readonly CandleSource[], { instrument, basis, timeframe }: CandleSource): number {
  return sources.findIndex(
    (one) => one.timeframe === timeframe && one.instrument === instrument && one.basis === basis,
  );
}

function keyOf({ instrument, basis, timeframe }: CandleSource): string {
  return `${instrument} ${basis} ${timeframe}`;
}

function plain({ instrument, basis, timeframe }: CandleSource): CandleSource {
  return { instrument, basis, timeframe };
}
