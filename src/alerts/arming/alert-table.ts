/**
 * The armed alerts by id. A single map of a million entries stops the world when it grows, so the ids are spread over shards that each
 * stay small: no insertion costs more than a few microseconds. The order of iteration is that of the shards, the same for the same
 * history.
 */
import type { Alert, AlertId } from '../alert.ts';
import type { Unit } from './unit.ts';

const GONE = 1;
const WAITING = 2;
const WARNED = 4;

/** Of these there may be a million: one unit needs no list, and three marks share a number. */
export class ArmedAlert {
  readonly alert: Alert;
  #units: Unit | readonly Unit[];
  #marks = 0;

  constructor(alert: Alert, units: readonly Unit[]) {
    this.alert = alert;
    this.#units = units.length === 1 ? (units[0] as Unit) : units;
  }

  get units(): readonly Unit[] {
    return Array.isArray(this.#units) ? (this.#units as readonly Unit[]) : [this.#units as Unit];
  }

  set units(units: readonly Unit[]) {
    this.#units = units.length === 1 ? (units[0] as Unit) : units;
  }

  get isGone(): boolean {
    return (this.#marks & GONE) !== 0;
  }

  set isGone(is: boolean) {
    this.#mark(GONE, is);
  }

  /** On standby: its units are there, with all they read, but look at nothing. */
  get isWaiting(): boolean {
    return (this.#marks & WAITING) !== 0;
  }

  set isWaiting(is: boolean) {
    this.#mark(WAITING, is);
  }

  get isWarned(): boolean {
    return (this.#marks & WARNED) !== 0;
  }

  set isWarned(is: boolean) {
    this.#mark(WARNED, is);
  }

  /** Its place in the order of arming. */
  get order(): number {
    return this.units[0]?.order ?? 0;
  }

  get dueAt(): number {
    if (this.isGone) return Infinity;
    return (this.isWarned ? null : this.warnAt) ?? this.alert.expiresAt ?? Infinity;
  }

  /** When its end is announced; null when it is not. */
  get warnAt(): number | null {
    const { expiresAt, expiryWarningMs } = this.alert;
    return expiresAt === null || expiryWarningMs === null ? null : expiresAt - expiryWarningMs;
  }

  #mark(bit: number, is: boolean): void {
    this.#marks = is ? this.#marks | bit : this.#marks & ~bit;
  }
}

const SHARDS = 2_048;
const NONE: readonly ArmedAlert[] = [];

export class AlertTable {
  readonly #shards: (Map<AlertId, ArmedAlert> | undefined)[] = new Array<undefined>(SHARDS).fill(undefined);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(id: AlertId): ArmedAlert | undefined {
    return this.#shards[shardOf(id)]?.get(id);
  }

  /** Takes the place of another of the same id. */
  set(armed: ArmedAlert): void {
    const shard = (this.#shards[shardOf(armed.alert.id)] ??= new Map<AlertId, ArmedAlert>());
    const before = shard.size;
    shard.set(armed.alert.id, armed);
    this.#size += shard.size - before;
  }

  delete(id: AlertId): void {
    if (this.#shards[shardOf(id)]?.delete(id) === true) this.#size--;
  }

  *values(): Generator<ArmedAlert> {
    for (let shard = 0; shard < SHARDS; shard++) yield* this.inShard(shard);
  }

  /** How many there are, and what one of them holds. */
  readonly shards = SHARDS;
  inShard(shard: number): Iterable<ArmedAlert> {
    return this.#shards[shard]?.values() ?? NONE;
  }
}

/** FNV-1a over the UTF-16 units. */
function shardOf(id: AlertId): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 15)) & (SHARDS - 1);
}
