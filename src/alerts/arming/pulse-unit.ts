/**
 * An armed conjunction of one crossing of a level and states that remember nothing: `bid crosses above 1.39 and rsi(14)@H1 > 50`. It
 * waits in the index of its level, and the states are evaluated only when the crossing happens. Means exactly what it means when it is
 * evaluated whole at every step.
 */
import type { Alert } from '../alert.ts';
import type { Junction } from '../evaluation/logic.ts';
import type { Moment } from '../evaluation/moment.ts';
import { TRUE } from '../evaluation/truth.ts';
import type { LevelWatcher } from '../levels/level-index.ts';
import { type LevelRelation, directionOf } from '../levels/level.ts';
import type { LevelSource } from '../levels/level-source.ts';
import { isCrossed, sideOf } from '../levels/side.ts';
import { PlanUnit, type PlanUnitParts } from './plan-unit.ts';

export interface Trigger {
  readonly source: LevelSource;
  readonly relation: LevelRelation;
  readonly level: number;
  /** The conjunction whose other terms remember nothing. */
  readonly junction: Junction;
}

export class PulseUnit extends PlanUnit implements LevelWatcher {
  readonly trigger: Trigger;
  /** Where the value was before it came to stand on the level (side.ts). */
  side = 0;

  constructor(alert: Alert, parts: PlanUnitParts, trigger: Trigger) {
    super(alert, parts, 0);
    this.trigger = trigger;
  }

  get level(): number {
    return this.trigger.level;
  }

  get direction(): number {
    return directionOf(this.trigger.relation);
  }

  override attach(): void {
    const { index } = this.trigger.source;
    const seen = this.trigger.source.quantised();
    index.add(this);
    if (seen !== index.value && (seen === seen || index.value === index.value)) index.setApart(this, seen);
  }

  override detach(): void {
    this.trigger.source.index.remove(this);
  }

  /** Nothing is crossed at arming. */
  override arm(moment: Moment): void {
    this.armedStep = moment.step;
  }

  touch(from: number, to: number, moment: Moment): void {
    if (this.hasEnded) return;
    moment.changes.beforeUnit(this);
    const { relation, level, junction } = this.trigger;
    const before = sideOf(from, level, this.side);
    this.side = sideOf(to, level, before);
    if (!isCrossed(relation, before, this.side)) return;
    moment.armedStep = this.armedStep;
    if (junction.truthNow(this.state, moment) === TRUE) this.edge(moment);
  }
}
