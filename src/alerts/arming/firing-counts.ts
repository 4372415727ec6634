/**
 * How often units that are not armed now have fired, so that firings are numbered on when they are armed again. A revision that has been
 * replaced is never armed again: at most one revision of each unit is remembered, the newest.
 */

/** How often a unit has fired in one revision: n of its last key, and what counts towards maxFirings. */
export interface FiringCount {
  readonly firings: number;
  readonly counted: number;
}

export class FiringCounts {
  readonly #byUnit = new Map<string, { readonly revision: number; readonly count: FiringCount }>();

  get size(): number {
    return this.#byUnit.size;
  }

  /** `key`: `unit:revision`. */
  restore(key: string, count: FiringCount): void {
    const colon = key.lastIndexOf(':');
    const [unit, revision] = [key.slice(0, colon), Number(key.slice(colon + 1))];
    if (revision >= (this.#byUnit.get(unit)?.revision ?? 0)) this.keep(unit, revision, count);
  }

  keep(unit: string, revision: number, count: FiringCount): void {
    this.#byUnit.set(unit, { revision, count });
  }

  /** What was kept of this revision, and forgets it; null when there was none. */
  take(unit: string, revision: number): FiringCount | null {
    const kept = this.#byUnit.get(unit);
    if (kept === undefined || kept.revision > revision) return null;
    this.#byUnit.delete(unit);
    return kept.revision === revision ? kept.count : null;
  }

  /** By `unit:revision`. */
  *[Symbol.iterator](): Generator<readonly [string, FiringCount]> {
    for (const [unit, { revision, count }] of this.#byUnit) yield [`${unit}:${revision}`, count];
  }
}
