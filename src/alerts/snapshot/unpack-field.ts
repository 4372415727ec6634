/**
 * Puts packed alerts back among the armed ones. Levels come back by their numbers; other conditions are read and compiled again. Where
 * the configuration has changed since (an instrument gone, or quoted in other digits), the alert is armed anew, or is a problem.
 */
import type { Alert } from '../alert.ts';
import type { Watcher } from '../evaluation/moment.ts';
import type { Sources } from '../evaluation/sources.ts';
import type { LevelSource } from '../levels/level-source.ts';
import type { LevelUnit } from '../levels/level-unit.ts';
import type { ArmingProblem } from '../step-result.ts';
import type { TimerQueue } from '../timer-queue.ts';
import { HeldAlert, type Settings } from '../arming/alert-settings.ts';
import { ArmedAlert } from '../arming/alert-table.ts';
import type { Armory } from '../arming/armory.ts';
import { GuardedUnit } from '../arming/guarded-unit.ts';
import { PlanUnit } from '../arming/plan-unit.ts';
import { PulseUnit } from '../arming/pulse-unit.ts';
import type { Unit } from '../arming/unit.ts';
import type { PackedField, PackedPlan } from './packed-field.ts';
import { unpackNumbers } from './packed-numbers.ts';

interface Restored {
  readonly problems: readonly ArmingProblem[];
  /** To be resumed once the indexes of their levels are as they were. */
  readonly guarded: readonly GuardedUnit[];
}

interface Target {
  readonly armory: Armory;
  readonly sources: Sources;
  readonly timers: TimerQueue<Watcher>;
  readonly tables: UnpackedTables;
}

/** The rows that all parts so far have brought. */
export class UnpackedTables {
  readonly settings: Settings[] = [];
  readonly instruments: PackedField['instrumentTable'][number][] = [];
  readonly rows: PackedField['sourceTable'][number][] = [];
  readonly sources: (LevelSource | null)[] = [];
}

/** One part, in the order in which they were packed. */
export function unpackField(field: PackedField, target: Target): Restored {
  const { settings, instruments, rows, sources } = target.tables;
  for (const row of field.settingsTable) settings.push(row);
  for (const row of field.instrumentTable) instruments.push(row);
  for (const row of field.sourceTable) {
    rows.push(row);
    sources.push(sourceOf(row, target.sources));
  }
  return new Unpacking(field, target).run();
}

class Unpacking {
  readonly #field: PackedField;
  readonly #target: Target;
  readonly #problems: ArmingProblem[] = [];
  readonly #guarded: GuardedUnit[] = [];
  readonly #texts: ReadonlyMap<number, string>;
  /** Places in the columns of units, levels, plans and records. */
  #unit = 0;
  #level = 0;
  #plan = 0;
  #record = 0;

  constructor(field: PackedField, target: Target) {
    this.#field = field;
    this.#target = target;
    this.#texts = new Map(field.texts);
  }

  run(): Restored {
    const { ids, revisions, names, whens, settings, units } = this.#field;
    const { tables } = this.#target;
    const waiting = new Set(this.#field.waiting);
    const warned = new Set(this.#field.warned);
    for (let i = 0; i < ids.length; i++) {
      const own = {
        id: ids[i] as string,
        revision: revisions[i] as number,
        name: names[i] as string,
        when: whens[i] as string,
      };
      const alert = new HeldAlert(own, tables.settings[settings[i] as number] as Settings);
      this.#restore(alert, { count: units[i] as number, isWaiting: waiting.has(i), isWarned: warned.has(i) });
    }
    return { problems: this.#problems, guarded: this.#guarded };
  }

  #restore(
    alert: Alert,
    of: { readonly count: number; readonly isWaiting: boolean; readonly isWarned: boolean },
  ): void {
    const units: Unit[] = [];
    const plans: (readonly [PlanUnit, PackedPlan])[] = [];
    for (let i = 0; i < of.count; i++) {
      const packed = this.#takePlan();
      const unit = this.#make(alert);
      this.#takeRecord(unit);
      this.#unit++;
      if (unit === null) continue;
      units.push(unit);
      if (packed !== null && unit instanceof PlanUnit) plans.push([unit, packed]);
    }
    const armed = new ArmedAlert(alert, units.slice());
    armed.isWaiting = of.isWaiting;
    armed.isWarned = of.isWarned;
    this.#target.armory.hold(armed);
    for (const [unit, packed] of plans) {
      this.#resume(unit, packed);
      if (unit instanceof GuardedUnit && !of.isWaiting) this.#guarded.push(unit);
    }
  }

  #takePlan(): PackedPlan | null {
    if (this.#field.sources[this.#unit] !== -1) return null;
    return this.#field.plans[this.#plan++] ?? null;
  }

  #make(alert: Alert): Unit | null {
    const { armory } = this.#target;
    const { instruments, orders } = this.#field;
    const { tables } = this.#target;
    const instrument = tables.instruments[instruments[this.#unit] as number] as Alert['instruments'][number];
    armory.nextOrder = orders[this.#unit] as number;
    const level = this.#makeLevel(alert, instrument);
    return level ?? armory.make(alert, instrument, this.#problems);
  }

  #makeLevel(alert: Alert, instrument: Alert['instruments'][number]): LevelUnit | null {
    const { sources, levels, sides } = this.#field;
    const { tables } = this.#target;
    const place = sources[this.#unit] as number;
    if (place === -1) return null;
    const at = this.#level++;
    const source = tables.sources[place] ?? null;
    if (source === null || !this.#target.sources.isKnown(instrument)) return null;
    const { text: operand, relation } = tables.rows[place] as PackedField['sourceTable'][number];
    const text = this.#texts.get(at) ?? alert.when;
    const level = Number(levels[at]);
    const unit = this.#target.armory.makeLevel(alert, { instrument, text, source, operand, relation, level });
    unit.side = sides[at] ?? 0;
    return unit;
  }

  #takeRecord(unit: Unit | null): void {
    const next = this.#field.records[this.#record];
    if (next === undefined || next[0] !== this.#unit) return;
    this.#record++;
    const [, firings, counted, lastFiredAt, lastBar] = next;
    if (unit !== null)
      unit.record = { firings, counted, lastFiredAt: Number(lastFiredAt), lastBar: Number(lastBar) };
  }

  #resume(unit: PlanUnit, packed: PackedPlan): void {
    unit.armedStep = packed.armedStep;
    unit.lastTruth = packed.lastTruth;
    unit.state.set(unpackNumbers(packed.state));
    unit.wakeAt = Number(packed.wakeAt);
    if (unit.wakeAt < Infinity) this.#target.timers.add(unit.wakeAt, unit);
    if (unit instanceof PulseUnit) unit.side = packed.side;
    if (unit.gate === null) return;
    unit.gate.isUpFree = packed.isUpFree;
    unit.gate.isDownFree = packed.isDownFree;
  }
}

/** Null when its numbers no longer mean what they meant. */
function sourceOf(
  { operand, quanta }: PackedField['sourceTable'][number],
  sources: Sources,
): LevelSource | null {
  if (!sources.isKnown(operand.instrument)) return null;
  if (operand.type === 'indicator' && !sources.hasIndicator(operand.indicator)) return null;
  if (quanta !== 0 && quanta !== sources.book(operand.instrument).quanta) return null;
  return sources.levelSource(operand, quanta);
}
