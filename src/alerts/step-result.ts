/** What one log entry produced. */
import type { ConditionError } from '../conditions/condition-error.ts';
import type { InstrumentId } from '../kernel/units.ts';
import type { RejectReason } from '../market/quote-filter.ts';
import type { AlertId, AlertStatus } from './alert.ts';
import type { AlertEvent } from './event.ts';
import type { RuleProblem } from './firing-rules.ts';
import type { ClosedCandle, IndicatorValues } from './ports.ts';

interface StatusChange {
  readonly alert: AlertId;
  readonly revision: number;
  readonly status: AlertStatus;
}

/** An alert, or one instrument of it, that could not be armed. */
export type ArmingProblem = {
  readonly alert: AlertId;
  readonly revision: number;
  readonly instrument: InstrumentId;
} & (
  | { readonly reason: 'condition'; readonly error: ConditionError }
  | { readonly reason: 'rule'; readonly error: RuleProblem }
  | { readonly reason: 'unknown-instrument'; readonly error: null }
);

export type TickReject = RejectReason | 'unknown-instrument';

export interface StepResult {
  /** In order of time, then of arming. */
  readonly events: readonly AlertEvent[];
  /** Why the tick exists for no operand; null when it was taken. */
  readonly rejected: TickReject | null;
  /** The tick was older than the last one of its instrument: it may have widened an open candle, no more. */
  readonly late: boolean;
  readonly closed: readonly ClosedCandle[];
  /** Of the indicators in use, at each close. */
  readonly indicators: readonly IndicatorValues[];
  /** Alerts that ended by themselves, in the order of arming. */
  readonly statuses: readonly StatusChange[];
  readonly problems: readonly ArmingProblem[];
}

const nothing: StepResult = {
  events: [],
  rejected: null,
  late: false,
  closed: [],
  indicators: [],
  statuses: [],
  problems: [],
};

/** The result of nearly every tick: one shared object. */
export const EMPTY_RESULT: StepResult = Object.freeze(nothing);

/** Collects what a step produces; gives the shared empty result when that is nothing. */
export class ResultBuilder {
  events: AlertEvent[] = [];
  closed: ClosedCandle[] = [];
  indicators: IndicatorValues[] = [];
  statuses: StatusChange[] = [];
  problems: ArmingProblem[] = [];

  /** Takes what was collected and begins anew. */
  take(): StepResult {
    const { events, closed, indicators, statuses, problems } = this;
    const isEmpty =
      events.length === 0 && closed.length === 0 && statuses.length === 0 && problems.length === 0;
    if (isEmpty) return EMPTY_RESULT;
    this.events = [];
    this.closed = [];
    this.indicators = [];
    this.statuses = [];
    this.problems = [];
    return { events, rejected: null, late: false, closed, indicators, statuses, problems };
  }
}
