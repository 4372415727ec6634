/**
 * Fixed levels of one value, in order. A new value touches only the levels between the last value and the present one, both included,
 * and of those that it passes only the ones that wait for its direction.
 * While it stays in the gap between two levels it costs two comparisons, however many levels there are.
 *
 * Levels lie in chunks of at most 512, sorted by level and then by order of arming: adding and removing is a binary search over
 * chunks and a short move inside one, a microsecond among a million.
 *
 * A watcher that last saw another value than the rest (it came while none was known and wants the first one, or the value changed in
 * silence, by history, before it came) stands apart until the next value and is then told from where it looks.
 */
import type { Moment } from '../evaluation/moment.ts';
import { GAP, GapTable } from './gap-table.ts';

export interface LevelWatcher {
  readonly order: number;
  /** In quanta where the value has them. */
  readonly level: number;
  /** Which ways of a value past the level concern it: 1 upwards, -1 downwards, 0 both. */
  readonly direction: number;
  /** The value went from `from` (NaN when it was not known) to `to`. */
  touch(from: number, to: number, moment: Moment): void;
}

const CHUNK = 512;

/** What a restart must know: the last value, and order and last seen value of those that stand apart. */
interface LevelIndexState {
  readonly value: number;
  readonly apart: readonly (readonly [number, number])[];
}

const NONE: ReadonlyMap<LevelWatcher, number> = new Map();

class Chunk {
  /**
   * Level and direction of each watcher, one after the other: here, so that a watcher that is passed the other way need not be fetched
   * from memory. A plain array: most values have a handful of levels, and the frame of a typed one is larger than those.
   */
  readonly #rows: number[] = [];
  readonly watchers: LevelWatcher[] = [];

  level(index: number): number {
    return this.#rows[2 * index] as number;
  }

  direction(index: number): number {
    return this.#rows[2 * index + 1] as number;
  }

  /** First place whose (level, order) is not before the one given. */
  place(level: number, order: number): number {
    let low = 0;
    let high = this.watchers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.isBefore(middle, level, order)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  isBefore(index: number, level: number, order: number): boolean {
    const other = this.level(index);
    return other < level || (other === level && (this.watchers[index] as LevelWatcher).order < order);
  }

  insert(index: number, watcher: LevelWatcher): void {
    this.#rows.splice(2 * index, 0, watcher.level, watcher.direction);
    this.watchers.splice(index, 0, watcher);
  }

  remove(index: number): void {
    this.#rows.splice(2 * index, 2);
    this.watchers.splice(index, 1);
  }

  /** Moves the upper half into a new chunk. */
  split(): Chunk {
    const upper = new Chunk();
    upper.#rows.push(...this.#rows.splice(CHUNK));
    upper.watchers.push(...this.watchers.splice(CHUNK / 2));
    return upper;
  }
}

export class LevelIndex {
  readonly #chunks: Chunk[] = [new Chunk()];
  /** With the value each of them saw last; NaN for none. Null where nobody stands apart, which nearly always is so. */
  #apart: Map<LevelWatcher, number> | null = null;
  /** Where its value and the levels around it are kept; low and high are equal while it stands on a level, NaN while they are not known. */
  readonly #gaps: GapTable;
  readonly #at: number;
  #size = 0;

  /** `value` is the present one in quanta, NaN when there is none yet; `at` is a row of `gaps` taken for it. */
  constructor(value: number, gaps = new GapTable(), at = gaps.take(null)) {
    this.#gaps = gaps;
    this.#at = at;
    this.#setValue(value);
  }

  get size(): number {
    return this.#size;
  }

  /** The last value; NaN before the first. */
  get value(): number {
    return this.#gaps.rows[this.#at + GAP.told] as number;
  }

  #setValue(value: number): void {
    this.#gaps.rows[this.#at + GAP.told] = value;
  }

