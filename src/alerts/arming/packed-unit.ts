/** The state of one armed unit as plain JSON. */
import type { InstrumentId } from '../../kernel/units.ts';
import type { Truth } from '../evaluation/truth.ts';
import { LevelUnit } from '../levels/level-unit.ts';
import { type PackedNumber, packNumber, packNumbers, unpackNumbers } from '../packed-numbers.ts';
import { PlanUnit } from './plan-unit.ts';
import type { Unit } from './unit.ts';

export interface PackedUnit {
  readonly instrument: InstrumentId;
  /** firings, counted, lastFiredAt, lastBar. */
  readonly gate: readonly PackedNumber[];
  /** For a plain level. */
  readonly side?: number;
  /** For a condition that is evaluated whole. */
  readonly plan?: {
    readonly armedStep: number;
    readonly lastTruth: Truth;
    readonly wakeAt: PackedNumber;
    readonly isUpFree: boolean;
    readonly isDownFree: boolean;
    readonly state: readonly PackedNumber[];
  };
}

export function packUnit(unit: Unit): PackedUnit {
  const instrument = unit.book.instrument.id;
  const gate = packNumbers([unit.firings, unit.counted, unit.lastFiredAt, unit.lastBar]);
  if (unit instanceof LevelUnit) return { instrument, gate, side: unit.side };
  if (!(unit instanceof PlanUnit)) return { instrument, gate };
  const { armedStep, lastTruth } = unit;
  const plan = {
    armedStep,
    lastTruth,
    wakeAt: packNumber(unit.wakeAt),
    isUpFree: unit.gate?.isUpFree ?? true,
    isDownFree: unit.gate?.isDownFree ?? true,
    state: packNumbers(unit.state),
  };
  return { instrument, gate, plan };
}

export function unpackUnit(unit: Unit, { gate, side, plan }: PackedUnit): void {
  const [firings = 0, counted = 0, lastFiredAt = -Infinity, lastBar = NaN] = unpackNumbers(gate);
  unit.firings = firings;
  unit.counted = counted;
  unit.lastFiredAt = lastFiredAt;
  unit.lastBar = lastBar;
  if (unit instanceof LevelUnit && side !== undefined) unit.resume(side);
  if (!(unit instanceof PlanUnit) || plan === undefined) return;
  unit.armedStep = plan.armedStep;
  unit.lastTruth = plan.lastTruth;
  unit.wakeAt = Number(plan.wakeAt);
  unit.state.set(unpackNumbers(plan.state));
  if (unit.gate === null) return;
  unit.gate.isUpFree = plan.isUpFree;
  unit.gate.isDownFree = plan.isDownFree;
}
