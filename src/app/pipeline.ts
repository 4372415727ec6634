/**
 * Log, engine and journal of the embedded product in one place. Every entry gets the next number of the log and goes through the
 * engine in the same turn of the event loop; what came of it is committed in batches: at once when an event or an edit is in it,
 * otherwise after FLUSH_MS or FLUSH_TICKS (docs/decisions/0002). One commit is under way at a time; a failed one is tried again with the
 * same content, so nothing is lost while the database is away. Beyond MAX_PENDING_TICKS `isFull` asks the feed to wait or to drop.
 */
import type { Engine, StepResult } from '../alerts/engine.ts';
import type { AlertStatus } from '../alerts/alert.ts';
import type { Alert, AlertId } from '../alerts/alert.ts';
import type {
  AlertEdit,
  ClosedCandle,
  IndicatorValues,
  Journal,
  JournalBatch,
  StoredEvent,
} from '../alerts/ports.ts';
import type { AlertEvent } from '../alerts/event.ts';
import type { LogEntry } from '../alerts/log-entry.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { Tick } from '../market/tick.ts';

const FLUSH_MS = 250;
const FLUSH_TICKS = 2_000;
const RETRY_MS = 1_000;
const MAX_PENDING_TICKS = 200_000;

interface PipelineOptions {
  readonly engine: Engine;
  readonly journal: Journal;
  /** Last number used in the log so far. */
  readonly seq: number;
  readonly simulated: boolean;
  readonly ownClock: boolean;
  readonly feedPosition: () => string | null;
  /** After each step that was not empty, synchronously. */
  readonly onStep: (entry: LogEntry, result: StepResult) => void;
  /** After each commit that recorded new events. */
  readonly onRecorded: (events: readonly StoredEvent[]) => void;
  /** The database refused a batch; it will be tried again. */
  readonly onFault: (error: unknown) => void;
}

interface Batch {
  ticks: { seq: number; tick: Tick; simulated: boolean }[];
  candles: ClosedCandle[];
  indicators: IndicatorValues[];
  events: AlertEvent[];
  edits: AlertEdit[];
  statuses: JournalBatch['statuses'][number][];
}

const emptyBatch = (): Batch => ({
  ticks: [],
  candles: [],
  indicators: [],
  events: [],
  edits: [],
  statuses: [],
});

export class Pipeline {
  readonly #options: PipelineOptions;
  #seq: number;
  #committedSeq: number;
  #batch = emptyBatch();
  #timer: NodeJS.Timeout | null = null;
  #flushing: Promise<void> | null = null;
  #checkpointWanted = false;
  #faulty = false;
  #closed = false;

  constructor(options: PipelineOptions) {
    this.#options = options;
    this.#seq = options.seq;
    this.#committedSeq = options.seq;
  }

  get engine(): Engine {
    return this.#options.engine;
  }

  /** Whether the last commit failed: readiness is false meanwhile. */
  get faulty(): boolean {
    return this.#faulty;
  }

  get pendingTicks(): number {
    return this.#batch.ticks.length;
  }

  get isFull(): boolean {
    return this.#batch.ticks.length >= MAX_PENDING_TICKS;
  }

  /** Takes the entry into the log and through the engine. */
  append(entry: LogEntry): StepResult {
    this.#seq += 1;
    const result = this.#options.engine.step(entry);
    const batch = this.#batch;
    if (entry.type === 'tick' && result.rejected === null) {
      batch.ticks.push({ seq: this.#seq, tick: entry.tick, simulated: this.#options.simulated });
    }
    for (const candle of result.closed) batch.candles.push(candle);
    for (const values of result.indicators) batch.indicators.push(values);
    for (const event of result.events) batch.events.push(event);
    for (const status of result.statuses) batch.statuses.push({ ...status, seq: this.#seq });
    this.#options.onStep(entry, result);
    if (result.events.length > 0 || result.statuses.length > 0 || batch.ticks.length >= FLUSH_TICKS)
      this.#flushSoon();
    else this.#timer ??= setTimeout(() => this.#flushSoon(), FLUSH_MS);
    return result;
  }

  /** Saves a revision and arms or disarms the engine at one place of the log. Resolves with that place once it is durable. */
  save(alert: Alert, status: AlertStatus): Promise<number> {
    return this.#edit({ type: 'save', alert, status, seq: this.#seq + 1, at: this.#marketTime() });
  }

  setStatus(alert: Alert, status: AlertStatus): Promise<number> {
    const edit: AlertEdit = {
      type: 'status',
      alert: alert.id,
      status,
      seq: this.#seq + 1,
      at: this.#marketTime(),
    };
    return this.#edit(edit, alert);
  }

  remove(id: AlertId): Promise<number> {
    return this.#edit({ type: 'remove', alert: id, seq: this.#seq + 1, at: this.#marketTime() });
  }

  /** Commits what is pending, and waits for it. Rejects once the pipeline is closed. */
  async flush(): Promise<void> {
    const target = this.#seq;
    while (this.#committedSeq < target || this.#checkpointWanted) {
      if (this.#closed) throw new Error('the product is stopping: nothing more is recorded');
      this.#flushSoon();
      await this.#flushing;
    }
  }

  /** Writes the engine's state with the next batch. */
  async checkpoint(): Promise<void> {
    this.#checkpointWanted = true;
    await this.flush();
  }

  async close(): Promise<void> {
    await this.checkpoint();
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #marketTime(): EpochMs {
    return this.#options.engine.marketTime ?? (0 as EpochMs);
  }

  async #edit(edit: AlertEdit, definition?: Alert): Promise<number> {
    this.#batch.edits.push(edit);
    const alert = edit.type === 'save' ? edit.alert : definition;
    const arms = edit.type !== 'remove' && edit.status === 'armed' && alert !== undefined;
    const id = edit.type === 'save' ? edit.alert.id : edit.alert;
    this.append(arms ? { type: 'arm', alert, at: edit.at } : { type: 'disarm', alert: id, at: edit.at });
    await this.flush();
    return edit.seq;
  }

  #flushSoon(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#closed) return;
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
    const { journal, engine, feedPosition, ownClock } = this.#options;
    const state = this.#checkpointWanted ? JSON.stringify(engine.snapshot()) : null;
    this.#checkpointWanted = false;
    const content: JournalBatch = { ...batch, seq, feedPosition: feedPosition(), ownClock };
    for (;;) {
      try {
        const recorded = await journal.commit(content);
        if (state !== null) await journal.saveCheckpoint({ seq, state });
        this.#faulty = false;
        this.#committedSeq = seq;
        if (recorded.length > 0) this.#options.onRecorded(recorded);
        break;
      } catch (error) {
        this.#faulty = true;
        this.#options.onFault(error);
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
    const { events, statuses, edits, ticks } = this.#batch;
    const urgent = events.length + statuses.length + edits.length > 0 || ticks.length >= FLUSH_TICKS;
    if (urgent) setImmediate(() => this.#flushSoon());
  }
}
