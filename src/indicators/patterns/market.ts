/**
 * Whether a pattern wants the gaps of its textbook. FX opens where it closed, so that a star apart from its neighbours, or an opening beyond
 * yesterday's low, hardly ever happens: `continuous`, the default, asks for what is left of the pattern then; `gapped` is TA-Lib's rule.
 */
import type { IndicatorParameter, IndicatorParams } from '../indicator.ts';
import { choice } from '../parameters.ts';

export function market(): IndicatorParameter {
  return choice('market', ['continuous', 'gapped']);
}

/** Of a pattern whose first parameter is the market. */
export function isGapped(params: IndicatorParams): boolean {
  return params[0] === 'gapped';
}
