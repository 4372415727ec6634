/**
 * The armed alerts: makes units of an alert, takes them away, and remembers how often each has fired.
 * Plans are shared by canonical text, default instrument and basis; plain levels need none.
 */
import type { ConditionError } from '../../conditions/condition-error.ts';
import type { CandleSource, CheckedCondition, Condition, Expression } from '../../conditions/resolved.ts';
import type { IndicatorDefinition } from '../../indicators/indicator.ts';
import { assert } from '../../kernel/assert.ts';
import type { InstrumentId } from '../../kernel/units.ts';
import type { Result } from '../../kernel/result.ts';
import type { Instrument } from '../../market/instrument.ts';
import { quantaPerUnit } from '../../market/instrument.ts';
import type { PriceBasis } from '../../market/tick.ts';
import type { Alert, AlertId } from '../alert.ts';
import type { Sided } from '../evaluation/comparison.ts';
import { Compilation } from '../evaluation/compilation.ts';
import { compileValue } from '../evaluation/compile-value.ts';
import { Plan } from '../evaluation/plan.ts';
import type { Sources } from '../evaluation/sources.ts';
import { levelOf } from '../levels/level.ts';
import { LevelUnit } from '../levels/level-unit.ts';
import type { Series } from '../series/series.ts';
import type { ArmingProblem } from '../step-result.ts';
import { TimerQueue } from '../timer-queue.ts';
import { HysteresisGate } from './hysteresis-gate.ts';
import { PlanUnit } from './plan-unit.ts';
import type { Unit } from './unit.ts';

/** Source text to condition, for one instrument. */
export type CheckCondition = (
  source: string,
  context: {
    readonly instruments: ReadonlyMap<string, Instrument>;
    readonly defaultInstrument: InstrumentId;
    readonly basis: PriceBasis;
  },
) => Result<CheckedCondition, ConditionError>;

interface ArmoryTables {
  readonly instruments: ReadonlyMap<string, Instrument>;
  readonly indicators: ReadonlyMap<string, IndicatorDefinition>;
  readonly check: CheckCondition;
}

const ATR_PERIOD = 14;

export class ArmedAlert {
  readonly alert: Alert;
  readonly units: Unit[] = [];
  isGone = false;

  constructor(alert: Alert) {
    this.alert = alert;
  }

  get dueAt(): number {
    return this.isGone ? Infinity : (this.alert.expiresAt ?? Infinity);
  }
}

/** How often a unit has fired in one revision: n of its last key, and what counts towards maxFirings. */
export interface FiringCount {
  readonly firings: number;
  readonly counted: number;
}

interface SharedPlan {
  readonly plan: Plan;
  uses: number;
}

export class Armory {
  readonly alerts = new Map<AlertId, ArmedAlert>();
  readonly expiries = new TimerQueue<ArmedAlert>((armed) => armed.dueAt);
  /** Of units that are not armed now, by `unit:revision`. */
  readonly counts = new Map<string, FiringCount>();
  nextOrder = 1;
  readonly #sources: Sources;
  readonly #tables: ArmoryTables;
  readonly #plans = new Map<string, SharedPlan>();
  readonly #endings = new Map<Unit, () => void>();

  /** `firingCounts`: highest n recorded of each `unit:revision` before the log begins (`EventLog.firingCounts`). */
  constructor(sources: Sources, tables: ArmoryTables, firingCounts: ReadonlyMap<string, number>) {
    this.#sources = sources;
    this.#tables = tables;
    for (const [key, firings] of firingCounts) this.counts.set(key, { firings, counted: firings });
  }

  /**
   * Makes the units and attaches them; what cannot be armed is returned. Nothing is evaluated yet. `only` leaves out the
   * instruments on which it has ended.
   */
  add(
    alert: Alert,
    only: ReadonlySet<InstrumentId> | null = null,
  ): { readonly armed: ArmedAlert; readonly problems: readonly ArmingProblem[] } {
    const armed = new ArmedAlert(alert);
    const problems: ArmingProblem[] = [];
    for (const instrument of alert.instruments) {
      if (only !== null && !only.has(instrument)) continue;
      const unit = this.#make(alert, instrument, problems);
      if (unit === null) continue;
      armed.units.push(unit);
      unit.attach();
    }
    if (armed.units.length > 0) {
      this.alerts.set(alert.id, armed);
      if (alert.expiresAt !== null) this.expiries.add(alert.expiresAt, armed);
    }
    return { armed, problems };
  }

  /** `isOver`: it ended by itself, so that arming it again starts its count towards maxFirings anew. */
  remove(armed: ArmedAlert, isOver: boolean): void {
    for (const unit of armed.units.splice(0)) this.removeUnit(unit, isOver);
    armed.isGone = true;
    this.alerts.delete(armed.alert.id);
  }

  removeUnit(unit: Unit, isOver: boolean): void {
    unit.detach();
    unit.hasEnded = true;
    if (unit.firings > 0)
      this.counts.set(`${unit.id}:${unit.alert.revision}`, {
        firings: unit.firings,
        counted: isOver ? 0 : unit.counted,
      });
    this.#endings.get(unit)?.();
    this.#endings.delete(unit);
  }

