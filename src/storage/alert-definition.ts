/** An alert as it lies in the database; rows from before a rule existed are given the plain form of it. */
import { type Alert, PLAIN_RULES } from '../alerts/alert.ts';

export function completeAlert(definition: Alert): Alert {
  return { ...PLAIN_RULES, ...definition };
}
