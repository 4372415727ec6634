/**
 * Puts the parts of a snapshot back in their order: the same books, series, plans and units are made again by the ordinary ways, then
 * their numbers are overwritten, so that everything goes on bit for bit. Holds no more than one part, and the indicators until their
 * alerts are there.
 */
import { assert } from '../../kernel/assert.ts';
import type { Armory } from '../arming/armory.ts';
import type { FollowUps } from '../arming/follow-ups.ts';
import type { GuardedUnit } from '../arming/guarded-unit.ts';
import type { Watcher } from '../evaluation/moment.ts';
import type { Sources } from '../evaluation/sources.ts';
import type { ArmingProblem } from '../step-result.ts';
import type { TimerQueue } from '../timer-queue.ts';
import { loadBook, loadCandles, loadStreams } from './pack-market.ts';
import type { PackedField } from './packed-field.ts';
import { unpackNumbers } from './packed-numbers.ts';
import {
  type PackedIndex,
  type PackedMarket,
  type PackedWindow,
  SNAPSHOT_VERSION,
  type SnapshotHead,
  type SnapshotPart,
} from './snapshot-part.ts';
import type { EngineTotals } from './state-walk.ts';
import { unpackField, UnpackedTables } from './unpack-field.ts';

interface Target {
  readonly sources: Sources;
  readonly armory: Armory;
  readonly followUps: FollowUps;
  readonly timers: TimerQueue<Watcher>;
}

export class StateLoader {
  readonly #target: Target;
  readonly #tables = new UnpackedTables();
  readonly #markets: PackedMarket[] = [];
  readonly #levels: { readonly instrument: string; readonly levels: readonly PackedIndex[] }[] = [];
  readonly #guarded: GuardedUnit[] = [];
  readonly #problems: ArmingProblem[] = [];
  readonly #counts: (readonly [string, { readonly firings: number; readonly counted: number }])[] = [];
  #head: SnapshotHead | null = null;
  #isWhole = false;

  constructor(target: Target) {
    this.#target = target;
  }

  /** Throws a RangeError that names a version it does not know. */
  take(part: SnapshotPart): void {
    assert((this.#head === null) === (part.type === 'head'), 'a snapshot begins with its head');
    switch (part.type) {
      case 'head':
        return this.#takeHead(part);
      case 'market':
        return this.#takeMarket(part.market);
      case 'alerts':
        return this.#takeAlerts(part.field);
      case 'levels':
        this.#levels.push(part);
        return;
      case 'counts':
        for (const count of part.counts) this.#counts.push(count);
        return;
      case 'end':
        this.#isWhole = true;
    }
  }

  finish(): EngineTotals & { readonly problems: readonly ArmingProblem[] } {
    const head = this.#head;
    assert(head !== null && this.#isWhole, 'a part of the snapshot is missing');
    const { sources, armory, followUps } = this.#target;
    armory.nextOrder = head.nextOrder;
    for (const facts of head.followUps) {
      const checked = armory.check(facts.alert, facts.instrument);
      if (checked.ok) followUps.restore(facts, checked.value);
    }
    for (const market of this.#markets) loadStreams(sources.book(market.instrument), market);
    this.#loadWindows(head.windows);
    this.#loadLevels();
    for (const unit of this.#guarded) unit.resume();
    for (const [key, count] of this.#counts) armory.counts.restore(key, count);
    const { step, counters, rejected } = head;
    return { now: Number(head.now), step, counters, rejected, problems: this.#problems };
  }

  #takeHead(head: SnapshotHead): void {
    if (head.version !== SNAPSHOT_VERSION)
      throw new RangeError(
        `engine snapshot of version ${head.version} cannot be read; this program reads version ${SNAPSHOT_VERSION}`,
      );
    this.#head = head;
    const { sources } = this.#target;
    for (const book of head.books)
      if (sources.isKnown(book.instrument)) loadBook(sources.book(book.instrument), book);
  }

  #takeMarket(market: PackedMarket): void {
    const { sources } = this.#target;
    if (!sources.isKnown(market.instrument)) return;
    loadCandles(sources.book(market.instrument), market);
    this.#markets.push(market);
  }

  #takeAlerts(field: PackedField): void {
    const { problems, guarded } = unpackField(field, { ...this.#target, tables: this.#tables });
    for (const problem of problems) this.#problems.push(problem);
    for (const unit of guarded) this.#guarded.push(unit);
  }

  #loadWindows(packed: readonly PackedWindow[]): void {
    const windows = this.#target.sources.windows();
    for (const { key, lowest, highest } of packed)
      windows.get(key)?.window.restore({ lowest: unpackNumbers(lowest), highest: unpackNumbers(highest) });
  }

  #loadLevels(): void {
    for (const { instrument, levels } of this.#levels) {
      const indexes = this.#target.sources.levelSourcesOf(instrument);
      for (const { key, value, apart } of levels)
        indexes.get(key)?.index.restore({
          value: Number(value),
          apart: apart.map(([order, seen]) => [order, Number(seen)]),
        });
    }
  }
}