  /** A plan for looking only; the caller releases it. */
  plan(checked: CheckedCondition): Plan {
    return new Plan(checked, this.#sources);
  }

  #make(alert: Alert, instrument: InstrumentId, problems: ArmingProblem[]): Unit | null {
    const problem = { alert: alert.id, revision: alert.revision, instrument };
    if (!this.#tables.instruments.has(instrument)) {
      problems.push({ ...problem, reason: 'unknown-instrument', error: null });
      return null;
    }
    const context = {
      instruments: this.#tables.instruments,
      defaultInstrument: instrument,
      basis: alert.price,
    };
    const checked = this.#tables.check(alert.when, context);
    if (!checked.ok) {
      problems.push({ ...problem, reason: 'condition', error: checked.error });
      return null;
    }
    const unit =
      this.#makeLevel(alert, instrument, checked.value) ?? this.#makeWhole(alert, instrument, checked.value);
    this.#resumeCount(unit);
    return unit;
  }

  #makeLevel(alert: Alert, instrument: InstrumentId, checked: CheckedCondition): Unit | null {
    if (alert.hysteresis !== null || alert.frequency === 'at-close') return null;
    const level = levelOf(checked.condition, (name) => this.#quantaOf(name));
    if (level === null) return null;
    const book = this.#sources.book(instrument);
    const quoted = this.#sources.book(level.instrument);
    return new LevelUnit(alert, { book, quoted, order: this.nextOrder++, text: checked.text, level });
  }

  #makeWhole(alert: Alert, instrument: InstrumentId, checked: CheckedCondition): Unit {
    const own = new Compilation(this.#sources);
    const book = this.#sources.book(instrument);
    const { plan, release } = this.#usePlan(alert, instrument, checked);
    const gate = this.#makeGate(alert, { instrument, plan, compilation: own });
    const atClose =
      alert.frequency === 'at-close' ? this.#barSeries(alert, instrument, { plan, compilation: own }) : null;
    const unit = new PlanUnit(alert, { book, order: this.nextOrder++, plan, gate, atClose });
    this.#endings.set(unit, () => {
      own.release();
      release();
    });
    return unit;
  }

  #usePlan(
    alert: Alert,
    instrument: InstrumentId,
    checked: CheckedCondition,
  ): { readonly plan: Plan; readonly release: () => void } {
    const isAtClose = alert.frequency === 'at-close';
    const key = `${instrument} ${alert.price} ${isAtClose} ${checked.text}`;
    const shared = this.#plans.get(key) ?? { plan: new Plan(checked, this.#sources, isAtClose), uses: 0 };
    this.#plans.set(key, shared);
    shared.uses++;
    const release = () => {
      if (--shared.uses > 0) return;
      this.#plans.delete(key);
      shared.plan.release();
    };
    return { plan: shared.plan, release };
  }

  #makeGate(
    alert: Alert,
    of: { readonly instrument: InstrumentId; readonly plan: Plan; readonly compilation: Compilation },
  ): HysteresisGate | null {
    const { condition, root } = of.plan;
    const { hysteresis } = alert;
    if (hysteresis === null || !hasHysteresis(condition)) return null;
    const timeframe = of.plan.finest?.name ?? 'H1';
    const source: CandleSource = { instrument: of.instrument, basis: alert.price, timeframe };
    const width =
      hysteresis.unit === 'pips'
        ? compileValue(
            { type: 'number', value: hysteresis.amount * this.#instrument(of.instrument).pip },
            of.compilation,
          )
        : compileValue(this.#averageRange(source, hysteresis.amount), of.compilation);
    return new HysteresisGate(root as unknown as Sided, width, condition.quanta);
  }

  /** The series at whose closes an `at-close` alert looks: those of the finest timeframe it reads, or M1. */
  #barSeries(
    alert: Alert,
    instrument: InstrumentId,
    of: { readonly plan: Plan; readonly compilation: Compilation },
  ): Series[] {
    const { finest } = of.plan;
    if (finest === null)
      return [of.compilation.useSeries({ instrument, basis: alert.price, timeframe: 'M1' }, 1)];
    return of.plan.closes.filter((series) => series.timeframe.name === finest.name);
  }

  #resumeCount(unit: Unit): void {
    const key = `${unit.id}:${unit.alert.revision}`;
    const kept = this.counts.get(key);
    unit.firings = kept?.firings ?? 0;
    unit.counted = kept?.counted ?? 0;
    this.counts.delete(key);
  }

  #averageRange(source: CandleSource, amount: number): Expression {
    const definition = this.#tables.indicators.get('atr');
    assert(definition !== undefined, 'the catalog has no "atr"');
    const params = definition.parameters.map((parameter, i) => (i === 0 ? ATR_PERIOD : parameter.default));
    const place = { output: 0, offset: 0, live: false, text: `atr(${ATR_PERIOD})@${source.timeframe}` };
    return {
      type: 'arithmetic',
      operator: '*',
      left: { type: 'number', value: amount },
      right: { ...source, ...place, type: 'indicator', indicator: 'atr', params },
    };
  }

  #instrument(name: string): Instrument {
    return this.#sources.book(name).instrument;
  }

  #quantaOf(name: string): number {
    return quantaPerUnit(this.#instrument(name));
  }
}

/** Hysteresis means something for one comparison with an order, or one crossing. */
function hasHysteresis(
  condition: Condition,
): condition is Extract<Condition, { readonly type: 'compare' | 'cross' }> {
  if (condition.type === 'cross') return true;
  return condition.type === 'compare' && condition.operator !== '=' && condition.operator !== '!=';
}
