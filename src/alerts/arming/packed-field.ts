/**
 * All armed alerts as plain JSON, in columns: a million of them must be written and read in seconds, so what many have in common stands
 * once in a table, and a level is put back without reading its condition again.
 */
import type { InstrumentId } from '../../kernel/units.ts';
import type { Alert } from '../alert.ts';
import type { Truth } from '../evaluation/truth.ts';
import type { LevelRelation } from '../levels/level.ts';
import type { LevelOperand } from '../levels/level-source.ts';
import { LevelUnit } from '../levels/level-unit.ts';
import { type PackedNumber, packNumber, packNumbers } from '../packed-numbers.ts';
import type { AlertTable } from './alert-table.ts';
import { PlanUnit } from './plan-unit.ts';
import { PulseUnit } from './pulse-unit.ts';
import { Table } from './table.ts';
import type { Unit } from './unit.ts';

/** What an alert has in common with others. */
export type Settings = Omit<Alert, 'id' | 'revision' | 'name' | 'when'>;

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

  /** For each level: where it is, its side, and its canonical text where that is not what the user wrote. */
  readonly levels: readonly PackedNumber[];
  readonly sides: readonly number[];
  readonly texts: readonly (string | null)[];

  /** For each that is no level. */
  readonly plans: readonly PackedPlan[];
  /** Place of a unit that has fired, then firings, counted, lastFiredAt, lastBar. */
  readonly records: readonly (readonly [number, number, number, PackedNumber, PackedNumber])[];
  readonly nextOrder: number;
}

export function packField(alerts: AlertTable, nextOrder: number): PackedField {
  const settingsTable = new Table<Settings>();
  const instrumentTable = new Table<InstrumentId>();
  const sourceTable = new Table<PackedField['sourceTable'][number]>();
  const field = {
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
    texts: [] as (string | null)[],
    plans: [] as PackedPlan[],
    records: [] as PackedField['records'][number][],
  };
  for (const { alert, units, isWaiting, isWarned } of alerts.values()) {
    if (isWaiting) field.waiting.push(field.ids.length);
    if (isWarned) field.warned.push(field.ids.length);
    const { id, revision, name, when, ...settings } = alert;
    field.ids.push(id);
    field.revisions.push(revision);
    field.names.push(name);
    field.whens.push(when);
    field.settings.push(settingsTable.place(settingsKey(alert), settings));
    field.units.push(units.length);
    for (const unit of units) {
      const instrument = unit.book.instrument.id;
      field.instruments.push(instrumentTable.place(instrument, instrument));
      field.orders.push(unit.order);
      if (unit.record !== null) {
        const { firings, counted, lastFiredAt, lastBar } = unit.record;
        const place = field.orders.length - 1;
        field.records.push([place, firings, counted, packNumber(lastFiredAt), packNumber(lastBar)]);
      }
      if (unit instanceof LevelUnit) {
        field.sources.push(placeSource(sourceTable, unit));
        field.levels.push(packNumber(unit.level));
        field.sides.push(unit.side);
        field.texts.push(unit.text === when ? null : unit.text);
      } else {
        field.sources.push(-1);
        field.plans.push(packPlan(unit));
      }
    }
  }
  const tables = {
    settingsTable: settingsTable.rows,
    instrumentTable: instrumentTable.rows,
    sourceTable: sourceTable.rows,
  };
  return { ...field, ...tables, nextOrder };
}

/** All that is in the settings; a field that is missing here is an error of types, below. */
const SETTINGS = [
  'instruments',
  'price',
  'frequency',
  'cooldownMs',
  'hysteresis',
  'maxFirings',
  'expiresAt',
  'expiryWarningMs',
  'confirm',
  'arms',
  'standby',
  'onArm',
  'severity',
  'channels',
  'tags',
  'message',
] as const satisfies readonly (keyof Settings)[];
type Forgotten = Exclude<keyof Settings, (typeof SETTINGS)[number]>;
const NOTHING_FORGOTTEN: [Forgotten] extends [never] ? '' : never = '';

/** Made for each of a million alerts: numbers and words go in as they are, which is much quicker than as JSON. */
function settingsKey(alert: Settings): string {
  let key: string = NOTHING_FORGOTTEN;
  for (const field of SETTINGS) {
    const value = alert[field];
    const isPlain = field !== 'message' && (value === null || typeof value !== 'object');
    key += isPlain ? `${String(value)} ` : `${JSON.stringify(value)} `;
  }
  return key;
}

function placeSource(table: Table<PackedField['sourceTable'][number]>, unit: LevelUnit): number {
  const { source, relation, operand: text } = unit;
  const { operand, quanta } = source;
  return table.place(`${source.key} ${relation} ${text}`, { operand, quanta, relation, text });
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
