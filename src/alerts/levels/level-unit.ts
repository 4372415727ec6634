/**
 * An armed alert on a level. It is touched only when the value moves to, from or across its level (level-index.ts), and means exactly
 * what the same condition means when it is evaluated whole. Of these there may be a million: it holds nothing that is not its own.
 */
import { type Timeframe, timeframe } from '../../market/timeframe.ts';
import type { Alert } from '../alert.ts';
import { closedKey } from '../arming/closed-key.ts';
import { Unit } from '../arming/unit.ts';
import { holds } from '../evaluation/comparison.ts';
import type { Moment } from '../evaluation/moment.ts';
import { type Truth, UNKNOWN, truthOf } from '../evaluation/truth.ts';
import type { InstrumentBook } from '../series/instrument-book.ts';
import { type LevelRelation, directionOf, isCrossing } from './level.ts';
import type { LevelWatcher } from './level-index.ts';
import type { OperandSource } from './level-source.ts';
import { isCrossed, sideOf } from './side.ts';

const MINUTE = timeframe('M1');

export class LevelUnit extends Unit implements LevelWatcher {
  readonly source: OperandSource;
  /** As the user reads it. */
  readonly operand: string;
  readonly relation: LevelRelation;
  readonly level: number;
  /** Where the value was before it came to stand on the level (side.ts). */
  side = 0;
  /** Null where it is what the user wrote. */
  readonly #text: string | null;

  constructor(
    alert: Alert,
    of: {
      readonly book: InstrumentBook;
      readonly order: number;
      readonly text: string;
      readonly source: OperandSource;
      readonly operand: string;
      readonly relation: LevelRelation;
      readonly level: number;
    },
  ) {
    super(alert, of.book, of.order);
    this.source = of.source;
    this.operand = of.operand;
    this.relation = of.relation;
    this.level = of.level;
    this.#text = of.text === alert.when ? null : of.text;
  }

  override get text(): string {
    return this.#text ?? this.alert.when;
  }

  protected override get bar(): Timeframe {
    return this.source.series?.timeframe ?? MINUTE;
  }

  get direction(): number {
    return directionOf(this.relation);
  }

  override attach(): void {
    const { index } = this.source;
    const seen = this.source.quantised();
    index.add(this);
    if (seen !== index.value && (seen === seen || index.value === index.value)) index.setApart(this, seen);
  }

  override detach(): void {
    this.source.index.remove(this);
  }

  /** With onArm `fire` a comparison looks at the value of now, or at the first there will be. */
  override arm(moment: Moment): void {
    if (this.alert.onArm !== 'fire' || isCrossing(this.relation)) return;
    const value = this.source.quantised();
    if (Number.isNaN(value)) this.source.index.setApart(this, NaN);
    else this.touch(NaN, value, moment);
  }

  touch(from: number, to: number, moment: Moment): void {
    if (this.hasEnded) return;
    moment.changes.beforeUnit(this);
    const { relation, level } = this;
    if (isCrossing(relation)) {
      const before = sideOf(from, level, this.side);
      this.side = sideOf(to, level, before);
      if (isCrossed(relation, before, this.side)) this.edge(moment);
      return;
    }
    const wasTrue = from !== from ? this.alert.onArm !== 'fire' : holds(relation, from, level);
    if (!wasTrue && holds(relation, to, level)) this.edge(moment);
  }

  override operands(): Record<string, number | null> {
    const value = this.source.now();
    return { [this.operand]: Number.isFinite(value) ? value : null };
  }

  /** A crossing is true only at its step. */
  override truthNow(): Truth {
    const value = this.source.quantised();
    if (Number.isNaN(value)) return UNKNOWN;
    return truthOf(!isCrossing(this.relation) && holds(this.relation, value, this.level));
  }

  protected override keySuffix(moment: Moment): string {
    const { series } = this.source;
    if (series === null) return super.keySuffix(moment);
    const edge = isCrossing(this.relation) ? 'pulse' : 'rise';
    return (
      closedKey({ timeframe: series.timeframe, closes: [series], edge }, moment) ?? super.keySuffix(moment)
    );
  }
}
