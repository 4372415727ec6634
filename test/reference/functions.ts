/** Functions and flags as docs/guide/conditions.md defines them, one after the other, each from nothing but the ticks. */
import type { Condition, Expression, FunctionOperand } from '../../src/conditions/resolved.ts';
import { fxWeekOf, isMarketOpen } from '../../src/market/fx-time.ts';
import type { EpochMs } from '../../src/kernel/units.ts';
import type { Market } from './series.ts';
import type { Step } from './step.ts';

/** `value` gives an input's value at the same moment. */
export function functionValue(call: FunctionOperand, value: (of: Expression) => number): number {
  const inputs = call.inputs.map(value);
  switch (call.name) {
    case 'session_open':
    case 'session_high':
    case 'session_low':
    case 'session_close':
      return inputs[0]!;
    case 'session_range':
    case 'range':
      return inputs[0]! - inputs[1]!;
    case 'mismatch': {
      const leg = (index: number) => (call.parameters[index] === 1 ? inputs[index]! : 1 / inputs[index]!);
      return leg(0) * leg(1) - inputs[2]!;
    }
    default:
      throw new Error(`the reference has no function "${call.name}"`);
  }
}

type Flag = Extract<Condition, { type: 'flag' }>;

/** Its truth, and the next instant at which time alone may change it. */
export function flagTruth(
  market: Market,
  flag: Flag,
  step: Step,
): { readonly truth: boolean | null; readonly changesAt: number } {
  switch (flag.name) {
    case 'stale': {
      const [quote] = flag.inputs as [Extract<Expression, { type: 'quote' }>];
      const lastAt = market.lastTickAt(quote.instrument, step.tick);
      if (lastAt === null) return { truth: null, changesAt: Infinity };
      const at = step.at as EpochMs;
      const week = fxWeekOf(at);
      const silentFrom = Math.max(lastAt, week.at);
      const becomesStale = silentFrom + Number(flag.parameters[0]);
      if (!isMarketOpen(at)) return { truth: false, changesAt: becomesStale };
      return { truth: at >= becomesStale, changesAt: at >= becomesStale ? week.closesAt : becomesStale };
    }
    default:
      throw new Error(`the reference has no flag "${flag.name}"`);
  }
}
