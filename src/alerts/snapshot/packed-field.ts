/**
 * Armed alerts as plain JSON, in columns: a million of them must be written and read in seconds, so what many have in common stands once
 * in a table, and a level is put back without reading its condition again. A part brings the rows that none before it had.
 */
import type { InstrumentId } from '../../kernel/units.ts';
import type { Truth } from '../evaluation/truth.ts';
import type { LevelRelation } from '../levels/level.ts';
import type { LevelOperand } from '../levels/level-source.ts';
import { LevelUnit } from '../levels/level-unit.ts';
import { SETTINGS, type Settings, settingsOf } from '../arming/alert-settings.ts';
import type { ArmedAlert } from '../arming/alert-table.ts';
import { PlanUnit } from '../arming/plan-unit.ts';
import { PulseUnit } from '../arming/pulse-unit.ts';
import type { Unit } from '../arming/unit.ts';
import { type PackedNumber, packNumber, packNumbers } from './packed-numbers.ts';
import { Table } from './table.ts';

/** A condition that is looked at whole, or a crossing with conditions. */
export interface PackedPlan {
  readonly armedStep: number;
  readonly lastTruth: Truth;
  readonly wakeAt: PackedNumber;
  readonly isUpFree: boolean;
  readonly isDownFree: boolean;
  readonly state: readonly PackedNumber[];
  readonly side: number;
}

export interface PackedField {
  readonly ids: readonly string[];
  readonly revisions: readonly number[];
  readonly names: readonly string[];
  readonly whens: readonly string[];
  /** Places in `settingsTable`. */
  readonly settings: readonly number[];
  readonly settingsTable: readonly Settings[];
  /** Places of alerts on standby, and of those whose end has been announced. */
  readonly waiting: readonly number[];
  readonly warned: readonly number[];
  /** How many units each has. */
  readonly units: readonly number[];

  /** For each unit, in the order of their alerts. */
  readonly instruments: readonly number[];
  readonly instrumentTable: readonly InstrumentId[];
  readonly orders: readonly number[];
  /** Place in `sourceTable`; -1 for one that is no level. */
  readonly sources: readonly number[];
  readonly sourceTable: readonly {
    readonly operand: LevelOperand;
    readonly quanta: number;
    readonly relation: LevelRelation;
    readonly text: string;
  }[];

  /** For each level: where it is and its side. */
  readonly levels: readonly PackedNumber[];
  readonly sides: readonly number[];
  /** Canonical texts by place of the level, where it is not what the user wrote. */
  readonly texts: readonly (readonly [number, string])[];

  /** For each that is no level. */
  readonly plans: readonly PackedPlan[];
  /** Place of a unit that has fired, then firings, counted, lastFiredAt, lastBar. */
  readonly records: readonly (readonly [number, number, number, PackedNumber, PackedNumber])[];
}

/** Of all parts of one snapshot. */
export class FieldTables {
  readonly settings = new Table<Settings>();
  readonly instruments = new Table<InstrumentId>();
  readonly sources = new Table<PackedField['sourceTable'][number]>();
}

/** Collects armed alerts; `take` gives what has come together and begins anew. A few microseconds for each. */
export class FieldPacker {
  readonly #tables: FieldTables;
  #field = emptyField();

  constructor(tables: FieldTables) {
    this.#tables = tables;
  }

  get size(): number {
    return this.#field.ids.length;
  }

  add({ alert, units, isWaiting, isWarned }: ArmedAlert): void {
    const field = this.#field;
    if (isWaiting) field.waiting.push(field.ids.length);
    if (isWarned) field.warned.push(field.ids.length);
    field.ids.push(alert.id);
    field.revisions.push(alert.revision);
    field.names.push(alert.name);
    field.whens.push(alert.when);
    field.settings.push(this.#tables.settings.place(settingsKey(alert), () => settingsOf(alert)));
    field.units.push(units.length);
    for (const unit of units) this.#addUnit(unit);
  }

  take(): PackedField {
    const { settings, instruments, sources } = this.#tables;
    const taken = {
      ...this.#field,
      settingsTable: settings.takeFresh(),
      instrumentTable: instruments.takeFresh(),
      sourceTable: sources.takeFresh(),
    };
    this.#field = emptyField();
    return taken;
  }

  #addUnit(unit: Unit): void {
    const field = this.#field;
    const instrument = unit.book.instrument.id;
    field.instruments.push(this.#tables.instruments.place(instrument, () => instrument));
    field.orders.push(unit.order);
    if (unit.record !== null) {
      const { firings, counted, lastFiredAt, lastBar } = unit.record;
      const place = field.orders.length - 1;
      field.records.push([place, firings, counted, packNumber(lastFiredAt), packNumber(lastBar)]);
    }
    if (unit instanceof LevelUnit) {
      field.sources.push(placeSource(this.#tables.sources, unit));
      field.levels.push(packNumber(unit.level));
      field.sides.push(unit.side);
      if (unit.text !== unit.alert.when) field.texts.push([field.levels.length - 1, unit.text]);
    } else {
      field.sources.push(-1);
      field.plans.push(packPlan(unit));
    }
  }
}

const emptyField = () => ({
  ids: [] as string[],
  revisions: [] as number[],
  names: [] as string[],
  whens: [] as string[],
  settings: [] as number[],
  units: [] as number[],
  waiting: [] as number[],
  warned: [] as number[],
  instruments: [] as number[],
  orders: [] as number[],
  sources: [] as number[],
  levels: [] as PackedNumber[],
  sides: [] as number[],
  texts: [] as PackedField['texts'][number][],
  plans: [] as PackedPlan[],
  records: [] as PackedField['records'][number][],
});

/** Made for each of a million alerts: numbers and words go in as they are, which is much quicker than as JSON. */
function settingsKey(alert: Settings): string {
  let key = '';
  for (const field of SETTINGS) {
    const value = alert[field];
    const isPlain = field !== 'message' && (value === null || typeof value !== 'object');
    if (isPlain) key += `${String(value)} `;
    else key += Array.isArray(value) && value.length === 0 ? '[] ' : `${JSON.stringify(value)} `;
  }
  return key;
}

function placeSource(table: Table<PackedField['sourceTable'][number]>, unit: LevelUnit): number {
  const { source, relation, operand: text } = unit;
  const { operand, quanta } = source;
  return table.place(`${source.key} ${relation} ${text}`, () => ({ operand, quanta, relation, text }));
}

function packPlan(unit: Unit): PackedPlan {
  if (!(unit instanceof PlanUnit)) throw new TypeError(`${unit.id} is of no known form`);
  const { armedStep, lastTruth, wakeAt, gate, state } = unit;
  return {
    armedStep,
    lastTruth,
    wakeAt: packNumber(wakeAt),
    isUpFree: gate?.isUpFree ?? true,
    isDownFree: gate?.isDownFree ?? true,
    state: packNumbers(state),
    side: unit instanceof PulseUnit ? unit.side : 0,
  };
}
