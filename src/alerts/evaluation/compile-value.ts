/** Turns an expression into a value that reads the shared series, streams and quotes. */
import type { Expression } from '../../conditions/resolved.ts';
import { volumeOf } from '../../market/candle.ts';
import { type PRICE_BASES, spreadOf } from '../../market/tick.ts';
import type { IndicatorStream } from '../series/indicator-stream.ts';
import type { InstrumentBook, QuoteField } from '../series/instrument-book.ts';
import { COLUMN, type Series } from '../series/series.ts';
import type { Compilation } from './compilation.ts';
import { compileFunction } from './functions/compile-function.ts';
import { keyOf } from './sources.ts';
import type { LookBack, Value } from './value.ts';

const NO_LOOK_BACK: LookBack | null = null;
const MAX_DEPTH = 5_000;

export function compileValue(
  expression: Expression,
  to: Compilation,
  lookBack: LookBack | null = NO_LOOK_BACK,
): Value {
  switch (expression.type) {
    case 'number':
      return new Constant(expression.value);
    case 'quote':
      return compileQuote(expression, to, lookBack);
    case 'candle':
      return compileCandle(expression, to, lookBack);
    case 'indicator':
      return compileIndicator(expression, to, lookBack);
    case 'function': {
      const input = (of: Expression, back: LookBack | null = lookBack) => compileValue(of, to, back);
      return compileFunction(expression, to, { lookBack, input });
    }
    case 'negate':
      return new Negation(compileValue(expression.operand, to, lookBack));
    case 'arithmetic': {
      const left = compileValue(expression.left, to, lookBack);
      const right = compileValue(expression.right, to, lookBack);
      return new ARITHMETIC[expression.operator](left, right);
    }
  }
}

function compileQuote(
  expression: Extract<Expression, { readonly type: 'quote' }>,
  to: Compilation,
  lookBack: LookBack | null,
): Value {
  const { instrument, field, text } = expression;
  return to.shareOperand(keyFor(expression, to, lookBack), (own) => {
    const book = own.sources.book(instrument);
    own.ticks.add(book);
    const past = lookBack === null ? null : compilePastQuote(book, field, { to: own, lookBack });
    return { text, value: new Quote(book, field, past), missing: () => null };
  });
}

/** Equal keys are one operand, under one name, over the same look-back. */
function keyFor(
  expression: Extract<Expression, { readonly text: string }>,
  { isAtClose }: Compilation,
  lookBack: LookBack | null,
): string {
  const over = lookBack === null ? '' : `${sourceName(lookBack.source)} ${lookBack.count}`;
  return `${keyOf(expression)} ${expression.text} ${isAtClose} ${over}`;
}

function sourceName({ source: { instrument, basis, timeframe } }: Series): string {
  return `${instrument}:${basis}:${timeframe}`;
}

/** A quote as it was at a close is the close of the candle on that price. */
function compilePastQuote(
  book: InstrumentBook,
  field: QuoteField,
  { to, lookBack }: { readonly to: Compilation; readonly lookBack: LookBack },
): Value {
  const { timeframe } = lookBack.source.source;
  const closeOn = (basis: (typeof PRICE_BASES)[number]) => {
    const series = to.useSeries({ instrument: book.instrument.id, basis, timeframe }, lookBack.count);
    return new CandleField(series, COLUMN.close, {
      offset: 0,
      live: false,
      standsIn: false,
      past: lookBack.source,
    });
  };
  if (field === 'spread') return new Spread(closeOn('bid'), closeOn('ask'), book.pointsPerUnit);
  return closeOn(field);
}

function compileCandle(
  expression: Extract<Expression, { readonly type: 'candle' }>,
  to: Compilation,
  lookBack: LookBack | null,
): Value {
  const { field, offset, live, text } = expression;
  return to.shareOperand(keyFor(expression, to, lookBack), (own) => {
    const series = own.useSeries(expression, depthOf(expression, lookBack));
    subscribe(series, live, own);
    const past = lookBack?.source ?? null;
    const value = new CandleField(series, COLUMN[field], { offset, live, standsIn: own.isAtClose, past });
    return { text, value, missing: () => Math.max(0, offset + 1 - series.closed.length) };
  });
}

function compileIndicator(
  expression: Extract<Expression, { readonly type: 'indicator' }>,
  to: Compilation,
  lookBack: LookBack | null,
): Value {
  const { output, offset, live, text } = expression;
  return to.shareOperand(keyFor(expression, to, lookBack), (own) => {
    const depth = depthOf(expression, lookBack);
    const series = own.useSeries(expression, depth);
    const { stream, release } = own.sources.useStream(series, expression, depth);
    own.onRelease(release);
    subscribe(series, live, own);
    const book = own.sources.book(expression.instrument);
    const past = lookBack?.source ?? null;
    const place = { offset, live, standsIn: own.isAtClose, past };
    const value = new IndicatorValue({ series, stream, book, output }, place);
    return { text, value, missing: () => stream.missing(live ? Math.max(0, offset - 1) : offset) };
  });
}

function subscribe(series: Series, live: boolean, to: Compilation): void {
  to.closes.add(series);
  to.read.add(series);
  if (live) to.ticks.add(to.sources.book(series.source.instrument));
}

