/**
 * The candles of one source: the closed ones in a ring, the forming one, and the indicators over them.
 *
 * M1 is built from ticks. Every longer timeframe is rolled up from closed M1 candles; its forming candle is the rolled part and the
 * forming M1 candle together, joined only when somebody asks. Cost per tick: nothing beyond the M1 candle.
 */
import type { EpochMs } from '../../kernel/units.ts';
import type { CandleSource } from '../../conditions/resolved.ts';
import { type Candle, volumeOf } from '../../market/candle.ts';
import { isKept, periodOf } from '../../market/periods.ts';
import { type Timeframe, timeframe } from '../../market/timeframe.ts';
import type { LevelMover, Moment, Sampler, Watcher } from '../evaluation/moment.ts';
import { GAP, GapTable } from '../levels/gap-table.ts';
import { FormingCandle } from './forming-candle.ts';
import { BASE_DEPTH, type IndicatorStream } from './indicator-stream.ts';
import { RowRing } from './row-ring.ts';

/** Columns of a closed candle in its ring. */
export const COLUMN = { at: 0, closesAt: 1, open: 2, high: 3, low: 4, close: 5, volume: 6 } as const;
const WIDTH = 7;
/** History beyond this is fed to indicators but not kept (the language looks back no further). */
const MAX_LOOK_BACK = 5_000;

export class Series {
  readonly source: CandleSource;
  readonly timeframe: Timeframe;
  readonly closed = new RowRing(WIDTH, BASE_DEPTH);
  readonly forming = new FormingCandle();
  /** By canonical call. */
  readonly streams = new Map<string, IndicatorStream>();
  readonly watchers = new Set<Watcher>();
  readonly samplers = new Set<Sampler>();
  readonly levels = new Set<LevelMover>();
  /** Of levels on what its streams give. */
  readonly gaps = new GapTable();
  /** A condition has read it. */
  isRead = false;
  /** Candles closed while the engine watched. */
  closes = 0;
  /** The first candle is discarded when it ends by then: the series began in the middle of it. */
  incompleteUntil = -Infinity;
  readonly #minutes: Series | null;
  readonly #joined = new FormingCandle();
  readonly #row = new Float64Array(WIDTH);
  #keptAt = NaN;
  #kept = false;

  /** `minutes` is the M1 series of the same instrument and basis; null for that one itself. */
  constructor(source: CandleSource, minutes: Series | null) {
    const { instrument, basis, timeframe: name } = source;
    this.source = { instrument, basis, timeframe: name };
    this.timeframe = timeframe(source.timeframe);
    this.#minutes = minutes;
  }

