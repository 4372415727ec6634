/** An armed alert whose condition is evaluated whole whenever its clock ticks. */
import type { Condition } from '../../conditions/resolved.ts';
import type { EpochMs } from '../../kernel/units.ts';
import { periodOf } from '../../market/periods.ts';
import type { Timeframe } from '../../market/timeframe.ts';
import type { Alert } from '../alert.ts';
import type { Moment } from '../evaluation/moment.ts';
import { type Plan, barOf } from '../evaluation/plan.ts';
import { FALSE, TRUE, type Truth, UNKNOWN } from '../evaluation/truth.ts';
import type { InstrumentBook } from '../series/instrument-book.ts';
import { COLUMN, type Series } from '../series/series.ts';
import type { HysteresisGate } from './hysteresis-gate.ts';
import { Unit } from './unit.ts';

export class PlanUnit extends Unit {
  readonly plan: Plan;
  readonly state: Float64Array;
  readonly gate: HysteresisGate | null;
  armedStep = 0;
  lastTruth: Truth = UNKNOWN;
  readonly #ticks: readonly InstrumentBook[];
  readonly #closes: readonly Series[];
  #lastStep = 0;

  /** `atClose` are the series at whose closes alone an `at-close` alert looks; null for the clock of the condition. */
  constructor(
    alert: Alert,
    of: {
      readonly book: InstrumentBook;
      readonly order: number;
      readonly plan: Plan;
      readonly gate: HysteresisGate | null;
      readonly atClose: readonly Series[] | null;
    },
  ) {
    super(alert, of.book, of.order);
    this.plan = of.plan;
    this.gate = of.gate;
    this.state = new Float64Array(of.plan.slots).fill(NaN);
    this.#ticks = of.atClose === null ? of.plan.ticks : [];
    this.#closes = of.atClose ?? of.plan.closes;
  }

  override get text(): string {
    return this.plan.text;
  }

  protected override get bar(): Timeframe {
    return barOf(this.plan);
  }

  /** Takes sides and truths from the values known now. */
  arm(moment: Moment): void {
    this.armedStep = moment.step;
    const waitsForClose = this.alert.frequency === 'at-close' && this.alert.onArm === 'fire';
    if (!waitsForClose) this.look(moment);
  }

  override look(moment: Moment): void {
    if (this.#lastStep === moment.step || this.hasEnded) return;
    this.#lastStep = moment.step;
    const truth = this.#evaluate(moment);
    this.gate?.observe();
    if (!this.#isEdge(truth) || !this.#passesGate()) return;
    const before = this.firings;
    this.edge(moment);
    if (this.firings > before) this.gate?.close();
  }

  /** Truth now, leaving no trace. */
  peek(moment: Moment): Truth {
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
    for (const book of this.#ticks) book.watchers.add(this);
    for (const series of this.#closes) series.watchers.add(this);
  }

  override detach(): void {
    for (const book of this.#ticks) book.watchers.delete(this);
    for (const series of this.#closes) series.watchers.delete(this);
    this.wakeAt = Infinity;
  }

  /** On closed candles: the open of the finest period that has just ended, and the edge. A firing by time alone is counted. */
  protected override keySuffix(moment: Moment): string {
    const { keyTimeframe, kind } = this.plan;
    if (keyTimeframe === null) return super.keySuffix(moment);
    const edge = kind === 'pulse' ? 'pulse' : 'rise';
    if (moment.step === this.armedStep) {
      const open = this.#lastOpen(keyTimeframe);
      return Number.isFinite(open) ? `${open}:${edge}` : super.keySuffix(moment);
    }
    const hasClosed = this.plan.closes.some(
      (series) => series.closed.value(0, COLUMN.closesAt) === moment.now,
    );
    if (!hasClosed) return super.keySuffix(moment);
    return `${periodOf(keyTimeframe, (moment.now - 1) as EpochMs).at}:${edge}`;
  }

  /** A firing at arming belongs to the last candle that closed. */
  #lastOpen(timeframe: Timeframe): number {
    const opens = this.plan.closes
      .filter((series) => series.timeframe.name === timeframe.name)
      .map((series) => series.closed.value(0, COLUMN.at));
    return Math.max(...opens);
  }

  #evaluate(moment: Moment): Truth {
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

  #passesGate(): boolean {
    return this.gate === null || this.gate.admits(isUpward(this.plan.condition, this.gate));
  }
}

function isUpward(condition: Condition, gate: HysteresisGate): boolean {
  if (condition.type === 'compare') return condition.operator.startsWith('>');
  return gate.isAbove();
}