  get #low(): number {
    return this.#gaps.rows[this.#at + GAP.low] as number;
  }

  get #high(): number {
    return this.#gaps.rows[this.#at + GAP.high] as number;
  }

  #setGap(low: number, high: number): void {
    const { rows } = this.#gaps;
    rows[this.#at + GAP.low] = low;
    rows[this.#at + GAP.high] = high;
  }

  add(watcher: LevelWatcher): void {
    const { level } = watcher;
    const at = this.#chunkOf(level, watcher.order);
    const chunk = this.#chunks[at] as Chunk;
    chunk.insert(chunk.place(level, watcher.order), watcher);
    if (chunk.watchers.length === CHUNK) this.#chunks.splice(at + 1, 0, chunk.split());
    this.#size++;
    const { value } = this;
    const [low, high] = [this.#low, this.#high];
    if (level > low && level < high)
      this.#setGap(level <= value ? level : low, level >= value ? level : high);
  }

  remove(watcher: LevelWatcher): void {
    this.#apart?.delete(watcher);
    const at = this.#chunkOf(watcher.level, watcher.order);
    const chunk = this.#chunks[at] as Chunk;
    const index = chunk.place(watcher.level, watcher.order);
    if (chunk.watchers[index] !== watcher) return;
    chunk.remove(index);
    this.#size--;
    if (chunk.watchers.length === 0 && this.#chunks.length > 1) this.#chunks.splice(at, 1);
  }

  /** The watcher last saw `seen`, and is touched at the next value whatever it is. */
  setApart(watcher: LevelWatcher, seen: number): void {
    this.#apart ??= new Map();
    this.#apart.set(watcher, seen);
    this.#setGap(NaN, NaN);
  }

  isApart(watcher: LevelWatcher): boolean {
    return this.#apart?.has(watcher) ?? false;
  }

  /** An unknown value changes nothing. */
  move(to: number, moment: Moment): void {
    if (to > this.#low && to < this.#high) this.#setValue(to);
    else if (to === to && (to !== this.value || this.#apart !== null)) this.#cross(to, moment);
  }

  get hasApart(): boolean {
    return this.#apart !== null && this.#apart.size > 0;
  }

  /** Order and last seen value of those that stand apart, by order. */
  apart(): LevelIndexState['apart'] {
    return [...(this.#apart ?? NONE)]
      .map(([{ order }, seen]) => [order, seen] as const)
      .sort(([a], [b]) => a - b);
  }

  restore({ value, apart }: LevelIndexState): void {
    this.#setValue(value);
    this.#setGap(NaN, NaN);
    this.#apart = null;
    if (apart.length === 0) return;
    const seen = new Map(apart);
    for (const { watchers } of this.#chunks)
      for (const watcher of watchers) {
        const value = seen.get(watcher.order);
        if (value !== undefined) this.setApart(watcher, value);
      }
  }

  #cross(to: number, moment: Moment): void {
    const from = this.value;
    this.#setValue(to);
    const apart = this.#apart ?? NONE;
    this.#apart = null;
    for (const [watcher, seen] of apart) watcher.touch(seen, to, moment);
    if (from === from && from !== to) this.#touchBetween(from, to, { moment, apart });
    this.#findGap(to);
  }

  #touchBetween(
    from: number,
    to: number,
    { moment, apart }: { readonly moment: Moment; readonly apart: ReadonlyMap<LevelWatcher, number> },
  ): void {
    const low = Math.min(from, to);
    const high = Math.max(from, to);
    const against = from < to ? -1 : 1;
    let at = this.#chunkOf(low, -1);
    let index = (this.#chunks[at] as Chunk).place(low, -1);
    for (; at < this.#chunks.length; at++, index = 0) {
      const chunk = this.#chunks[at] as Chunk;
      const { watchers } = chunk;
      for (; index < watchers.length; index++) {
        const level = chunk.level(index);
        if (level > high) return;
        // Who is only passed, and the other way, has nothing to see; where the value stops or sets out, sides are taken.
        if (chunk.direction(index) === against && level !== from && level !== to) continue;
        const watcher = watchers[index] as LevelWatcher;
        if (!apart.has(watcher)) watcher.touch(from, to, moment);
      }
    }
  }

  #findGap(value: number): void {
    const at = this.#chunkOf(value, -1);
    const chunk = this.#chunks[at] as Chunk;
    const index = chunk.place(value, -1);
    const next = index < chunk.watchers.length ? chunk.level(index) : this.#chunks[at + 1]?.level(0);
    const before = this.#chunks[at - 1];
    const high = next ?? Infinity;
    if (high === value) this.#setGap(value, value);
    else this.#setGap(index > 0 ? chunk.level(index - 1) : lastLevel(before), high);
  }

  /** The first chunk whose last entry is not before (level, order); the last chunk when there is none. */
  #chunkOf(level: number, order: number): number {
    let low = 0;
    let high = this.#chunks.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const chunk = this.#chunks[middle] as Chunk;
      if (chunk.isBefore(chunk.watchers.length - 1, level, order)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function lastLevel(chunk: Chunk | undefined): number {
  return chunk === undefined ? -Infinity : chunk.level(chunk.watchers.length - 1);
}
