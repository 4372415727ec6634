/**
 * What conditions read, each made once and shared: instrument books, series, indicator streams, windows. All but books and standard
 * series live as long as somebody uses them.
 */
import type { CandleSource, Expression } from '../../conditions/resolved.ts';
import type { IndicatorDefinition, IndicatorParams } from '../../indicators/indicator.ts';
import { canonicalCall } from '../../indicators/call.ts';
import { assert } from '../../kernel/assert.ts';
import type { EpochMs } from '../../kernel/units.ts';
import type { DailyWindow } from '../../market/daily-window.ts';
import type { Instrument } from '../../market/instrument.ts';
import { IndicatorStream } from '../series/indicator-stream.ts';
import { InstrumentBook, QUOTE_FIELDS } from '../series/instrument-book.ts';
import {
  type ClosedOperand,
  ClosedSource,
  type ClosedValue,
  type LevelOperand,
  type LevelSource,
  type OperandSource,
  QuoteSource,
} from '../levels/level-source.ts';
import { PairSource } from '../levels/pair-source.ts';
import { COLUMN, type Series } from '../series/series.ts';
import { WindowCursor } from './calendar.ts';
import { type Changes, UNWATCHED } from './changes.ts';
import type { Operand } from './value.ts';
import type { ExtremaWindow } from './extrema-window.ts';

interface SourceTables {
  readonly instruments: ReadonlyMap<string, Instrument>;
  readonly indicators: ReadonlyMap<string, IndicatorDefinition>;
  /** Market time; within a step, as that step has it. */
  readonly time: { readonly now: EpochMs };
  /** Told before closed candles and indicators change. */
  readonly changes?: Changes;
  /** Only series that are read are kept. */
  readonly isLean?: boolean;
}

/** Ends a use. Called once. */
export type Release = () => void;

/** What compiling an operand gives. */
interface CompiledOperand {
  readonly operand: Operand;
  readonly ticks: readonly InstrumentBook[];
  readonly closes: readonly Series[];
  readonly read: readonly Series[];
  readonly releases: readonly Release[];
}

/** With one way to end a use, the same for every user. */
export interface SharedOperand extends CompiledOperand {
  readonly release: Release;
}

/** A shared window, and what to undo when its last user goes. */
interface SharedWindow {
  readonly window: ExtremaWindow;
  readonly release: Release;
}

const NO_LEVELS: ReadonlyMap<string, LevelSource> = new Map();

export class Sources {
  readonly books = new Map<string, InstrumentBook>();
  readonly #tables: SourceTables;
  readonly #changes: Changes;
  readonly #uses = new Map<object, number>();
  readonly #windows = new Map<string, SharedWindow>();
  readonly #cursors = new Map<string, WindowCursor>();
  /** By instrument, then by key. */
  readonly #levels = new Map<string, Map<string, LevelSource>>();
  readonly #operands = new Map<string, SharedOperand>();

  readonly time: SourceTables['time'];

  constructor(tables: SourceTables) {
    this.#tables = tables;
    this.#changes = tables.changes ?? UNWATCHED;
    this.time = tables.time;
  }

  /** Made at first mention; asserts that the instrument is in the table. */
  book(instrument: string): InstrumentBook {
    const found = this.books.get(instrument);
    if (found !== undefined) return found;
    const known = this.#tables.instruments.get(instrument);
    assert(known !== undefined, `unknown instrument "${instrument}"`);
    const book = new InstrumentBook(known, {
      isLean: this.#tables.isLean ?? false,
      changes: this.#changes,
    });
    this.books.set(instrument, book);
    return book;
  }

  isKnown(instrument: string): boolean {
    return this.#tables.instruments.has(instrument);
  }

  hasIndicator(name: string): boolean {
    return this.#tables.indicators.has(name);
  }

  find(source: CandleSource): Series | null {
    return this.books.get(source.instrument)?.find(source.basis, source.timeframe) ?? null;
  }

