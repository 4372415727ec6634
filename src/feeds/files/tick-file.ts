/**
 * Ticks of a file, in the order of the file, in batches of one read (about 6,000 rows). Memory is bounded by the batch.
 * Reads `timestamp,symbol,bid,ask` with or without a header, in any order of columns; TrueFX; HistData. Prices are taken as they
 * stand: whether a quote is believable is the quote filter's business. A line that is none is reported and the rest goes on.
 * Cost: about half a microsecond a row.
 */
import type { EpochMs, InstrumentId, Price } from '../../kernel/units.ts';
import { type InstrumentTable, findInstrument } from '../../market/instruments.ts';
import type { Tick } from '../../market/tick.ts';
import type { FeedReject } from '../feed.ts';
import { type Columns, layoutOf } from './columns.ts';
import { FileProblem } from './file-problem.ts';
import { FileDamage, lineBlocks } from './line-blocks.ts';
import { Row } from './row.ts';
import { StampParser } from './stamp-parser.ts';

export interface TickFileOptions {
  readonly instruments: InstrumentTable;
  /** For files without a symbol column. */
  readonly instrument?: InstrumentId;
  /** Lines up to this one were handled before: they are counted, not read. */
  readonly afterLine?: number;
  /** Offset of stamps that name no zone, in milliseconds east of UTC. */
  readonly offsetMs?: number;
}

export interface TickBatch {
  readonly ticks: readonly Tick[];
  /** Line number of each tick; the first line of a file is 1. */
  readonly lines: readonly number[];
  readonly rejects: readonly FeedReject[];
}

export async function* readTickFile(path: string, options: TickFileOptions): AsyncGenerator<TickBatch> {
  let parser: TickParser | null = null;
  try {
    for await (const block of lineBlocks(path)) {
      parser ??= new TickParser(block, options);
      yield parser.parse(block);
    }
  } catch (error) {
    if (!(error instanceof FileDamage)) throw error;
    const text = `the rest of the file is unreadable: ${error.message}`;
    yield { ticks: [], lines: [], rejects: [{ reason: 'bad-line', text, line: (parser?.line ?? 0) + 1 }] };
  }
}

class TickParser {
  /** Lines read so far. */
  line = 0;
  readonly #columns: Columns;
  readonly #delimiter: number;
  readonly #stamps: StampParser;
  readonly #row = new Row();
  readonly #options: TickFileOptions;
  #skipTo: number;
  /** The last symbol and its bytes: rows of one instrument mostly come together. */
  #symbolBytes: Uint8Array = new Uint8Array(0);
  #symbol: InstrumentId | null = null;

  constructor(firstBlock: Buffer, options: TickFileOptions) {
    const firstLine = firstBlock.toString('utf8', 0, firstBlock.indexOf(0x0a));
    const layout = layoutOf(firstLine);
    const { stamp, bid, ask, symbol } = layout.columns;
    const found = stamp >= 0 && bid >= 0 && ask >= 0 && (symbol >= 0 || options.instrument !== undefined);
    if (!found) {
      throw new FileProblem(
        `no tick file: the first line "${firstLine.trim().slice(0, 200)}" has no columns timestamp, symbol, bid and ask`,
      );
    }
    this.#columns = layout.columns;
    this.#delimiter = layout.delimiter;
    this.#options = options;
    this.#stamps = new StampParser(options.offsetMs);
    this.#skipTo = Math.max(options.afterLine ?? 0, layout.header ? 1 : 0);
  }

  parse(block: Buffer): TickBatch {
    const ticks: Tick[] = [];
    const lines: number[] = [];
    const rejects: FeedReject[] = [];
    const row = this.#row;
    let at = this.#skip(block);
    while (at < block.length) {
      this.line++;
      at = row.split(block, at, this.#delimiter);
      const tick = this.#tick(rejects);
      if (tick === null) continue;
      ticks.push(tick);
      lines.push(this.line);
    }
    return { ticks, lines, rejects };
  }

  #skip(block: Buffer): number {
    let at = 0;
    while (this.line < this.#skipTo && at < block.length) {
      at = block.indexOf(0x0a, at) + 1;
      this.line++;
    }
    return at;
  }

  #tick(rejects: FeedReject[]): Tick | null {
    const row = this.#row;
    const { stamp, bid, ask } = this.#columns;
    if (row.isBlank()) return null;
    const at = this.#stampOf(stamp);
    const bidPrice = row.decimal(bid);
    const askPrice = row.decimal(ask);
    // NaN of any of the three is NaN of the sum: one test on the hot path.
    if (Number.isNaN(at + bidPrice + askPrice)) {
      rejects.push({ reason: 'bad-line', text: row.quote(), line: this.line });
      return null;
    }
    const instrument = this.#instrument();
    if (instrument === null) {
      rejects.push({ reason: 'unknown-instrument', text: row.quote(), line: this.line });
      return null;
    }
    return { instrument, bid: bidPrice as Price, ask: askPrice as Price, at: at as EpochMs };
  }

  #stampOf(field: number): number {
    const row = this.#row;
    return field < row.count ? this.#stamps.parse(row.bytes, row.startOf(field), row.endOf(field)) : NaN;
  }

  #instrument(): InstrumentId | null {
    const { symbol } = this.#columns;
    if (symbol < 0) return this.#options.instrument ?? null;
    const row = this.#row;
    if (symbol >= row.count) return null;
    if (!row.equals(symbol, this.#symbolBytes)) {
      this.#symbolBytes = Uint8Array.from(row.bytes.subarray(row.startOf(symbol), row.endOf(symbol)));
      this.#symbol = findInstrument(this.#options.instruments, row.text(symbol));
    }
    return this.#symbol;
  }
}
