/**
 * What compiling one condition collects: the clock, the operands to explain, the numbers of state each armed alert needs, and the
 * shared things in use.
 */
import type { CandleSource } from '../../conditions/resolved.ts';
import type { InstrumentBook } from '../series/instrument-book.ts';
import type { Series } from '../series/series.ts';
import type { WindowCursor } from './calendar.ts';
import type { Release, SharedOperand, Sources } from './sources.ts';
import type { Operand, Value } from './value.ts';

export class Compilation {
  readonly sources: Sources;
  /**
   * The condition is looked at only when candles close: a candle that has just closed still counts as the forming one.
   */
  readonly isAtClose: boolean;
  /** Every tick of these can change the condition. */
  readonly ticks = new Set<InstrumentBook>();
  /** So can the end of a candle of these. */
  readonly closes = new Set<Series>();
  /** And the ends of these windows of the calendar. */
  readonly windows = new Set<WindowCursor>();
  /** Series of which candles are read, closed or live: the finest is the alert's bar. */
  readonly read = new Set<Series>();
  operands = new Map<string, Operand>();
  #slots = 0;
  readonly #releases: Release[] = [];

  constructor(sources: Sources, isAtClose = false) {
    this.sources = sources;
    this.isAtClose = isAtClose;
  }

  /** Index of the first of `count` numbers of per-alert state; they start as NaN. */
  slot(count = 1): number {
    const first = this.#slots;
    this.#slots += count;
    return first;
  }

  get slots(): number {
    return this.#slots;
  }

  useSeries(source: CandleSource, depth: number): Series {
    const { series, release } = this.sources.useSeries(source, depth);
    this.#releases.push(release);
    return series;
  }

  /** An operand that many conditions read is compiled once, by `key`, for as long as one of them is there. */
  shareOperand(key: string, make: (own: Compilation) => Operand): Value {
    const shared = this.sources.useOperand(key, () => {
      const own = new Compilation(this.sources, this.isAtClose);
      const operand = make(own);
      const { ticks, closes, read } = own;
      return {
        operand,
        ticks: [...ticks],
        closes: [...closes],
        read: [...read],
        releases: own.takeReleases(),
      };
    });
    return this.#take(shared);
  }

  /** Runs `compile`, and gives the operands it read instead of explaining each by itself: they only serve to compute another. */
  apart<T>(compile: () => T): { readonly result: T; readonly read: readonly Operand[] } {
    const { operands } = this;
    this.operands = new Map();
    const result = compile();
    const read = [...this.operands.values()];
    this.operands = operands;
    return { result, read };
  }

  /** Runs `release` when the compiled condition goes. */
  onRelease(release: Release): void {
    this.#releases.push(release);
  }

  #take({ operand, ticks, closes, read, release }: SharedOperand): Value {
    for (const book of ticks) this.ticks.add(book);
    for (const series of closes) this.closes.add(series);
    for (const series of read) this.read.add(series);
    this.operands.set(operand.text, operand);
    this.#releases.push(release);
    return operand.value;
  }

  /** In reverse: a stream goes before the series under it. */
  release(): void {
    for (const release of this.takeReleases()) release();
  }

  /** What `release` would call, for whoever outlives the compilation. */
  takeReleases(): readonly Release[] {
    return this.#releases.splice(0).reverse();
  }
}
