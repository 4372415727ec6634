/**
 * Which conditions see no more of a candle than its open, high, low and close: those on closed candles of its own or longer timeframes
 * that hold whole ones of it, without anything that time alone changes. They can be given candles in the place of ticks.
 */
import type { CheckedCondition, Condition, Expression } from '../conditions/resolved.ts';
import { expressionsOf, walk } from '../conditions/walk.ts';
import { type Timeframe, timeframe } from '../market/timeframe.ts';

const TIMED: ReadonlySet<Condition['type']> = new Set(['flag', 'for', 'within', 'sequence']);

export function seesWholeCandles({ condition, clock, instruments }: CheckedCondition, name: string): boolean {
  const given = timeframe(name);
  if (clock.ticks.length > 0 || clock.closes.length === 0 || instruments.length !== 1) return false;
  if (!clock.closes.every((source) => holdsWhole(timeframe(source.timeframe), given))) return false;
  let isPlain = true;
  walk(condition, {
    condition(part) {
      if (TIMED.has(part.type) || expressionsOf(part).some(callsFunction)) isPlain = false;
    },
  });
  return isPlain;
}

function callsFunction(expression: Expression): boolean {
  switch (expression.type) {
    case 'function':
      return true;
    case 'negate':
      return callsFunction(expression.operand);
    case 'arithmetic':
      return callsFunction(expression.left) || callsFunction(expression.right);
    default:
      return false;
  }
}

function holdsWhole(longer: Timeframe, given: Timeframe): boolean {
  if (given.name === longer.name) return true;
  if (given.unit !== 'minute' || longer.unit === 'session') return false;
  return longer.unit === 'minute' ? longer.minutes % given.minutes === 0 : 1_440 % given.minutes === 0;
}
