/**
 * Takes the state of a live engine bit by bit, as it was at one moment, while the engine goes on. What is about to change is taken first,
 * as it still is (`Changes`): so all parts belong to the moment at which the walk began.
 *
 * Beginning copies what is small: quotes, forming candles, where the indexes stand. After that each part costs milliseconds. The dearest
 * moment is a close in the first half second of a walk: it takes the closed candles of its instrument before it moves them.
 */
import type { AlertId } from '../alert.ts';
import type { AlertChanges } from '../arming/alert-changes.ts';
import type { ArmedAlert } from '../arming/alert-table.ts';
import type { Armory } from '../arming/armory.ts';
import type { FollowUps } from '../arming/follow-ups.ts';
import type { Changes, WalkedUnit } from '../evaluation/changes.ts';
import type { Sources } from '../evaluation/sources.ts';
import type { LevelSource } from '../levels/level-source.ts';
import type { InstrumentBook } from '../series/instrument-book.ts';
import type { TickReject } from '../step-result.ts';
import { packBook, takeMarket } from './pack-market.ts';
import { FieldPacker, FieldTables } from './packed-field.ts';
import { packNumber, packNumbers } from './packed-numbers.ts';
import {
  type PackedIndex,
  type PackedMarket,
  SNAPSHOT_VERSION,
  type SnapshotHead,
  type SnapshotPart,
} from './snapshot-part.ts';

/** A part takes a millisecond or two to make, and as much to write. */
const ALERTS_IN_PART = 200;
const ROWS_IN_PART = 5_000;

interface WalkedParts {
  readonly sources: Sources;
  readonly armory: Armory;
  readonly followUps: FollowUps;
}

export interface EngineTotals {
  readonly now: number;
  readonly step: number;
  readonly counters: readonly [number, number, number];
  readonly rejected: Iterable<readonly [TickReject, number]>;
}

export class StateWalk implements Changes, AlertChanges {
  #current: Walk | null = null;
  #number = 0;

