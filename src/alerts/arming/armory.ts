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
import type { PriceBasis } from '../../market/tick.ts';
import type { Alert } from '../alert.ts';
import { Compilation } from '../evaluation/compilation.ts';
import { compileSided } from '../evaluation/compile-condition.ts';
import { compileValue } from '../evaluation/compile-value.ts';
import { Plan } from '../evaluation/plan.ts';
import type { Sources } from '../evaluation/sources.ts';
import { ruleProblem, sidedTerm } from '../firing-rules.ts';
import { type LevelRelation, levelOf } from '../levels/level.ts';
import type { LevelSource, OperandSource } from '../levels/level-source.ts';
import { LevelUnit } from '../levels/level-unit.ts';
import type { Series } from '../series/series.ts';
import type { ArmingProblem } from '../step-result.ts';
import { TimerQueue } from '../timer-queue.ts';
import type { AlertChanges } from './alert-changes.ts';
import { AlertTable, ArmedAlert } from './alert-table.ts';
import { FiringCounts } from './firing-counts.ts';
import { GuardedUnit } from './guarded-unit.ts';
import { HysteresisGate } from './hysteresis-gate.ts';
import { isIndexable, makePlanUnit } from './make-unit.ts';
import { PlanUnit } from './plan-unit.ts';
import { PulseUnit } from './pulse-unit.ts';
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
  /** Told before an armed alert changes. */
  readonly changes: AlertChanges;
}

const ATR_PERIOD = 14;

export class Armory {
  readonly alerts = new AlertTable();
  readonly expiries = new TimerQueue<ArmedAlert>((armed) => armed.dueAt);
  readonly counts = new FiringCounts();
  nextOrder = 1;
  readonly #sources: Sources;
  readonly #tables: ArmoryTables;
  /** By instrument, basis and way of looking, then by text. */
  readonly #plans = new Map<string, Map<string, Plan>>();
  /** Of units that read more than their plan does. */
  readonly #extras = new Map<Unit, Compilation>();
  readonly #operands = new Map<string, string>();
  /** Alerts on standby, by name. */
  readonly #asleep = new Map<string, Set<ArmedAlert>>();

  /** `firingCounts`: highest n recorded of each `unit:revision` before the log begins (`EventLog.firingCounts`). */
  constructor(sources: Sources, tables: ArmoryTables, firingCounts: ReadonlyMap<string, number>) {
    this.#sources = sources;
    this.#tables = tables;
    for (const [key, firings] of firingCounts) this.counts.restore(key, { firings, counted: firings });
  }

  /** Makes the units and attaches them; what cannot be armed is returned. Nothing is evaluated yet. */
  add(
    alert: Alert,
    now: number,
  ): { readonly armed: ArmedAlert; readonly problems: readonly ArmingProblem[] } {
    const problems: ArmingProblem[] = [];
    const units = this.#makeAll(alert, problems);
    const armed = new ArmedAlert(alert, units);
    armed.isWaiting = alert.standby;
    // One that is armed within its own warning time is not warned of.
    armed.isWarned = armed.warnAt !== null && armed.warnAt <= now;
    this.hold(armed);
    return { armed, problems };
  }

  /** Takes in what was made before: attaches the units, or keeps them on standby. */
  hold(armed: ArmedAlert): void {
    if (armed.units.length === 0) return;
    this.#tables.changes.passOver(armed);
    if (armed.isWaiting) this.#putToSleep(armed);
    else for (const unit of armed.units) unit.attach();
    this.alerts.set(armed);
    if (armed.alert.expiresAt !== null) this.expiries.add(armed.dueAt, armed);
  }