  /** The forming candle, or null between a close and the next tick. Valid until the next tick. */
  live(): Candle | null {
    if (!this.#isKept) return null;
    if (this.#minutes === null) return this.forming.isEmpty ? null : this.forming;
    if (this.#minutes.forming.isEmpty) return this.forming.isEmpty ? null : this.forming;
    this.#joined.join(this.forming, this.#minutes.forming);
    return this.#joined;
  }

  get isForming(): boolean {
    if (!this.#isKept) return false;
    return !this.forming.isEmpty || (this.#minutes !== null && !this.#minutes.forming.isEmpty);
  }

  /** Makes sure that the period of `at` is the forming one. */
  begin(at: EpochMs): void {
    if (this.forming.isEmpty && at >= this.forming.closesAt) this.forming.begin(periodOf(this.timeframe, at));
  }

  /** Ends the forming candle; null when it was empty or is not whole. */
  close(): Candle | null {
    if (this.forming.isEmpty) return null;
    const isOne = this.#isKept;
    const candle = this.forming.freeze();
    this.forming.clear();
    if (!isOne || candle.closesAt <= this.incompleteUntil) return null;
    this.closes++;
    this.#keep(candle);
    const { rows } = this.gaps;
    for (const stream of this.streams.values()) {
      stream.push(candle);
      if (stream.gapAt >= 0) rows[stream.gapAt + GAP.newest] = stream.newest;
    }
    return candle;
  }

  /** After `close`, and after every sampler has seen the step. */
  moveLevels(moment: Moment): void {
    this.gaps.move(moment);
    for (const mover of this.levels) mover.moveLevels(moment);
  }

  /** How many closed candles ended after `instant`. O(log n). */
  closedSince(instant: number): number {
    let low = 0;
    let high = this.closed.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.closed.value(middle, COLUMN.closesAt) > instant) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The newest `count` closed candles, oldest first. */
  recent(count: number): Candle[] {
    const candles: Candle[] = [];
    for (let back = Math.min(count, this.closed.length) - 1; back >= 0; back--)
      candles.push(this.#candle(back));
    return candles;
  }

  addStream(stream: IndicatorStream): void {
    stream.refill(this.recent(this.closed.length));
    this.streams.set(stream.call, stream);
  }

  /** Follows on with closed M1 candles of before, closing what they end without telling anybody. */
  rollUp(minutes: readonly Candle[]): void {
    for (const candle of minutes) {
      this.catchUp(candle.at);
      this.forming.append(candle);
    }
  }

  /** Closes silently what ended before `at`, and begins the period of it. */
  catchUp(at: EpochMs): void {
    this.closeEnded(at);
    this.begin(at);
  }

  /** Closes the forming candle without telling anybody, when it ended at or before `instant`. */
  closeEnded(instant: EpochMs): void {
    if (!this.forming.isEmpty && instant >= this.forming.closesAt) this.#closeSilently();
  }

  /** Closed candles of this very source from outside. Those that overlap what is here are left alone. */
  addHistory(candles: readonly Candle[]): void {
    const oldest = this.closed.value(this.closed.length - 1, COLUMN.at);
    const newest = this.closed.value(0, COLUMN.closesAt);
    const standing = this.live();
    const past = candles.filter((candle) => standing === null || candle.closesAt <= standing.at);
    const older = past.filter((candle) => !(candle.closesAt > oldest));
    const newer = Number.isNaN(newest) ? [] : past.filter((candle) => candle.at >= newest);
    if (older.length > 0) this.#prepend(older);
    for (const candle of newer) {
      this.#keep(candle);
      for (const stream of this.streams.values()) stream.push(candle);
    }
  }

  /** A closed candle of a shorter timeframe, from outside: completes the forming candle that contains it. */
  complete(part: Candle): void {
    if (part.at < this.closed.value(0, COLUMN.closesAt)) return;
    const { forming } = this;
    this.catchUp(part.at);
    if (part.at < forming.at || part.closesAt > forming.closesAt) return;
    const minute = this.#minutes?.forming;
    if (minute !== undefined && !minute.isEmpty && part.closesAt > minute.at) return;
    if (forming.isEmpty || part.at >= forming.coveredTo) forming.append(part);
    else if (part.closesAt <= forming.coveredFrom) forming.prepend(part);
  }

  /** False while the forming period is the time between two sessions, or a session whose beginning is not known. */
  get #isKept(): boolean {
    if (this.timeframe.unit !== 'session') return true;
    const { at, closesAt } = this.forming;
    if (at !== this.#keptAt) {
      this.#keptAt = at;
      this.#kept = at > -Infinity && closesAt > this.incompleteUntil && isKept(this.timeframe, at);
    }
    return this.#kept;
  }

  #closeSilently(): void {
    const isOne = this.#isKept;
    const candle = this.forming.freeze();
    this.forming.clear();
    if (!isOne || candle.closesAt <= this.incompleteUntil) return;
    this.#keep(candle);
    for (const stream of this.streams.values()) stream.push(candle);
  }

  #prepend(older: readonly Candle[]): void {
    const own = this.recent(this.closed.length);
    this.closed.deepen(Math.min(older.length + own.length, MAX_LOOK_BACK));
    this.closed.clear();
    for (const candle of older) this.#keep(candle);
    for (const candle of own) this.#keep(candle);
    for (const stream of this.streams.values()) if (stream.wantsHistory) stream.refill([...older, ...own]);
  }

  #keep(candle: Candle): void {
    const row = this.#row;
    row[COLUMN.at] = candle.at;
    row[COLUMN.closesAt] = candle.closesAt;
    row[COLUMN.open] = candle.open;
    row[COLUMN.high] = candle.high;
    row[COLUMN.low] = candle.low;
    row[COLUMN.close] = candle.close;
    row[COLUMN.volume] = volumeOf(candle);
    this.closed.push(row);
  }

  #candle(back: number): Candle {
    const read = (column: number) => this.closed.value(back, column);
    return {
      at: read(COLUMN.at) as EpochMs,
      closesAt: read(COLUMN.closesAt) as EpochMs,
      open: read(COLUMN.open),
      high: read(COLUMN.high),
      low: read(COLUMN.low),
      close: read(COLUMN.close),
      // NaN in its row, where the source has none.
      volume: read(COLUMN.volume) || 0,
    };
  }
}
