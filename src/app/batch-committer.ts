/**
 * From steps of an engine to transactions: collects what a stretch of the log produced and commits it, at once when an event, an edit or
 * an ended alert is in it, otherwise after FLUSH_MS or FLUSH_TICKS (docs/decisions/0002). One commit is under way at a time; a failed one is
 * tried again with the same content, so nothing is lost while the database is away. A fault that no repetition can mend is told once by
 * `onFatal` and ends the work: the process must start again from what is durable.
 *
 * A checkpoint begins at the place of a batch, follows its commit and is written beside the commits after it, one at a time. At the end there
 * is a last one where that is quick; the log covers what follows an older one.
 */
import type {
  AlertEdit,
  Checkpoint,
  ClosedCandle,
  IndicatorValues,
  JournalBatch,
  PlacedEvent,
  StoredEvent,
} from '../alerts/ports.ts';
import type { StepResult } from '../alerts/step-result.ts';
import type { Tick } from '../market/tick.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { StorageError } from '../storage/storage-error.ts';
import { within } from './within.ts';

const FLUSH_MS = 250;
const FLUSH_TICKS = 2_000;
const RETRY_MS = 1_000;
/** After each part of a checkpoint the event loop is left alone this many times as long as the part took to make: a message passes the loop
 * several times on its way, and must not wait for a part each time. A million alerts take a quarter of a minute so. */
const RESTS = 2;

interface CommitterOptions {
  /** Everything up to this place is durable. */
  readonly seq: number;
  /** Called once a batch; what it returns is called until it succeeds, with the same content each time. */
  readonly prepare: (batch: CollectedBatch, seq: number) => () => Promise<readonly StoredEvent[]>;
  readonly saveCheckpoint: (checkpoint: Checkpoint) => Promise<void>;
  /** State of the engine at the place it has reached, in texts that are made when they are asked for. */
  readonly snapshot: () => Iterable<string>;
  /** After each commit that recorded new events. */
  readonly onRecorded: (events: readonly StoredEvent[]) => void;
  /** The database refused a batch; it will be tried again. */
  readonly onFault: (error: unknown) => void;
  readonly onFatal: (error: unknown) => void;
}

export type CollectedBatch = Pick<
  JournalBatch,
  'ticks' | 'candles' | 'indicators' | 'events' | 'edits' | 'statuses'
>;

interface OpenBatch extends CollectedBatch {
  readonly ticks: { seq: number; tick: Tick; simulated: boolean }[];
  readonly candles: ClosedCandle[];
  readonly indicators: IndicatorValues[];
  readonly events: PlacedEvent[];
  readonly edits: AlertEdit[];
  readonly statuses: JournalBatch['statuses'][number][];
}

const emptyBatch = (): OpenBatch => ({
  ticks: [],
  candles: [],
  indicators: [],
  events: [],
  edits: [],
  statuses: [],
});

export class BatchCommitter {
  readonly #options: CommitterOptions;
  #seq: number;
  #committedSeq: number;
  #batch = emptyBatch();
  #timer: NodeJS.Timeout | null = null;
  #flushing: Promise<void> | null = null;
  #checkpointWanted = false;
  /** A checkpoint that is being written. */
  #saving: Promise<void> | null = null;
  #hurried = false;
  /** How long the last checkpoint took to make and write, its rests left out. */
  #savedInMs = 0;
  #faulty = false;
  #fatal: Error | null = null;
  #closed = false;

  constructor(options: CommitterOptions) {
    this.#options = options;
    this.#seq = options.seq;
    this.#committedSeq = options.seq;
  }

  /** Whether the last commit failed: readiness is false meanwhile. */
  get faulty(): boolean {
    return this.#faulty;
  }

  get pendingTicks(): number {
    return this.#batch.ticks.length;
  }

  /** Everything that waits for the next commit. */
  get pending(): number {
    const { ticks, candles, indicators, events } = this.#batch;
    return ticks.length + candles.length + indicators.length + events.length;
  }

  get committedSeq(): number {
    return this.#committedSeq;
  }

  /** An edit belongs to the step that follows. */
  edit(edit: AlertEdit): void {
    this.#batch.edits.push(edit);
  }

  tick(seq: number, tick: Tick, simulated: boolean): void {
    this.#batch.ticks.push({ seq, tick, simulated });
  }

  /** The place reached and what came of it. */
  step(seq: number, result: StepResult): void {
    this.#seq = seq;
    const batch = this.#batch;
    for (const candle of result.closed) batch.candles.push(candle);
    for (const values of result.indicators) batch.indicators.push(values);
    for (const event of result.events) batch.events.push({ ...event, seq });
    for (const status of result.statuses) batch.statuses.push({ ...status, seq });
    if (isUrgent(batch)) this.#flushSoon();
    else this.#timer ??= setTimeout(() => this.#flushSoon(), FLUSH_MS);
  }

