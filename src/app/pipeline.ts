/**
 * Log, engine and journal of the embedded product in one place. Every entry gets the next number of the log and goes through the
 * engine in the same turn of the event loop; what came of it is committed in batches (batch-committer.ts).
 * Beyond MAX_PENDING_TICKS `isFull` asks the feed to wait or to drop.
 */
import type { Alert, AlertId, AlertStatus } from '../alerts/alert.ts';
import type { Engine, StepResult } from '../alerts/engine.ts';
import type { LogEntry } from '../alerts/log-entry.ts';
import type { AlertEdit, Journal, StoredEvent } from '../alerts/ports.ts';
import { inTurns } from '../api/in-turns.ts';
import type { EpochMs } from '../kernel/units.ts';
import { BatchCommitter } from './batch-committer.ts';
import { checkpointParts } from './restore-checkpoint.ts';

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
  /** No repetition helps: the process must end and start again from what is durable. */
  readonly onFatal: (error: unknown) => void;
}

export class Pipeline {
  readonly #options: PipelineOptions;
  readonly #committer: BatchCommitter;
  #seq: number;

  constructor(options: PipelineOptions) {
    const { engine, journal, feedPosition, ownClock, onRecorded, onFault, onFatal } = options;
    this.#options = options;
    this.#seq = options.seq;
    this.#committer = new BatchCommitter({
      seq: options.seq,
      prepare: (batch, seq) => {
        const content = { ...batch, seq, feedPosition: feedPosition(), ownClock };
        return () => journal.commit(content);
      },
      saveCheckpoint: (checkpoint) => journal.saveCheckpoint(checkpoint),
      snapshot: () => checkpointParts(engine),
      onRecorded,
      onFault,
      onFatal,
    });
  }

  get engine(): Engine {
    return this.#options.engine;
  }

  /** Whether the last commit failed: readiness is false meanwhile. */
  get faulty(): boolean {
    return this.#committer.faulty;
  }

  get isFull(): boolean {
    return this.#committer.pendingTicks >= MAX_PENDING_TICKS;
  }

  /** Takes the entry into the log and through the engine. */
  append(entry: LogEntry): StepResult {
    this.#seq += 1;
    const { engine, simulated, onStep } = this.#options;
    const result = engine.step(entry);
    if (entry.type === 'tick' && result.rejected === null)
      this.#committer.tick(this.#seq, entry.tick, simulated);
    this.#committer.step(this.#seq, result);
    onStep(entry, result);
    return result;
  }

  /** Saves a revision and arms or disarms the engine at one place of the log. Resolves with that place once it is durable. */
  save(alert: Alert, status: AlertStatus): Promise<number> {
    return this.#edit({ type: 'save', alert, status, seq: this.#seq + 1, at: this.#marketTime() });
  }

  /** The same for many, which do not hold up the prices; when it rejects, some may be durable. */
  async saveAll(alerts: readonly Alert[], status: AlertStatus): Promise<void> {
    await inTurns(alerts, (alert) =>
      this.#take({ type: 'save', alert, status, seq: this.#seq + 1, at: this.#marketTime() }),
    );
    await this.flush();
  }

  setStatus(alert: Alert, status: AlertStatus): Promise<number> {
    const place = { seq: this.#seq + 1, at: this.#marketTime() };
    return this.#edit({ type: 'status', alert: alert.id, status, ...place }, alert);
  }

  remove(id: AlertId): Promise<number> {
    return this.#edit({ type: 'remove', alert: id, seq: this.#seq + 1, at: this.#marketTime() });
  }

  /** Commits what is pending, and waits for it. Rejects once the pipeline is closed. */
  flush(): Promise<void> {
    return this.#committer.flush();
  }

  /** Writes the engine's state, and waits for it. */
  checkpoint(options?: { readonly hurried: boolean }): Promise<void> {
    return this.#committer.checkpoint(options);
  }

  /** See `BatchCommitter.end`. */
  end(limitMs: number): Promise<boolean> {
    return this.#committer.end(limitMs);
  }

  #marketTime(): EpochMs {
    return this.#options.engine.marketTime ?? (0 as EpochMs);
  }

  async #edit(edit: AlertEdit, definition?: Alert): Promise<number> {
    this.#take(edit, definition);
    await this.flush();
    return edit.seq;
  }

  #take(edit: AlertEdit, definition?: Alert): void {
    this.#committer.edit(edit);
    const alert = edit.type === 'save' ? edit.alert : definition;
    const arms = edit.type !== 'remove' && edit.status === 'armed' && alert !== undefined;
    const id = edit.type === 'save' ? edit.alert.id : edit.alert;
    this.append(arms ? { type: 'arm', alert, at: edit.at } : { type: 'disarm', alert: id, at: edit.at });
  }
}