  /** The alerts on standby of this id or name. */
  waitingFor(name: string): readonly ArmedAlert[] {
    const byId = this.alerts.get(name);
    if (byId !== undefined) return byId.isWaiting ? [byId] : [];
    return [...(this.#asleep.get(name) ?? [])].sort((a, b) => a.order - b.order);
  }

  wake(armed: ArmedAlert): void {
    this.#tables.changes.beforeAlert(armed);
    armed.isWaiting = false;
    this.#asleep.get(armed.alert.name)?.delete(armed);
    for (const unit of armed.units) unit.attach();
  }

  /** An alert on standby has ended: it waits again, as if armed afresh. */
  rest(armed: ArmedAlert): void {
    armed.units = this.#makeAll(armed.alert, []);
    this.#tables.changes.passOver(armed);
    this.#putToSleep(armed);
  }

  /** `isOver`: it ended by itself, so that arming it again starts its count towards maxFirings anew. */
  remove(armed: ArmedAlert, isOver: boolean): void {
    this.#tables.changes.beforeAlert(armed);
    for (const unit of armed.units) this.#endUnit(unit, isOver);
    armed.units = [];
    armed.isGone = true;
    if (armed.isWaiting) this.#asleep.get(armed.alert.name)?.delete(armed);
    this.alerts.delete(armed.alert.id);
  }

  removeUnit(armed: ArmedAlert, unit: Unit): void {
    armed.units = armed.units.filter((other) => other !== unit);
    this.#endUnit(unit, true);
  }

  /** Its end has been announced. */
  warn(armed: ArmedAlert): void {
    this.#tables.changes.beforeAlert(armed);
    armed.isWarned = true;
    this.expiries.add(armed.dueAt, armed);
  }

  /** A plan for looking only; the caller releases it. */
  plan(checked: CheckedCondition): Plan {
    return new Plan(checked, this.#sources);
  }

  /** Null, and a problem more, when the alert cannot be armed on this instrument. */
  make(alert: Alert, instrument: InstrumentId, problems: ArmingProblem[]): Unit | null {
    const problem = { alert: alert.id, revision: alert.revision, instrument };
    if (!this.#tables.instruments.has(instrument)) {
      problems.push({ ...problem, reason: 'unknown-instrument', error: null });
      return null;
    }
    const checked = this.check(alert, instrument);
    if (!checked.ok) {
      problems.push({ ...problem, reason: 'condition', error: checked.error });
      return null;
    }
    const rule = ruleProblem(alert, checked.value);
    if (rule !== null) {
      problems.push({ ...problem, reason: 'rule', error: rule });
      return null;
    }
    return (
      this.#makeLevel(alert, instrument, checked.value) ?? this.#makeWhole(alert, instrument, checked.value)
    );
  }

  check(alert: Alert, instrument: InstrumentId): ReturnType<CheckCondition> {
    const { instruments } = this.#tables;
    return this.#tables.check(alert.when, { instruments, defaultInstrument: instrument, basis: alert.price });
  }

  makeLevel(alert: Alert, of: LevelParts): LevelUnit {
    const book = this.#sources.book(of.instrument);
    of.source.uses++;
    return new LevelUnit(alert, { ...of, book, order: this.nextOrder++ });
  }

  #makeAll(alert: Alert, problems: ArmingProblem[]): readonly Unit[] {
    const units: Unit[] = [];
    for (const instrument of alert.instruments) {
      const unit = this.make(alert, instrument, problems);
      if (unit === null) continue;
      this.#resumeCount(unit);
      units.push(unit);
    }
    // A copy is no longer than it has to be.
    return units.slice();
  }

  #putToSleep(armed: ArmedAlert): void {
    const { name } = armed.alert;
    armed.isWaiting = true;
    const asleep = this.#asleep.get(name) ?? new Set<ArmedAlert>();
    this.#asleep.set(name, asleep.add(armed));
  }

  #makeLevel(alert: Alert, instrument: InstrumentId, checked: CheckedCondition): Unit | null {
    if (!isIndexable(alert)) return null;
    const found = levelOf(checked.condition, (name) => this.#sources.book(name).quanta);
    if (found === null) return null;
    const { operand, quanta, relation, level } = found;
    const source = this.#sources.levelSource(operand, quanta);
    const text = this.#operands.get(operand.text) ?? operand.text;
    this.#operands.set(text, text);
    return this.makeLevel(alert, { instrument, text: checked.text, source, operand: text, relation, level });
  }

  #makeWhole(alert: Alert, instrument: InstrumentId, checked: CheckedCondition): Unit {
    const own = new Compilation(this.#sources);
    const book = this.#sources.book(instrument);
    const plan = this.#usePlan(alert, instrument, checked);
    const { condition } = checked;
    const gate = this.#makeGate(alert, { instrument, plan, condition, compilation: own });
    const atClose =
      alert.frequency === 'at-close' ? this.#barSeries(alert, instrument, { plan, compilation: own }) : null;
    const parts = { book, order: this.nextOrder++, plan, gate, atClose, condition };
    const unit = makePlanUnit(alert, parts, this.#sources);
    for (const source of levelSourcesOf(unit)) source.uses++;
    if (gate !== null || atClose !== null) this.#extras.set(unit, own);
    return unit;
  }

  #usePlan(alert: Alert, instrument: InstrumentId, checked: CheckedCondition): Plan {
    const isAtClose = alert.frequency === 'at-close';
    const key = planKey(alert, instrument);
    const plans = this.#plans.get(key) ?? new Map<string, Plan>();
    this.#plans.set(key, plans);
    const plan = plans.get(checked.text) ?? new Plan(checked, this.#sources, isAtClose);
    plans.set(plan.text, plan);
    plan.uses++;
    return plan;
  }

  #endUnit(unit: Unit, isOver: boolean): void {
    for (const { instrument } of levelSourcesOf(unit)) this.#tables.changes.beforeMarket(instrument);
    unit.detach();
    unit.hasEnded = true;
    const { record } = unit;
    if (record !== null && record.firings > 0)
      this.counts.keep(unit.id, unit.alert.revision, {
        firings: record.firings,
        counted: isOver ? 0 : record.counted,
      });
    this.#extras.get(unit)?.release();
    this.#extras.delete(unit);
    for (const source of levelSourcesOf(unit)) this.#sources.releaseLevels(source);
    if (unit instanceof PlanUnit) this.#releasePlan(unit);
  }

  #releasePlan({ plan, alert, book }: PlanUnit): void {
    if (--plan.uses > 0) return;
    this.#plans.get(planKey(alert, book.instrument.id))?.delete(plan.text);
    plan.release();
  }

