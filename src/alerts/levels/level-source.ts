/**
 * A value that fixed levels are compared with, and the index of those levels: a field of the standing quote, which changes with ticks,
 * the last closed value of a candle field or an indicator, which changes when its candle closes, or how far one of those is above
 * another (pair-source.ts). One for each value and quanta, however many alerts look at it.
 */
import type { Expression } from '../../conditions/resolved.ts';
import { inQuanta } from '../evaluation/comparison.ts';
import type { InstrumentId } from '../../kernel/units.ts';
import type { LevelMover, Moment } from '../evaluation/moment.ts';
import type { InstrumentBook, QuoteField } from '../series/instrument-book.ts';
import type { IndicatorStream } from '../series/indicator-stream.ts';
import type { RowRing } from '../series/row-ring.ts';
import type { Series } from '../series/series.ts';
import { LevelIndex } from './level-index.ts';

/** What may be compared with a level: a quote, or a closed value without an offset. */
export type LevelOperand = Extract<Expression, { readonly type: 'quote' | 'candle' | 'indicator' }>;

export type ClosedOperand = Exclude<LevelOperand, { readonly type: 'quote' }>;

export abstract class LevelSource {
  abstract readonly index: LevelIndex;
  /** Names it among all. */
  readonly key: string;
  /** With whose market it changes. */
  readonly instrument: InstrumentId;
  /** Armed alerts that look at it, or would. */
  uses = 0;

  constructor(key: string, instrument: InstrumentId) {
    this.key = key;
    this.instrument = instrument;
  }

  /** As levels on it are compared; NaN while unknown. */
  abstract quantised(): number;
  /** Nobody looks any more. */
  abstract release(): void;
}

/** One operand by itself. */
export abstract class OperandSource extends LevelSource {
  /** Of the first condition that read it, without its text: what a restart needs to find it again. */
  readonly operand: LevelOperand;
  /** 0 compares plain numbers. */
  readonly quanta: number;

  constructor(key: string, operand: LevelOperand, quanta: number) {
    super(key, operand.instrument);
    this.operand = operand;
    this.quanta = quanta;
  }

  /** At whose closes it changes; null for a quote. */
  abstract readonly series: Series | null;
  /** NaN while unknown. */
  abstract now(): number;
  /** Closed candles until it is known; null when it is a quote that is missing. */
  abstract missing(): number | null;

  override quantised(): number {
    return inQuanta(this.now(), this.quanta);
  }
}

export class QuoteSource extends OperandSource {
  override readonly series = null;
  readonly #book: InstrumentBook;
  readonly #field: QuoteField;

  constructor(key: string, operand: LevelOperand & { readonly type: 'quote' }, book: InstrumentBook) {
    super(key, operand, book.quanta);
    this.#book = book;
    this.#field = operand.field;
  }

  override get index(): LevelIndex {
    return this.#book.levels(this.#field);
  }

  override now(): number {
    return this.#book.value(this.#field);
  }

  override missing(): null {
    return null;
  }

  override release(): void {
    this.#book.dropLevels(this.#field);
  }
}

/** Where the last closed value of an operand stands: the newest row of a ring, in one column. */
export interface ClosedValue {
  readonly series: Series;
  /** Null for a field of the candle. */
  readonly stream: IndicatorStream | null;
  readonly ring: RowRing;
  readonly column: number;
  readonly missing: () => number;
  readonly release: () => void;
}

export class ClosedSource extends OperandSource implements LevelMover {
  override readonly index: LevelIndex;
  override readonly series: Series;
  readonly #stream: IndicatorStream | null;
  readonly #ring: RowRing;
  readonly #column: number;
  readonly #missing: () => number;
  readonly #release: () => void;

  constructor(key: string, operand: LevelOperand, of: ClosedValue & { readonly quanta: number }) {
    super(key, operand, of.quanta);
    this.series = of.series;
    this.#ring = of.ring;
    this.#column = of.column;
    this.#missing = of.missing;
    this.#release = of.release;
    // The first output as it is: the series keeps its newest value where the gap is.
    this.#stream = of.quanta === 0 && of.column === 0 && of.stream?.gapAt === -1 ? of.stream : null;
    this.index = this.#stream === null ? this.#standAlone() : this.#standInRow(this.#stream);
  }

  #standAlone(): LevelIndex {
    this.series.levels.add(this);
    return new LevelIndex(this.quantised());
  }

  #standInRow(stream: IndicatorStream): LevelIndex {
    const { gaps } = this.series;
    stream.gapAt = gaps.take(this);
    return new LevelIndex(this.quantised(), gaps, stream.gapAt);
  }

  override now(): number {
    return this.#ring.value(0, this.#column);
  }

  override missing(): number {
    return this.#missing();
  }

  moveLevels(moment: Moment): void {
    this.index.move(this.quantised(), moment);
  }

  override release(): void {
    if (this.#stream === null) this.series.levels.delete(this);
    else {
      this.series.gaps.release(this.#stream.gapAt);
      this.#stream.gapAt = -1;
    }
    this.#release();
  }
}
