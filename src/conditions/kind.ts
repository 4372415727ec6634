/** Conditions that last, and conditions that happen. */
import type { Condition } from './resolved.ts';

/** A pulse is true at the one step at which it happens; everything else is a state, and lasts. */
export function isPulse(condition: Condition): boolean {
  switch (condition.type) {
    case 'and':
    case 'or':
      return condition.terms.some(isPulse);
    case 'cross':
    case 'touch':
      return true;
    case 'range':
      return condition.relation === 'enters' || condition.relation === 'leaves';
    case 'sequence':
      return isPulse(condition.then);
    case 'flag':
      return (condition.calendar?.edge ?? null) !== null;
    default:
      return false;
  }
}