  #makeGate(
    alert: Alert,
    of: {
      readonly instrument: InstrumentId;
      readonly plan: Plan;
      readonly condition: Condition;
      readonly compilation: Compilation;
    },
  ): HysteresisGate | null {
    const { hysteresis } = alert;
    const term = hysteresis === null ? null : sidedTerm(of.condition);
    if (hysteresis === null || term === null) return null;
    const timeframe = of.plan.finest?.name ?? 'H1';
    const source: CandleSource = { instrument: of.instrument, basis: alert.price, timeframe };
    const distance: Expression =
      hysteresis.unit === 'pips'
        ? { type: 'number', value: hysteresis.amount * this.#instrument(of.instrument).pip }
        : this.#averageRange(source, hysteresis.amount);
    return new HysteresisGate(compileSided(term, of.compilation), {
      width: compileValue(distance, of.compilation),
      quanta: term.quanta,
      isUpward: term.type === 'compare' ? term.operator.startsWith('>') : null,
    });
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
    if (this.counts.size === 0) return;
    const kept = this.counts.take(unit.id, unit.alert.revision);
    if (kept !== null && kept.firings > 0) unit.record = { ...kept, lastFiredAt: -Infinity, lastBar: NaN };
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
}

interface LevelParts {
  readonly instrument: InstrumentId;
  readonly text: string;
  readonly source: OperandSource;
  readonly operand: string;
  readonly relation: LevelRelation;
  readonly level: number;
}

function planKey(alert: Alert, instrument: InstrumentId): string {
  return `${instrument} ${alert.price} ${alert.frequency === 'at-close'}`;
}

function levelSourcesOf(unit: Unit): readonly LevelSource[] {
  if (unit instanceof LevelUnit) return [unit.source];
  if (unit instanceof PulseUnit) return [unit.trigger.source];
  return unit instanceof GuardedUnit ? unit.guards.map(({ source }) => source) : [];
}
