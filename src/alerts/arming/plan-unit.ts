/** An armed alert whose condition is evaluated whole whenever its clock ticks. */
import type { Timeframe } from '../../market/timeframe.ts';
import type { Alert } from '../alert.ts';
import type { Moment, Watcher } from '../evaluation/moment.ts';
import { type Plan, barOf } from '../evaluation/plan.ts';
import { FALSE, TRUE, type Truth, UNKNOWN } from '../evaluation/truth.ts';
import type { InstrumentBook } from '../series/instrument-book.ts';
import type { Series } from '../series/series.ts';
import { closedKey } from './closed-key.ts';
import type { HysteresisGate } from './hysteresis-gate.ts';
import { Unit } from './unit.ts';

/** Of all that remember nothing. */
const NO_STATE = new Float64Array(0);

export interface PlanUnitParts {
  readonly book: InstrumentBook;
  readonly order: number;
  readonly plan: Plan;
  readonly gate: HysteresisGate | null;
  /** The series at whose closes alone an `at-close` alert looks; null for the clock of the condition. */
  readonly atClose: readonly Series[] | null;
}

export class PlanUnit extends Unit implements Watcher {
  readonly plan: Plan;
  readonly state: Float64Array;
  readonly gate: HysteresisGate | null;
  armedStep = 0;
  lastTruth: Truth = UNKNOWN;
  wakeAt = Infinity;
  readonly #atClose: readonly Series[] | null;
  #lastStep = 0;

  constructor(alert: Alert, parts: PlanUnitParts, slots = parts.plan.slots) {
    super(alert, parts.book, parts.order);
    this.plan = parts.plan;
    this.gate = parts.gate;
    this.#atClose = parts.atClose;
    this.state = slots === 0 ? NO_STATE : new Float64Array(slots).fill(NaN);
  }

  override get text(): string {
    return this.plan.text;
  }

  protected override get bar(): Timeframe {
    return barOf(this.plan);
  }

  override get remembersFrom(): number {
    return this.armedStep;
  }

  override arm(moment: Moment): void {
    this.armedStep = moment.step;
    const waitsForClose = this.alert.frequency === 'at-close' && this.alert.onArm === 'fire';
    if (!waitsForClose) this.look(moment);
  }

  look(moment: Moment): void {
    if (this.#lastStep === moment.step || this.hasEnded) return;
    this.#lastStep = moment.step;
    moment.changes.beforeUnit(this);
    const truth = this.#evaluate(moment);
    this.gate?.observe();
    if (!this.#isEdge(truth) || this.gate?.admits() === false) return;
    const before = this.record?.firings ?? 0;
    this.edge(moment);
    if ((this.record?.firings ?? 0) > before) this.gate?.close();
  }

  override truthNow(moment: Moment): Truth {
    const { armedStep, wakeAt } = moment;
    moment.armedStep = this.armedStep;
    const truth = this.plan.root.truth(this.state.slice(), moment);
    moment.armedStep = armedStep;
    moment.wakeAt = wakeAt;
    return truth;
  }

  override operands(): Record<string, number | null> {
    return this.plan.values();
  }

  override attach(): void {
    this.watch();
  }

  override detach(): void {
    this.unwatch();
  }

  protected watch(): void {
    const { ticks, closes } = this.plan;
    if (this.#atClose === null) for (const book of ticks) book.watchers.add(this);
    for (const series of this.#atClose ?? closes) series.watchers.add(this);
  }

  protected unwatch(): void {
    const { ticks, closes } = this.plan;
    if (this.#atClose === null) for (const book of ticks) book.watchers.delete(this);
    for (const series of this.#atClose ?? closes) series.watchers.delete(this);
    this.wakeAt = Infinity;
  }

  protected override keySuffix(moment: Moment): string {
    const { keyTimeframe: timeframe, closes, kind } = this.plan;
    if (timeframe === null) return super.keySuffix(moment);
    const edge = kind === 'pulse' ? 'pulse' : 'rise';
    return closedKey({ timeframe, closes, edge }, moment) ?? super.keySuffix(moment);
  }

  #evaluate(moment: Moment): Truth {
    moment.evaluations++;
    moment.armedStep = this.armedStep;
    moment.wakeAt = this.plan.calendarChangesAt(moment.now);
    const truth = this.plan.root.truth(this.state, moment);
    const wakeAt = this.alert.frequency === 'at-close' ? Infinity : moment.wakeAt;
    if (wakeAt !== this.wakeAt) {
      this.wakeAt = wakeAt;
      if (wakeAt < Infinity) {
        moment.timers.add(wakeAt, this);
        moment.wakeMin = Math.min(moment.wakeMin, wakeAt);
      }
    }
    return truth;
  }

  #isEdge(truth: Truth): boolean {
    if (this.plan.kind === 'pulse') return truth === TRUE;
    if (truth === UNKNOWN) return false;
    const isFirst = this.lastTruth === UNKNOWN;
    const rises = truth === TRUE && (isFirst ? this.alert.onArm === 'fire' : this.lastTruth === FALSE);
    this.lastTruth = truth;
    return rises;
  }
}
