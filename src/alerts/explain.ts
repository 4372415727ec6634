/** Why an alert does or does not fire now: truth, the value of every operand, and what is missing for the unknown ones. */
import type { InstrumentId } from '../kernel/units.ts';
import { PlanUnit } from './arming/plan-unit.ts';
import type { Unit } from './arming/unit.ts';
import type { Moment } from './evaluation/moment.ts';
import { TRUTH_NAMES } from './evaluation/truth.ts';
import { LevelUnit } from './levels/level-unit.ts';

/** As src/api/contract/alerts.ts shows it. The engine has no clock, so it never finds a quote stale. */
export interface UnknownOperand {
  readonly operand: string;
  readonly reason: 'warming-up' | 'no-quote' | 'stale';
  /** Closed candles still missing, for warming-up. */
  readonly candlesMissing: number | null;
}

export interface Explanation {
  readonly instrument: InstrumentId;
  /** Of the condition at this instant; a pulse is true only at its own step. */
  readonly truth: (typeof TRUTH_NAMES)[number];
  /** By canonical text; null where unknown. */
  readonly operands: Readonly<Record<string, number | null>>;
  readonly unknown: readonly UnknownOperand[];
}

export function explanationOf(unit: Unit, moment: Moment): Explanation {
  return {
    instrument: unit.book.instrument.id,
    truth: TRUTH_NAMES[unit.truthNow(moment)],
    operands: unit.operands(),
    unknown: unknownOf(unit),
  };
}

/** By instrument; only those with something unknown. */
export function unknownOperandsOf(units: readonly Unit[]): Record<string, readonly UnknownOperand[]> {
  const unknown: Record<string, readonly UnknownOperand[]> = {};
  for (const unit of units) {
    const operands = unknownOf(unit);
    if (operands.length > 0) unknown[unit.book.instrument.id] = operands;
  }
  return unknown;
}

function unknownOf(unit: Unit): readonly UnknownOperand[] {
  if (unit instanceof LevelUnit)
    return Number.isNaN(unit.source.now()) ? [unknown(unit.operand, unit.source.missing())] : [];
  if (!(unit instanceof PlanUnit)) return [];
  return unit.plan.operands
    .filter(({ value }) => !Number.isFinite(value.now()))
    .map((operand) => unknown(operand.text, operand.missing()));
}

function unknown(operand: string, candlesMissing: number | null): UnknownOperand {
  return { operand, reason: candlesMissing === null ? 'no-quote' : 'warming-up', candlesMissing };
}
