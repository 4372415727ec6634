/**
 * Which firing rules go with which condition. What does not go together is refused by name before anything is armed, never ignored.
 *
 * | rule       | needs                                                                                     |
 * |------------|-------------------------------------------------------------------------------------------|
 * | hysteresis | one value to measure from: the condition, or one term of an `and`, is a crossing of prices,|
 * |            | or (where there is no crossing) a comparison of prices with < <= > >=                      |
 * | confirm    | a condition that can fire within a candle, and looks before its end                        |
 */
import type { CheckedCondition, Condition } from '../conditions/resolved.ts';
import type { NoParts, Said } from '../kernel/sentence.ts';
import type { Alert } from './alert.ts';
import { heldCondition } from './held-condition.ts';

type SidedTerm = Extract<Condition, { readonly type: 'compare' | 'cross' }>;

/** `distance` is the hysteresis, `text` the condition. */
export interface RuleFaults {
  nothingToMeasureFrom: { distance: string; text: string };
  nothingToMeasure: { distance: string; text: string };
  confirmedAlready: NoParts;
  firesAtClose: { text: string };
  nothingHolds: { text: string };
}

/** `field` is the name of the alert's field. */
export interface RuleProblem {
  readonly field: 'hysteresis' | 'confirm';
  readonly said: Said<RuleFaults>;
}

export function ruleProblem(
  { hysteresis, confirm, frequency }: Alert,
  { condition, text, clock }: CheckedCondition,
): RuleProblem | null {
  if (hysteresis !== null) {
    const distance = `${hysteresis.amount} ${hysteresis.unit}`;
    const term = sidedTerm(condition);
    if (term === null) return { field: 'hysteresis', said: { key: 'nothingToMeasureFrom', distance, text } };
    if (term.quanta === 0) return { field: 'hysteresis', said: { key: 'nothingToMeasure', distance, text } };
  }
  if (!confirm) return null;
  if (frequency === 'at-close') return { field: 'confirm', said: { key: 'confirmedAlready' } };
  if (clock.ticks.length === 0) return { field: 'confirm', said: { key: 'firesAtClose', text } };
  if (heldCondition(condition, 'above') === null)
    return { field: 'confirm', said: { key: 'nothingHolds', text } };
  return null;
}

/** What hysteresis measures; null where there is nothing, or more than one thing. */
export function sidedTerm(condition: Condition): SidedTerm | null {
  const terms = (condition.type === 'and' ? condition.terms : [condition]).filter(isSided);
  const crossings = terms.filter(({ type }) => type === 'cross');
  const wanted = crossings.length > 0 ? crossings : terms;
  return wanted.length === 1 ? (wanted[0] ?? null) : null;
}

function isSided(condition: Condition): condition is SidedTerm {
  if (condition.type === 'cross') return true;
  return condition.type === 'compare' && condition.operator !== '=' && condition.operator !== '!=';
}
