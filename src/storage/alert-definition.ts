/** An alert as it lies in the database; rows from before a rule existed are given the plain form of it. */
import { type Alert, PLAIN_RULES } from '../alerts/alert.ts';

const RULES = Object.keys(PLAIN_RULES);

/** A complete one is given back as it is: merging costs ten times what reading it from JSON did, for each of a million at a start. */
export function completeAlert(definition: Alert): Alert {
  return RULES.every((rule) => rule in definition) ? definition : { ...PLAIN_RULES, ...definition };
}
