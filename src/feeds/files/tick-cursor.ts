/** A tick file read one tick at a time: `head` is the next one, synchronously, until the batch is used up. */
import type { Tick } from '../../market/tick.ts';
import type { FeedReject } from '../feed.ts';
import type { TickBatch } from './tick-file.ts';

export class TickCursor {
  /** The next tick; undefined when `load` must be awaited. */
  head: Tick | undefined;
  /** Line of the last tick taken. */
  line: number;
  #done = false;
  #batch: TickBatch = { ticks: [], lines: [], rejects: [] };
  #next = 0;
  readonly #batches: AsyncIterator<TickBatch>;
  readonly #rejected: (reject: FeedReject) => void;

  constructor(
    batches: AsyncIterable<TickBatch>,
    options: { readonly afterLine: number; readonly rejected: (reject: FeedReject) => void },
  ) {
    this.#batches = batches[Symbol.asyncIterator]();
    this.line = options.afterLine;
    this.#rejected = options.rejected;
  }

  get done(): boolean {
    return this.#done;
  }

  /** Goes on to the next tick; the caller has used `head`. */
  take(): void {
    this.line = this.#batch.lines[this.#next] ?? this.line;
    this.#next++;
    this.head = this.#batch.ticks[this.#next];
  }

  /** Reads until there is a head or the file ends. */
  async load(): Promise<void> {
    while (this.head === undefined && !this.#done) {
      const { value, done } = (await this.#batches.next()) as IteratorResult<TickBatch, undefined>;
      if (done === true) {
        this.#done = true;
        return;
      }
      for (const reject of value.rejects) this.#rejected(reject);
      this.#batch = value;
      this.#next = 0;
      this.head = value.ticks[0];
    }
  }

  async close(): Promise<void> {
    this.#done = true;
    await this.#batches.return?.();
  }
}

/** The cursor whose head comes first; at equal times the one before in the list. Undefined when none has a head. */
export function earliestOf(cursors: readonly TickCursor[]): TickCursor | undefined {
  let earliest: TickCursor | undefined;
  for (const cursor of cursors) {
    if (cursor.head === undefined) continue;
    if (earliest?.head === undefined || cursor.head.at < earliest.head.at) earliest = cursor;
  }
  return earliest;
}
