/** What a resolved condition reads: its clock, its instruments, and how many closed candles it needs of each source. */
import type { InstrumentId } from '../kernel/units.ts';
import type { CandleSource, CheckedCondition, Condition, ConditionClock } from './resolved.ts';
import { indicatorNamed } from './vocabulary.ts';
import { expressionsOf, type Operand, partsOf, walk, walkExpression, windowOf } from './walk.ts';

/** Quotes and forming candles change with ticks; closed candles, forming ones too, and counted bars with closes. */
export function clockOf(condition: Condition): ConditionClock {
  const ticks = new Set<InstrumentId>();
  const closes = new Map<string, CandleSource>();
  const calendar = new Set<string>();
  walk(condition, {
    operand(operand) {
      if (operand.type === 'quote' || operand.live) ticks.add(operand.instrument);
      if (operand.type !== 'quote') closes.set(keyOf(operand), plain(operand));
    },
    condition(part) {
      if (part.type === 'flag' && part.calendar !== undefined) calendar.add(part.text);
    },
    window(window) {
      if (window.type === 'candles') closes.set(keyOf(window.source), window.source);
    },
  });
  return { ticks: [...ticks], closes: [...closes.values()], calendar: [...calendar] };
}

/** In the order of appearance. */
export function instrumentsOf(condition: Condition): readonly InstrumentId[] {
  const instruments = new Set<InstrumentId>();
  walk(condition, { operand: ({ instrument }) => void instruments.add(instrument) });
  return [...instruments];
}

/** Closed candles until every operand is known. What is looked at over N bars is needed N candles longer. */
export function warmUpOf(condition: Condition): CheckedCondition['warmUp'] {
  const needs = new Map<string, CandleSource & { candles: number }>();
  raiseNeeds(condition, needs, new Map());
  return [...needs.values()];
}

/** `bars`: how many bars of each source the conditions around look over. */
function raiseNeeds(
  condition: Condition,
  needs: Map<string, CandleSource & { candles: number }>,
  bars: ReadonlyMap<string, number>,
): void {
  const raise = (source: CandleSource, candles: number): void => {
    const key = keyOf(source);
    const known = needs.get(key);
    if (known === undefined) needs.set(key, { ...plain(source), candles });
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
      raise(operand, candlesOf(operand) + lookBack + (inside.get(keyOf(operand)) ?? 0));
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

function keyOf({ instrument, basis, timeframe }: CandleSource): string {
  return `${instrument} ${basis} ${timeframe}`;
}

function plain({ instrument, basis, timeframe }: CandleSource): CandleSource {
  return { instrument, basis, timeframe };
}
