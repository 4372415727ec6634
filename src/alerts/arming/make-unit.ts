/** Which form an armed condition takes: a level, a crossing with conditions, states behind levels, or looked at whole. */
import type { Condition } from '../../conditions/resolved.ts';
import type { Alert } from '../alert.ts';
import { Junction } from '../evaluation/logic.ts';
import type { Sources } from '../evaluation/sources.ts';
import { type Level, isCrossing, levelOf } from '../levels/level.ts';
import { type GuardTerm, GuardedUnit } from './guarded-unit.ts';
import { PlanUnit, type PlanUnitParts } from './plan-unit.ts';
import { PulseUnit, type Trigger } from './pulse-unit.ts';

/** Hysteresis has to see every value, and `at-close` looks at closes alone: those are evaluated whole. */
export function isIndexable(alert: Alert): boolean {
  return alert.hysteresis === null && alert.frequency !== 'at-close';
}

export function makePlanUnit(
  alert: Alert,
  parts: PlanUnitParts & { readonly condition: Condition },
  sources: Sources,
): PlanUnit {
  const { condition } = parts;
  const { root, kind } = parts.plan;
  if (!isIndexable(alert) || condition.type !== 'and' || !(root instanceof Junction))
    return new PlanUnit(alert, parts);
  const levels = levelsIn(condition, sources);
  if (kind === 'pulse') {
    const trigger = triggerOf(root, levels, sources);
    return trigger === null ? new PlanUnit(alert, parts) : new PulseUnit(alert, parts, trigger);
  }
  const guards = root.isStateful ? [] : levels.flatMap((level) => guardOf(level, sources));
  return guards.length === 0 ? new PlanUnit(alert, parts) : new GuardedUnit(alert, parts, guards);
}

function levelsIn(condition: Extract<Condition, { readonly type: 'and' | 'or' }>, sources: Sources): Level[] {
  return condition.terms.flatMap((term) => levelOf(term, (name) => sources.book(name).quanta) ?? []);
}

/** The one term that remembers is a crossing of a level. */
function triggerOf(junction: Junction, levels: readonly Level[], sources: Sources): Trigger | null {
  const crossings = levels.filter(({ relation }) => isCrossing(relation));
  const [crossing] = crossings;
  if (crossing === undefined || crossings.length > 1 || junction.remembering !== 1) return null;
  const { operand, quanta, relation, level } = crossing;
  return { source: sources.levelSource(operand, quanta), relation, level, junction };
}

function guardOf({ operand, quanta, relation, level }: Level, sources: Sources): GuardTerm[] {
  if (isCrossing(relation)) return [];
  return [{ source: sources.levelSource(operand, quanta), relation, level }];
}
