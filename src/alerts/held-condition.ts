/**
 * What must still be true at the close of the candle for a firing within it to be confirmed: a crossing has kept its side, an entered
 * range still holds the value, a state still is. What has happened once and cannot be undone (a `within`, the first part of a sequence)
 * asks nothing any more.
 */
import { isPulse } from '../conditions/kind.ts';
import type { Condition } from '../conditions/resolved.ts';

/** `side` stands for a crossing of either direction: the one on which the firing left the value. Null when nothing is asked. */
export function heldCondition(condition: Condition, side: 'above' | 'below'): Condition | null {
  switch (condition.type) {
    case 'and':
    case 'or':
      return heldTerms(condition, side);
    case 'cross': {
      const direction = condition.direction === 'either' ? side : condition.direction;
      const { left, right, quanta } = condition;
      return { type: 'compare', operator: direction === 'above' ? '>' : '<', left, right, quanta };
    }
    case 'range':
      if (condition.relation === 'enters') return { ...condition, relation: 'inside' };
      return condition.relation === 'leaves' ? { ...condition, relation: 'outside' } : condition;
    case 'for':
      return heldCondition(condition.term, side);
    case 'not': {
      const term = heldCondition(condition.term, side);
      return term === null ? null : { type: 'not', term };
    }
    case 'sequence':
      return heldCondition(condition.then, side);
    case 'within':
      return null;
    default:
      return isPulse(condition) ? null : condition;
  }
}

function heldTerms(
  { type, terms }: Extract<Condition, { readonly type: 'and' | 'or' }>,
  side: 'above' | 'below',
): Condition | null {
  const held = terms.map((term) => heldCondition(term, side));
  const asked = held.filter((term) => term !== null);
  if (asked.length === 0 || (type === 'or' && asked.length < held.length)) return null;
  return asked.length === 1 ? (asked[0] ?? null) : { type, terms: asked };
}
