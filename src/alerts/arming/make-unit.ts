/** Which form an armed condition takes: a level, a crossing with conditions, states behind levels, or looked at whole. */
import type { Condition } from '../../conditions/resolved.ts';
import type { Alert } from '../alert.ts';
import { Junction } from '../evaluation/logic.ts';
import type { Sources } from '../evaluation/sources.ts';
import { type LevelRelation, isCrossing, levelOf, pairOf } from '../levels/level.ts';
import type { LevelSource } from '../levels/level-source.ts';
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
  const levels = condition.terms.flatMap((term) => indexedTerm(term, sources) ?? []);
  if (kind === 'pulse') {
    const trigger = triggerOf(root, levels);
    return trigger === null ? new PlanUnit(alert, parts) : new PulseUnit(alert, parts, trigger);
  }
  const guards = root.isStateful ? [] : levels.flatMap((level) => guardOf(level));
  if (guards.length === 0) return new PlanUnit(alert, parts);
  return new GuardedUnit(alert, parts, { terms: guards, isWhole: guards.length === condition.terms.length });
}

/** A term that an index can wait for. */
interface IndexedTerm {
  readonly relation: LevelRelation;
  readonly level: number;
  /** Made only for terms that are waited for. */
  readonly source: () => LevelSource;
}

function indexedTerm(term: Condition, sources: Sources): IndexedTerm | null {
  const found = levelOf(term, (name) => sources.book(name).quanta);
  if (found !== null) {
    const { operand, quanta, relation, level } = found;
    return { relation, level, source: () => sources.levelSource(operand, quanta) };
  }
  const pair = pairOf(term);
  if (pair === null) return null;
  const { left, right, relation, quanta } = pair;
  return { relation, level: 0, source: () => sources.pairSource(left, right, quanta) };
}

/** The one term that remembers is a crossing that an index can wait for. */
function triggerOf(junction: Junction, terms: readonly IndexedTerm[]): Trigger | null {
  const crossings = terms.filter(({ relation }) => isCrossing(relation));
  const [crossing] = crossings;
  if (crossing === undefined || crossings.length > 1 || junction.remembering !== 1) return null;
  const { relation, level, source } = crossing;
  return { source: source(), relation, level, junction };
}

function guardOf({ relation, level, source }: IndexedTerm): GuardTerm[] {
  return isCrossing(relation) ? [] : [{ source: source(), relation, level }];
}