  /** Commits what is pending, and waits for it. Rejects when that cannot be. */
  async flush(): Promise<void> {
    const target = this.#seq;
    while (this.#committedSeq < target) {
      this.#refuseIfOver();
      this.#flushSoon();
      await this.#flushing;
    }
  }

  /**
   * Writes the engine's state as it is after the next batch or a later one, and waits for it. Rejects when that cannot be. `hurried` does
   * without the rests: for the start and the end, when nobody else waits.
   */
  async checkpoint({ hurried = false } = {}): Promise<void> {
    this.#checkpointWanted = true;
    this.#hurried ||= hurried;
    while (this.#checkpointWanted || this.#saving !== null) {
      this.#refuseIfOver();
      if (this.#saving === null) this.#flushSoon();
      await (this.#saving ?? this.#flushing);
    }
    if (hurried) this.#hurried = false;
    this.#refuseIfOver();
  }

  /**
   * Commits what is pending, writes the state as well where the last time says that it can be done within `limitMs`, and closes. False when
   * it did not get so far in time: what is not durable is lost to this process.
   */
  async end(limitMs: number): Promise<boolean> {
    const endsAtMs = performance.now() + limitMs;
    const isQuick = this.#savedInMs < limitMs;
    try {
      const isDurable = await within(this.flush(), limitMs);
      if (isDurable && isQuick)
        await within(this.checkpoint({ hurried: true }), endsAtMs - performance.now());
      return isDurable;
    } finally {
      this.close();
    }
  }

  /** Commits nothing more. What is pending is lost to this process; the log has it. */
  close(): void {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #refuseIfOver(): void {
    if (this.#fatal !== null) throw this.#fatal;
    if (this.#closed) throw new Error('the product is stopping: nothing more is recorded');
  }

  #flushSoon(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#closed || this.#fatal !== null) return;
    this.#flushing ??= this.#commitBatch().finally(() => {
      this.#flushing = null;
    });
  }

  async #commitBatch(): Promise<void> {
    // Everything synchronous of this turn still joins the batch.
    await Promise.resolve();
    const batch = this.#batch;
    this.#batch = emptyBatch();
    const seq = this.#seq;
    const { prepare, snapshot, onRecorded } = this.#options;
    const write = prepare(batch, seq);
    const parts = this.#checkpointWanted && this.#saving === null ? snapshot() : null;
    if (parts !== null) this.#checkpointWanted = false;
    const done = await this.#untilDone(write);
    if (done === null) return;
    this.#committedSeq = seq;
    if (parts !== null) this.#saving = this.#save(seq, parts).finally(() => (this.#saving = null));
    if (done.length > 0) onRecorded(done);
    if (isUrgent(this.#batch)) setImmediate(() => this.#flushSoon());
  }

  /** What is read once cannot be written twice: after a fault another one is wanted. */
  async #save(seq: number, parts: Iterable<string>): Promise<void> {
    const rests = { ms: 0 };
    const startedMs = performance.now();
    try {
      await this.#options.saveCheckpoint({ seq, parts: this.#paced(parts, rests) });
      this.#savedInMs = performance.now() - startedMs - rests.ms;
    } catch (error) {
      if (this.#closed) return;
      this.#checkpointWanted = true;
      await this.#fault(error);
    }
  }

  async *#paced(parts: Iterable<string>, rests: { ms: number }): AsyncGenerator<string> {
    let startedMs = performance.now();
    for (const part of parts) {
      this.#refuseIfOver();
      const tookMs = performance.now() - startedMs;
      yield part;
      startedMs = performance.now();
      if (this.#hurried) continue;
      await sleep(tookMs * RESTS);
      rests.ms += performance.now() - startedMs;
      startedMs = performance.now();
    }
  }

  /** Null when closed or broken meanwhile. */
  async #untilDone<T>(work: () => Promise<T>): Promise<T | null> {
    for (;;) {
      try {
        const done = await work();
        this.#faulty = false;
        return done;
      } catch (error) {
        this.#faulty = true;
        await this.#fault(error);
        if (this.#closed || this.#fatal !== null) return null;
      }
    }
  }

  /** Tells it, and waits until it is worth another try. */
  async #fault(error: unknown): Promise<void> {
    if (isFatal(error)) {
      if (this.#fatal === null) this.#options.onFatal(error);
      this.#fatal ??= error as Error;
      return;
    }
    this.#options.onFault(error);
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

function isUrgent({ events, statuses, edits, ticks }: CollectedBatch): boolean {
  return events.length + statuses.length + edits.length > 0 || ticks.length >= FLUSH_TICKS;
}

/** The embedded database's thread is dead, or the batch itself is wrong. */
function isFatal(error: unknown): boolean {
  return error instanceof StorageError && ['damaged', 'closed', 'edit-refused'].includes(error.code);
}