  /** From the state of now on. One at a time: one that has not ended throws when it is asked for its next part. */
  begin(parts: WalkedParts, totals: EngineTotals): Generator<SnapshotPart> {
    const walk = new Walk(++this.#number, parts, totals);
    this.#current = walk;
    return this.#through(walk);
  }

  beforeUnit(unit: WalkedUnit): void {
    const walk = this.#current;
    if (walk !== null && unit.walkedBy !== walk.number) walk.takeAlert(unit.alert.id);
  }

  beforeAlert(armed: ArmedAlert): void {
    this.#current?.take(armed);
  }

  /** It came after the walk began, and is none of its business. */
  passOver({ units }: ArmedAlert): void {
    for (const unit of units) unit.walkedBy = this.#number;
  }

  beforeMarket(instrument: string): void {
    this.#current?.takeMarket(instrument);
  }

  *#through(walk: Walk): Generator<SnapshotPart> {
    try {
      for (const part of walk.parts()) {
        yield part;
        if (this.#current !== walk) throw new Error('a newer snapshot has begun: this one ends here');
      }
    } finally {
      if (this.#current === walk) this.#current = null;
    }
  }
}

class Walk {
  readonly number: number;
  readonly #armory: Armory;
  readonly #head: SnapshotHead;
  readonly #sources: Sources;
  /** By instrument. Those on quotes move with every tick and are taken at once, the others with the candles they are made of. */
  readonly #levels = new Map<string, TakenLevels>();
  readonly #counts: CountRows;
  /** Taken before they changed. */
  readonly #tables = new FieldTables();
  readonly #changed = new FieldPacker(this.#tables);
  readonly #markets = new Map<string, () => Generator<PackedMarket>>();
  /** Not taken yet. */
  readonly #books: Map<string, InstrumentBook>;

  constructor(number: number, parts: WalkedParts, totals: EngineTotals) {
    const { sources, armory } = parts;
    this.number = number;
    this.#armory = armory;
    this.#head = headOf(parts, totals);
    this.#counts = [...armory.counts];
    this.#sources = sources;
    this.#books = new Map(sources.books);
    for (const [instrument, book] of this.#books) {
      const levels: TakenLevels = new Map();
      takeLevels(sources.quoteSourcesOf(book), levels);
      this.#levels.set(instrument, levels);
    }
  }

  takeAlert(id: AlertId): void {
    const armed = this.#armory.alerts.get(id);
    if (armed !== undefined) this.take(armed);
  }

  take(armed: ArmedAlert): void {
    if (this.#isNew(armed)) this.#changed.add(armed);
  }

  takeMarket(instrument: string): void {
    const book = this.#books.get(instrument);
    if (book === undefined) return;
    this.#books.delete(instrument);
    this.#markets.set(instrument, takeMarket(book));
    takeLevels(
      this.#sources.levelSourcesOf(instrument).values(),
      this.#levels.get(instrument) as TakenLevels,
    );
  }

  *parts(): Generator<SnapshotPart> {
    yield this.#head;
    for (const { instrument } of this.#head.books) {
      this.takeMarket(instrument);
      const pieces = this.#markets.get(instrument)?.() ?? [];
      this.#markets.delete(instrument);
      for (const market of pieces) yield { type: 'market', market };
    }
    yield* this.#alerts();
    for (const [instrument, taken] of this.#levels) {
      // Whatever order they were made in: equal states are equal texts.
      const levels = [...taken.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
      if (levels.length > 0) yield { type: 'levels', instrument, levels };
    }
    for (let at = 0; at < this.#counts.length; at += ROWS_IN_PART)
      yield { type: 'counts', counts: this.#counts.slice(at, at + ROWS_IN_PART) };
    yield { type: 'end' };
  }

  *#alerts(): Generator<SnapshotPart> {
    const packer = new FieldPacker(this.#tables);
    const packers = [packer, this.#changed];
    const { alerts } = this.#armory;
    for (let shard = 0; shard < alerts.shards; shard++) {
      for (const armed of alerts.inShard(shard)) if (this.#isNew(armed)) packer.add(armed);
      for (const full of packers)
        if (full.size >= ALERTS_IN_PART) yield { type: 'alerts', field: full.take() };
    }
    for (const last of packers) if (last.size > 0) yield { type: 'alerts', field: last.take() };
  }

  /** Whether it is still to be taken; from now on it has been. */
  #isNew({ units }: ArmedAlert): boolean {
    let isNew = false;
    for (const unit of units) {
      isNew ||= unit.walkedBy !== this.number;
      unit.walkedBy = this.number;
    }
    return isNew;
  }
}

type CountRows = readonly Extract<SnapshotPart, { readonly type: 'counts' }>['counts'][number][];

/** By key. */
type TakenLevels = Map<string, PackedIndex>;

function takeLevels(sources: Iterable<LevelSource>, into: TakenLevels): void {
  for (const { key, index } of sources) {
    if (into.has(key)) continue;
    const apart = index.hasApart
      ? index.apart().map(([order, seen]) => [order, packNumber(seen)] as const)
      : [];
    into.set(key, { key, value: packNumber(index.value), apart });
  }
}

function headOf({ sources, armory, followUps }: WalkedParts, totals: EngineTotals): SnapshotHead {
  const windows = [...sources.windows()].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    type: 'head',
    version: SNAPSHOT_VERSION,
    now: packNumber(totals.now),
    step: totals.step,
    counters: totals.counters,
    rejected: [...totals.rejected],
    nextOrder: armory.nextOrder,
    books: [...sources.books.values()].map(packBook),
    windows: windows.map(([key, { window }]) => {
      const { lowest, highest } = window.snapshot();
      return { key, lowest: packNumbers(lowest), highest: packNumbers(highest) };
    }),
    followUps: followUps.facts(),
  };
}
