/** What a resolved condition reads: its clock, its instruments, and how many closed candles it needs of each source. */
import type { InstrumentId } from '../kernel/units.ts';
import type { CandleSource, CheckedCondition, Condition } from './resolved.ts';
import { indicatorNamed } from './vocabulary.ts';
import { expressionsOf, type Operand, partsOf, walk, walkExpression, windowOf } from './walk.ts';

export type Requirements = Pick<CheckedCondition, 'clock' | 'instruments' | 'warmUp'>;

export function requirementsOf(condition: Condition): Requirements {
  const ticks = new Set<InstrumentId>();
  const closes = new Map<string, CandleSource>();
  const instruments = new Set<InstrumentId>();
  walk(condition, {
    operand(operand) {
      instruments.add(operand.instrument);
      if (operand.type === 'quote' || operand.live) ticks.add(operand.instrument);
      if (operand.type !== 'quote') closes.set(keyOf(operand), plain(operand));
    },
    window(window) {
      if (window.type === 'candles') closes.set(keyOf(window.source), window.source);
    },
  });
  return {
    clock: { ticks: [...ticks], closes: [...closes.values()] },
    instruments: [...instruments],
    warmUp: warmUpOf(condition),
  };
}

/** Closed candles until the operand is known; a live one adds the forming candle itself. */
export function candlesNeeded(operand: Operand): number {
  switch (operand.type) {
    case 'quote':
      return 0;
    case 'candle':
      return operand.offset + (operand.live ? 0 : 1);
    case 'indicator': {
      const warmUp = indicatorNamed(operand.indicator)?.warmUp(operand.params) ?? 1;
      return operand.offset + warmUp - (operand.live ? 1 : 0);
    }
  }
}

/** A window over N bars needs what it looks at N candles longer. */
function warmUpOf(condition: Condition): CheckedCondition['warmUp'] {
  const needs = new Map<string, CandleSource & { candles: number }>();
  const raise = (source: CandleSource, candles: number): void => {
    const key = keyOf(source);
    const known = needs.get(key);
    if (known === undefined) needs.set(key, { ...plain(source), candles });
    else known.candles = Math.max(known.candles, candles);
  };
  const visit = (part: Condition, extra: ReadonlyMap<string, number>): void => {
    const window = windowOf(part);
    let inside = extra;
    if (window?.type === 'candles') {
      const key = keyOf(window.source);
      const count = (extra.get(key) ?? 0) + window.count;
      inside = new Map(extra).set(key, count);
      raise(window.source, count);
    }
    for (const expression of expressionsOf(part))
      walkExpression(expression, {
        operand(operand) {
          if (operand.type !== 'quote')
            raise(operand, candlesNeeded(operand) + (inside.get(keyOf(operand)) ?? 0));
        },
      });
    for (const inner of partsOf(part)) visit(inner, inside);
  };
  visit(condition, new Map());
  return [...needs.values()];
}

function keyOf({ instrument, basis, timeframe }: CandleSource): string {
  return `${instrument} ${basis} ${timeframe}`;
}

function plain({ instrument, basis, timeframe }: CandleSource): CandleSource {
  return { instrument, basis, timeframe };
}
