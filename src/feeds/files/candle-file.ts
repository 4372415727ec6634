/**
 * Candles of a file in batches, in the order of the file: `timestamp,symbol,timeframe,open,high,low,close,volume` (volume optional),
 * MetaTrader 4 and 5 exports and HistData. What the columns do not name (instrument, timeframe, zone) comes from the options.
 * A line that is no candle, or whose high and low contradict it, is reported and the rest goes on.
 */
import type { EpochMs, InstrumentId } from '../../kernel/units.ts';
import type { Candle } from '../../market/candle.ts';
import { type InstrumentTable, findInstrument } from '../../market/instruments.ts';
import { periodOf } from '../../market/periods.ts';
import { type Timeframe, parseTimeframe } from '../../market/timeframe.ts';
import type { FeedReject } from '../feed.ts';
import { type Columns, layoutOf } from './columns.ts';
import { FileProblem } from './file-problem.ts';
import { FileDamage, lineBlocks } from './line-blocks.ts';
import { Row } from './row.ts';
import { StampParser } from './stamp-parser.ts';

export interface CandleFileOptions {
  readonly instruments: InstrumentTable;
  /** For files without a symbol column. */
  readonly instrument?: InstrumentId;
  /** For files without a timeframe column. */
  readonly timeframe?: string;
  /** Offset of stamps that name no zone, in milliseconds east of UTC. */
  readonly offsetMs?: number;
}

export interface FileCandle {
  readonly instrument: InstrumentId;
  readonly timeframe: Timeframe;
  /** As the file has it: vendors stamp days by their own midnight, while `candle.at` is the opening of the FX day, week or month. */
  readonly stamp: EpochMs;
  readonly candle: Candle;
  readonly line: number;
}

interface CandleBatch {
  readonly candles: readonly FileCandle[];
  readonly rejects: readonly FeedReject[];
}

export async function* readCandleFile(path: string, options: CandleFileOptions): AsyncGenerator<CandleBatch> {
  let parser: CandleParser | null = null;
  try {
    for await (const block of lineBlocks(path)) {
      parser ??= new CandleParser(block, options);
      yield parser.parse(block);
    }
  } catch (error) {
    if (!(error instanceof FileDamage)) throw error;
    const text = `the rest of the file is unreadable: ${error.message}`;
    yield { candles: [], rejects: [{ reason: 'bad-line', text, line: (parser?.line ?? 0) + 1 }] };
  }
}

class CandleParser {
  /** Lines read so far. */
  line = 0;
  readonly #columns: Columns;
  readonly #delimiter: number;
  readonly #header: boolean;
  readonly #options: CandleFileOptions;
  readonly #stamps: StampParser;
  readonly #row = new Row();

  constructor(firstBlock: Buffer, options: CandleFileOptions) {
    const firstLine = firstBlock.toString('utf8', 0, firstBlock.indexOf(0x0a));
    const { columns, delimiter, header } = layoutOf(firstLine);
    const missing = (['stamp', 'open', 'high', 'low', 'close'] as const).filter((name) => columns[name] < 0);
    const quoted = `"${firstLine.trim().slice(0, 200)}"`;
    if (missing.length > 0) throw new FileProblem(`no candle file: no ${missing.join(', ')} in ${quoted}`);
    if (columns.symbol < 0 && options.instrument === undefined)
      throw new FileProblem(
        `the file does not say which instrument it holds: name it (first line ${quoted})`,
      );
    if (columns.timeframe < 0 && options.timeframe === undefined)
      throw new FileProblem(`the file does not say its timeframe: name it (first line ${quoted})`);
    this.#columns = columns;
    this.#delimiter = delimiter;
    this.#header = header;
    this.#options = options;
    this.#stamps = new StampParser(options.offsetMs);
  }

  parse(block: Buffer): CandleBatch {
    const candles: FileCandle[] = [];
    const rejects: FeedReject[] = [];
    let at = 0;
    while (at < block.length) {
      this.line++;
      at = this.#row.split(block, at, this.#delimiter);
      if (this.#row.isBlank() || (this.#header && this.line === 1)) continue;
      const candle = this.#candle();
      if (typeof candle === 'object') candles.push(candle);
      else rejects.push({ reason: candle, text: this.#row.quote(), line: this.line });
    }
    return { candles, rejects };
  }

  #candle(): FileCandle | 'bad-line' | 'unknown-instrument' {
    const row = this.#row;
    const columns = this.#columns;
    const name = columns.symbol >= 0 ? row.text(columns.symbol) : this.#options.instrument!;
    const instrument = findInstrument(this.#options.instruments, name);
    const timeframeName = columns.timeframe >= 0 ? row.text(columns.timeframe) : this.#options.timeframe!;
    const timeframe = parseTimeframe(timeframeName);
    const stamp = this.#stamp() as EpochMs;
    const open = row.decimal(columns.open);
    const high = row.decimal(columns.high);
    const low = row.decimal(columns.low);
    const close = row.decimal(columns.close);
    const volume = columns.volume >= 0 ? row.decimal(columns.volume) : 0;
    const complete = !Number.isNaN(stamp + open + high + low + close + volume) && timeframe !== null;
    if (!complete || low <= 0 || volume < 0) return 'bad-line';
    if (high < Math.max(open, close, low) || low > Math.min(open, close)) return 'bad-line';
    if (instrument === null) return 'unknown-instrument';
    const period = boundsOf(timeframe, stamp);
    return {
      instrument,
      timeframe,
      stamp,
      candle: { ...period, open, high, low, close, volume },
      line: this.line,
    };
  }

  #stamp(): number {
    const row = this.#row;
    const { stamp, clock } = this.#columns;
    if (clock < 0) return this.#stamps.parse(row.bytes, row.startOf(stamp), row.endOf(stamp));
    const text = Buffer.from(`${row.text(stamp)} ${row.text(clock)}`);
    return this.#stamps.parse(text, 0, text.length);
  }
}

/** Intraday candles keep their own grid (vendors count H4 from different midnights); longer ones take the FX period they fall in. */
function boundsOf(timeframe: Timeframe, stamp: EpochMs): Pick<Candle, 'at' | 'closesAt'> {
  if (timeframe.unit !== 'minute') {
    const { at, closesAt } = periodOf(timeframe, stamp);
    return { at, closesAt };
  }
  return { at: stamp, closesAt: (stamp + timeframe.minutes * 60_000) as EpochMs };
}