  /** Keeps at least `depth` closed candles from now on. */
  useSeries(source: CandleSource, depth: number): { readonly series: Series; readonly release: Release } {
    const book = this.book(source.instrument);
    const series = book.find(source.basis, source.timeframe) ?? book.addSeries(source, this.time.now);
    series.closed.deepen(depth);
    series.isRead = true;
    this.#addUse(series);
    const release = () => {
      if (this.#dropUse(series) && !book.isStandard(series)) book.removeSeries(series);
    };
    return { series, release };
  }

  /** Keeps at least `depth` values from now on. */
  useStream(
    series: Series,
    call: { readonly indicator: string; readonly params: IndicatorParams },
    depth: number,
  ): { readonly stream: IndicatorStream; readonly release: Release } {
    const definition = this.#tables.indicators.get(call.indicator);
    assert(definition !== undefined, `unknown indicator "${call.indicator}"`);
    return this.#useStream(series, { definition, params: call.params }, { depth, isReported: true });
  }

  /** A stream that computes something else: no indicator of the catalog, and nobody is told of its values. */
  useOwnStream(
    series: Series,
    of: { readonly definition: IndicatorDefinition; readonly params: IndicatorParams },
    depth: number,
  ): { readonly stream: IndicatorStream; readonly release: Release } {
    return this.#useStream(series, of, { depth, isReported: false });
  }

  #useStream(
    series: Series,
    { definition, params }: { readonly definition: IndicatorDefinition; readonly params: IndicatorParams },
    { depth, isReported }: { readonly depth: number; readonly isReported: boolean },
  ): { readonly stream: IndicatorStream; readonly release: Release } {
    const text = canonicalCall(definition, params);
    let stream = series.streams.get(text);
    if (stream === undefined) {
      stream = new IndicatorStream(definition, params, { call: text, isReported });
      stream.closed.deepen(depth);
      this.#changes.beforeMarket(series.source.instrument);
      series.addStream(stream);
    }
    stream.closed.deepen(depth);
    this.#addUse(stream);
    const shared = stream;
    const release = () => {
      if (!this.#dropUse(shared)) return;
      this.#changes.beforeMarket(series.source.instrument);
      series.streams.delete(text);
    };
    return { stream, release };
  }

  useOperand(key: string, make: () => CompiledOperand): SharedOperand {
    const found = this.#operands.get(key);
    if (found !== undefined) {
      this.#addUse(found);
      return found;
    }
    const made = make();
    const shared: SharedOperand = {
      ...made,
      release: () => {
        if (!this.#dropUse(shared)) return;
        this.#operands.delete(key);
        for (const release of made.releases) release();
      },
    };
    this.#operands.set(key, shared);
    this.#addUse(shared);
    return shared;
  }

  useWindow(
    key: string,
    make: () => SharedWindow,
  ): { readonly window: ExtremaWindow; readonly release: Release } {
    const shared = this.#windows.get(key) ?? make();
    this.#windows.set(key, shared);
    this.#addUse(shared);
    const release = () => {
      if (!this.#dropUse(shared)) return;
      this.#windows.delete(key);
      shared.release();
    };
    return { window: shared.window, release };
  }

  /** One for all conditions that speak of the same hours: at their end its next window is looked up once. */
  useCursor(window: DailyWindow): { readonly cursor: WindowCursor; readonly release: Release } {
    const key = JSON.stringify(window);
    const cursor = this.#cursors.get(key) ?? new WindowCursor(window);
    this.#cursors.set(key, cursor);
    this.#addUse(cursor);
    const release = () => {
      if (this.#dropUse(cursor)) this.#cursors.delete(key);
    };
    return { cursor, release };
  }

  /** What levels on this value are sorted by; made at first mention, gone after its last use. */
  levelSource(operand: LevelOperand, quanta: number): OperandSource {
    const key = `${keyOf(operand)}#${quanta}`;
    return this.#useLevels(operand.instrument, key, () =>
      operand.type === 'quote'
        ? new QuoteSource(key, operand, this.book(operand.instrument))
        : new ClosedSource(key, operand, { ...this.#closedValue(operand), quanta }),
    );
  }

  /** The same for the distance of two closed values of one instrument. */
  pairSource(left: ClosedOperand, right: ClosedOperand, quanta: number): PairSource {
    const key = `${keyOf(left)} - ${keyOf(right)}#${quanta}`;
    return this.#useLevels(
      left.instrument,
      key,
      () => new PairSource(key, { left: this.#closedValue(left), right: this.#closedValue(right), quanta }),
    );
  }

  /** Equal keys are of one kind. */
  #useLevels<Kind extends LevelSource>(instrument: string, key: string, make: () => Kind): Kind {
    const own = this.#levels.get(instrument) ?? new Map<string, LevelSource>();
    this.#levels.set(instrument, own);
    const found = own.get(key);
    if (found !== undefined) return found as Kind;
    const made = make();
    own.set(key, made);
    return made;
  }

  releaseLevels(source: LevelSource): void {
    if (--source.uses > 0) return;
    this.#levels.get(source.instrument)?.delete(source.key);
    source.release();
  }

  levelSourcesOf(instrument: string): ReadonlyMap<string, LevelSource> {
    return this.#levels.get(instrument) ?? NO_LEVELS;
  }

  /** Those that move with every tick. */
  quoteSourcesOf({ instrument: { id }, quanta }: InstrumentBook): readonly LevelSource[] {
    const own = this.levelSourcesOf(id);
    return QUOTE_FIELDS.flatMap((field) => own.get(`${id}:${field}#${quanta}`) ?? []);
  }

  windows(): ReadonlyMap<string, { readonly window: ExtremaWindow }> {
    return this.#windows;
  }

  #closedValue(operand: ClosedOperand): ClosedValue {
    const { series, release } = this.useSeries(operand, 1);
    if (operand.type === 'candle') {
      const missing = () => Math.max(0, 1 - series.closed.length);
      return { series, stream: null, ring: series.closed, column: COLUMN[operand.field], missing, release };
    }
    const used = this.useStream(series, operand, 1);
    return {
      series,
      stream: used.stream,
      ring: used.stream.closed,
      column: operand.output,
      missing: () => used.stream.missing(0),
      release: () => {
        used.release();
        release();
      },
    };
  }

  #addUse(resource: object): void {
    this.#uses.set(resource, (this.#uses.get(resource) ?? 0) + 1);
  }

  /** Whether it was the last. */
  #dropUse(resource: object): boolean {
    const left = (this.#uses.get(resource) ?? 0) - 1;
    if (left > 0) this.#uses.set(resource, left);
    else this.#uses.delete(resource);
    return left <= 0;
  }
}

/** Equal keys read the same value, however it was written. */
export function keyOf(expression: Expression): string {
  switch (expression.type) {
    case 'number':
      return String(expression.value);
    case 'quote':
      return `${expression.instrument}:${expression.field}`;
    case 'candle':
      return `${placeOf(expression)}:${expression.field}`;
    case 'indicator':
      return `${placeOf(expression)}:${expression.indicator}(${expression.params.join(',')}).${expression.output}`;
    case 'function':
      return `${expression.name}(${expression.inputs.map(keyOf).join(',')};${expression.parameters.join(',')})`;
    case 'negate':
      return `-(${keyOf(expression.operand)})`;
    case 'arithmetic':
      return `(${keyOf(expression.left)}${expression.operator}${keyOf(expression.right)})`;
  }
}

function placeOf(operand: CandleSource & { readonly offset: number; readonly live: boolean }): string {
  const { instrument, basis, timeframe, offset, live } = operand;
  return `${instrument}:${basis}:${timeframe}${live ? ':live' : ''}[${offset}]`;
}
