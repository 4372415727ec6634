/** On which side of a level a value is, and which changes of side are a crossing. */
import { type LevelRelation, isCrossing } from './level.ts';

/** 1 above, -1 below; on the level, or unknown, it keeps the `standing` side, which is 0 when none was known. */
export function sideOf(value: number, level: number, standing: number): number {
  return value === level || value !== value ? standing : Math.sign(value - level);
}

export function isCrossed(relation: LevelRelation, before: number, after: number): boolean {
  if (before === 0 || after === before || !isCrossing(relation)) return false;
  return relation === 'either' || (relation === 'above') === after > 0;
}