/** A finer series than the one looked back on has more candles in the same time. */
function depthOf(
  operand: { readonly offset: number; readonly timeframe: string },
  lookBack: LookBack | null,
): number {
  if (lookBack === null) return operand.offset + 1;
  if (operand.timeframe === lookBack.source.source.timeframe) return operand.offset + lookBack.count;
  return MAX_DEPTH;
}

interface Place {
  readonly offset: number;
  readonly live: boolean;
  /** Between a close and the next tick the candle just closed stands for the forming one. */
  readonly standsIn: boolean;
  /** The source whose closes `asOf` counts. */
  readonly past: Series | null;
}

/** How many closed candles of `series` ended after the close `back` candles ago of `past`; NaN when there was no such close. */
function candlesBack(series: Series, past: Series | null, back: number): number {
  if (past === null) return NaN;
  const isSame =
    series === past ||
    (series.source.timeframe === past.source.timeframe &&
      series.source.instrument === past.source.instrument);
  if (isSame) return back;
  const instant = past.closed.value(back, COLUMN.closesAt);
  return Number.isNaN(instant) ? NaN : series.closedSince(instant);
}

class Constant implements Value {
  readonly #value: number;
  constructor(value: number) {
    this.#value = value;
  }
  now(): number {
    return this.#value;
  }
  asOf(): number {
    return this.#value;
  }
}

class Quote implements Value {
  readonly #book: InstrumentBook;
  readonly #field: QuoteField;
  readonly #past: Value | null;
  constructor(book: InstrumentBook, field: QuoteField, past: Value | null) {
    this.#book = book;
    this.#field = field;
    this.#past = past;
  }
  now(): number {
    return this.#book.value(this.#field);
  }
  asOf(back: number): number {
    return this.#past?.asOf(back) ?? NaN;
  }
}

/** `live` counts the forming candle as 0; between a close and the next tick there is none, and 0 is unknown. */
class CandleField implements Value {
  readonly #series: Series;
  readonly #column: number;
  readonly #place: Place;
  constructor(series: Series, column: number, place: Place) {
    this.#series = series;
    this.#column = column;
    this.#place = place;
  }
  now(): number {
    const { offset, live, standsIn } = this.#place;
    const forming = live ? this.#series.live() : null;
    if (!live || (standsIn && forming === null)) return this.#series.closed.value(offset, this.#column);
    if (offset > 0) return this.#series.closed.value(offset - 1, this.#column);
    return forming === null ? NaN : fieldOf(forming, this.#column);
  }
  asOf(back: number): number {
    const { offset, past } = this.#place;
    return this.#series.closed.value(candlesBack(this.#series, past, back) + offset, this.#column);
  }
}

function fieldOf(candle: NonNullable<ReturnType<Series['live']>>, column: number): number {
  switch (column) {
    case COLUMN.open:
      return candle.open;
    case COLUMN.high:
      return candle.high;
    case COLUMN.low:
      return candle.low;
    case COLUMN.close:
      return candle.close;
    default:
      return volumeOf(candle);
  }
}

class IndicatorValue implements Value {
  readonly #from: {
    readonly series: Series;
    readonly stream: IndicatorStream;
    readonly book: InstrumentBook;
    readonly output: number;
  };
  readonly #place: Place;
  constructor(from: IndicatorValue['from'], place: Place) {
    this.#from = from;
    this.#place = place;
  }
  get from() {
    return this.#from;
  }
  now(): number {
    const { series, stream, book, output } = this.#from;
    const { offset, live, standsIn } = this.#place;
    const forming = live ? series.live() : null;
    if (!live || (standsIn && forming === null)) return stream.closed.value(offset, output);
    if (offset > 0) return stream.closed.value(offset - 1, output);
    return forming === null ? NaN : stream.live(forming, output, book.version);
  }
  asOf(back: number): number {
    const { series, stream, output } = this.#from;
    const { offset, past } = this.#place;
    return stream.closed.value(candlesBack(series, past, back) + offset, output);
  }
}

class Negation implements Value {
  readonly #operand: Value;
  constructor(operand: Value) {
    this.#operand = operand;
  }
  now(): number {
    return -this.#operand.now();
  }
  asOf(back: number): number {
    return -this.#operand.asOf(back);
  }
}

abstract class Pair implements Value {
  readonly #left: Value;
  readonly #right: Value;
  constructor(left: Value, right: Value) {
    this.#left = left;
    this.#right = right;
  }
  now(): number {
    return this.combine(this.#left.now(), this.#right.now());
  }
  asOf(back: number): number {
    return this.combine(this.#left.asOf(back), this.#right.asOf(back));
  }
  protected abstract combine(left: number, right: number): number;
}

class Sum extends Pair {
  protected override combine(left: number, right: number): number {
    return left + right;
  }
}

class Difference extends Pair {
  protected override combine(left: number, right: number): number {
    return left - right;
  }
}

class Spread extends Pair {
  readonly #perUnit: number;
  constructor(bid: Value, ask: Value, perUnit: number) {
    super(bid, ask);
    this.#perUnit = perUnit;
  }
  protected override combine(bid: number, ask: number): number {
    return spreadOf(bid, ask, this.#perUnit);
  }
}

class Product extends Pair {
  protected override combine(left: number, right: number): number {
    return left * right;
  }
}

/** Division by nothing is unknown. */
class Quotient extends Pair {
  protected override combine(left: number, right: number): number {
    return right === 0 ? NaN : left / right;
  }
}

const ARITHMETIC = { '+': Sum, '-': Difference, '*': Product, '/': Quotient } as const;
