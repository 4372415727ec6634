/** Describing parameters, and reading them where an indicator is made. */
import { assert } from '../kernel/assert.ts';
import type { IndicatorParameter, IndicatorParams } from './indicator.ts';

/** The longest look-back of any parameter, in candles. */
const MAX_PERIOD = 5_000;

export function period(name: string, byDefault: number, min = 1): IndicatorParameter {
  return { kind: 'integer', name, default: byDefault, min, max: MAX_PERIOD };
}

/** The first choice is the default. */
export function choice(name: string, choices: readonly [string, ...string[]]): IndicatorParameter {
  return { kind: 'choice', name, default: choices[0], choices };
}

export function numberAt(params: IndicatorParams, index: number): number {
  const value = params[index];
  assert(typeof value === 'number', `parameter ${index} is no number: ${String(value)}`);
  return value;
}
