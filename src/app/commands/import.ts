/** `fxalert import candles|ticks FILE`: history into the database, for charts, warm-up and dry runs. Rows already there stay. */
import type { ClosedCandle } from '../../alerts/ports.ts';
import { readCandleFile } from '../../feeds/files/candle-file.ts';
import { readTickFile } from '../../feeds/files/tick-file.ts';
import type { FeedReject } from '../../feeds/feed.ts';
import type { PriceBasis } from '../../market/tick.ts';
import { instrumentOrBadInput, loadInstruments } from './instruments.ts';
import { type DatabaseFlags, withStores } from './offline.ts';
import { say } from './output.ts';

interface ImportOptions extends DatabaseFlags {
  readonly instrument?: string;
  readonly timeframe?: string;
  readonly price: PriceBasis;
  readonly instrumentsFile: string;
}

const PROGRESS_ROWS = 100_000;

export async function importCandles(file: string, options: ImportOptions): Promise<number> {
  const fileOptions = await fileOptionsOf(options);
  return withStores(options, async ({ stores }) => {
    const tally = new Tally(file, 'candles');
    for await (const { candles, rejects } of readCandleFile(file, fileOptions)) {
      const rows = candles.map(({ instrument, timeframe, candle }): ClosedCandle => {
        return { source: { instrument, basis: options.price, timeframe: timeframe.name }, candle };
      });
      tally.add(rows.length, await stores.history.addCandles(rows, 'import'), rejects);
    }
    return tally.done();
  });
}

export async function importTicks(file: string, options: ImportOptions): Promise<number> {
  const fileOptions = await fileOptionsOf(options);
  return withStores(options, async ({ stores }) => {
    const tally = new Tally(file, 'ticks');
    for await (const { ticks, rejects } of readTickFile(file, fileOptions)) {
      tally.add(ticks.length, await stores.history.addTicks(ticks), rejects);
    }
    return tally.done();
  });
}

async function fileOptionsOf({ instrument, timeframe, instrumentsFile }: ImportOptions) {
  const instruments = await loadInstruments(instrumentsFile);
  return {
    instruments,
    ...(instrument !== undefined && { instrument: instrumentOrBadInput(instruments, instrument) }),
    ...(timeframe !== undefined && { timeframe }),
  };
}

/** Progress on stderr, and the sum at the end. */
class Tally {
  readonly #file: string;
  readonly #what: string;
  #read = 0;
  #added = 0;
  #broken = 0;

  constructor(file: string, what: string) {
    this.#file = file;
    this.#what = what;
  }

  add(read: number, added: number, rejects: readonly FeedReject[]): void {
    const before = Math.floor(this.#read / PROGRESS_ROWS);
    this.#read += read;
    this.#added += added;
    for (const { reason, text, line } of rejects) {
      this.#broken += 1;
      if (this.#broken <= 20) say(`line ${line ?? '?'}: ${reason}: "${text}"`);
    }
    if (Math.floor(this.#read / PROGRESS_ROWS) > before) say(`${this.#file}: ${this.#read} ${this.#what} …`);
  }

  done(): number {
    const rest = this.#broken > 0 ? `, ${this.#broken} broken lines` : '';
    say(`${this.#file}: ${this.#read} ${this.#what} read, ${this.#added} new${rest}`);
    return 0;
  }
}
