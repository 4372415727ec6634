/**
 * The armed alerts by id. A single map of a million entries stops the world when it grows, so the ids are spread over shards that each
 * stay small: no insertion costs more than a few microseconds. The order of iteration is that of the shards, the same for the same
 * history.
 */
import type { Alert, AlertId } from '../alert.ts';
import type { Unit } from './unit.ts';

export class ArmedAlert {
  readonly alert: Alert;
  units: readonly Unit[];
  isGone = false;
  /** On standby: its units are there, with all they read, but look at nothing. */
  isWaiting = false;
  isWarned = false;

  constructor(alert: Alert, units: readonly Unit[]) {
    this.alert = alert;
    this.units = units;
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
}

const SHARDS = 2_048;

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
    for (const shard of this.#shards) if (shard !== undefined) yield* shard.values();
  }
}

/** FNV-1a over the UTF-16 units. */
function shardOf(id: AlertId): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 15)) & (SHARDS - 1);
}
