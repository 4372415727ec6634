/** The newest entries of the log as its sequencer gave them places, so that a log that lost them can be filled again. */
import type { PlacedEntry } from '../../alerts/tick-log.ts';

const KEEP_MS = 15 * 60_000;
/** Some 200 MB; a feed of 1,000 ticks/s reaches it after eight minutes. What is older is in the database. */
const KEEP_ENTRIES = 500_000;

interface Portion {
  readonly atMs: number;
  readonly entries: readonly PlacedEntry[];
}

export class EntryRing {
  readonly #portions: Portion[] = [];
  #count = 0;

  add(entries: readonly PlacedEntry[], atMs: number): void {
    if (entries.length === 0) return;
    this.#portions.push({ atMs, entries });
    this.#count += entries.length;
  }

  /** In order. */
  after(seq: number): readonly PlacedEntry[] {
    const first = this.#portions.findIndex(({ entries }) => (entries.at(-1)?.seq ?? 0) > seq);
    if (first < 0) return [];
    const kept = this.#portions.slice(first).flatMap(({ entries }) => entries);
    return kept.slice(kept.findIndex((entry) => entry.seq > seq));
  }

  /** Drops what is too old or too much; returns the first place that stays, null when nothing was dropped. */
  expire(nowMs: number): number | null {
    let dropped = 0;
    for (const { atMs, entries } of this.#portions) {
      if (nowMs - atMs <= KEEP_MS && this.#count <= KEEP_ENTRIES) break;
      this.#count -= entries.length;
      dropped += 1;
    }
    if (dropped === 0) return null;
    this.#portions.splice(0, dropped);
    return this.#portions[0]?.entries[0]?.seq ?? null;
  }
}
