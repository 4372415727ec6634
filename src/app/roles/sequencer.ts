/**
 * The one writer of the log: takes ticks and beats from a feed and edits from the queue, gives each its place, and appends them in order.
 *
 * Guarantee: what has a place is in the log, or comes there as soon as the log answers again; after a flush everything that is not recorded
 * yet is appended again from the ring. While the log is away for longer than DIRECT_AFTER_MS, ticks go straight to the database, where
 * followers find them. A log that ends beyond this sequencer's own places belongs to a successor: `deposed`.
 * Entries wait without a place while edits are written, so that places and the order of appending never differ.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { LogEntry } from '../../alerts/log-entry.ts';
import type { StepResult } from '../../alerts/step-result.ts';
import {
  followsOn,
  type LoggedEntry,
  type PlacedEntry,
  PLACES_PER_EPOCH,
  type TickLog,
} from '../../alerts/tick-log.ts';
import { assert } from '../../kernel/assert.ts';
import type { Clock } from '../../kernel/clock.ts';
import { LogError } from '../../storage/redis/log-error.ts';
import type { FeedTarget } from '../feed-runner.ts';
import { EntryRing } from './entry-ring.ts';

/** Beyond this the feed waits or drops; at 1,000 ticks/s a log that is away for five minutes. */
const MAX_WAITING = 300_000;
const APPEND_AT_ONCE = 5_000;
const RETRY_MS = 250;
const DIRECT_AFTER_MS = 2_000;
const TRIM_MS = 10_000;
const TAKEN: Pick<StepResult, 'rejected' | 'late'> = { rejected: null, late: false };

interface SequencerOptions {
  readonly log: TickLog;
  readonly epoch: number;
  /** Where the log ends now. */
  readonly end: number;
  readonly clock: Clock;
  /** Gives places from `next` on to edits that wait, for good; null when somebody else may now. */
  readonly placeEdits: (next: number) => Promise<readonly PlacedEntry[] | null>;
  /** Up to where ticks are in the database. */
  readonly recordedSeq: () => Promise<number>;
  /**
   * Writes ticks to the database, and how far that reaches: for a log that is away. False, and nothing is written, when `recorded` is not its
   * end any more: a successor may have written, and what is put before that would never be read.
   */
  readonly recordDirectly: (recorded: number, entries: readonly PlacedEntry[]) => Promise<boolean>;
  /** How far the feed has read after what it handed over so far; null when it cannot go on from there. */
  readonly feedPosition: () => string | null;
  readonly onFault: (error: unknown) => void;
  readonly onDeposed: () => void;
}

interface Flush {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

const stoppedError = (): LogError => new LogError('unreachable', 'the sequencer of the log has stopped');

export class Sequencer implements FeedTarget {
  readonly #options: SequencerOptions;
  readonly #ring = new EntryRing();
  #waiting: LoggedEntry[] = [];
  #next: number;
  #end: number;
  #editsWanted = false;
  #wake: () => void = () => undefined;
  #stopped = false;
  #faulty = false;
  /** Null while the log answers. */
  #awaySinceMs: number | null = null;
  #askAgainAtMs = 0;
  #running: Promise<void> = Promise.resolve();
  #flushes: Flush[] = [];

  constructor(options: SequencerOptions) {
    this.#options = options;
    this.#end = options.end;
    this.#next = options.epoch * PLACES_PER_EPOCH + 1;
  }

  get isFull(): boolean {
    return this.#waiting.length >= MAX_WAITING;
  }

  /** The last append failed and is tried again. */
  get faulty(): boolean {
    return this.#faulty;
  }

  get lastSeq(): number {
    return this.#next - 1;
  }

  start(): void {
    this.#running = this.#run();
  }

  append(entry: Extract<LogEntry, { readonly type: 'tick' | 'beat' }> | LoggedEntry): typeof TAKEN {
    this.#waiting.push(entry);
    this.#wake();
    return TAKEN;
  }

  /** Edits wait in the queue. */
  wakeForEdits(): void {
    this.#editsWanted = true;
    this.#wake();
  }

  /** Resolves when everything handed over so far is in the log. */
  flush(): Promise<void> {
    if (this.#stopped) return Promise.reject(stoppedError());
    return new Promise((resolve, reject) => {
      this.#flushes.push({ resolve, reject });
      this.#wake();
    });
  }

  /** Appends what it can in one more try, then ends. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake();
    await this.#running;
  }

  async #run(): Promise<void> {
    let trimAtMs = this.#options.clock.monotonicMs() + TRIM_MS;
    while (!this.#stopped) {
      const flushes = this.#flushes.splice(0);
      await this.#appendWaiting();
      if (this.#editsWanted) await this.#appendEdits();
      for (const { resolve, reject } of flushes) {
        if (this.#stopped) reject(stoppedError());
        else resolve();
      }
      const nowMs = this.#options.clock.monotonicMs();
      if (nowMs >= trimAtMs) {
        trimAtMs = nowMs + TRIM_MS;
        await this.#trim(nowMs);
      }
      if (this.#hasNothingToDo()) await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    for (const { reject } of this.#flushes.splice(0)) reject(stoppedError());
    if (this.#waiting.length > 0) await this.#appendWaiting();
  }

  #hasNothingToDo(): boolean {
    const hasWork = this.#waiting.length > 0 || this.#editsWanted || this.#flushes.length > 0;
    return !hasWork && !this.#stopped;
  }

  async #appendWaiting(): Promise<void> {
    while (this.#waiting.length > 0) {
      const taken = this.#waiting.splice(0, APPEND_AT_ONCE);
      const position = this.#waiting.length === 0 ? this.#options.feedPosition() : null;
      const placed: PlacedEntry[] = taken.map((entry, i) => ({ seq: this.#next + i, entry }));
      const last = placed.at(-1);
      if (position !== null && last !== undefined) placed[placed.length - 1] = { ...last, position };
      await this.#deliver(placed);
      if (this.#stopped) return;
    }
  }

  /** Without an answer it is open whether the edits have their places: until it comes nothing else is given one. */
  async #appendEdits(): Promise<void> {
    while (this.#editsWanted && !this.#stopped) {
      this.#editsWanted = false;
      try {
        const placed = await this.#options.placeEdits(this.#next);
        if (placed === null) return this.#depose();
        await this.#deliver(placed);
        // There may be more than one portion.
        this.#editsWanted ||= placed.length > 0;
      } catch (error) {
        this.#options.onFault(error);
        this.#editsWanted = true;
        await sleep(RETRY_MS);
      }
    }
  }

  /** Until the log has them. */
  async #deliver(placed: readonly PlacedEntry[]): Promise<void> {
    const last = placed.at(-1);
    if (last === undefined) return;
    assert(last.seq < (this.#options.epoch + 1) * PLACES_PER_EPOCH, 'the places of this epoch are used up');
    this.#next = last.seq + 1;
    this.#ring.add(placed, this.#options.clock.monotonicMs());
    let todo = placed;
    for (let isRetry = false; todo.length > 0; isRetry = true) {
      if (isRetry && this.#stopped) return;
      if (this.#mayAskLog()) todo = await this.#tryAppend(todo);
      else if (await this.#tryDirectly()) return;
      if (this.#awaySinceMs !== null && todo.length > 0) await sleep(RETRY_MS);
    }
  }

  /** What is left to append. */
  async #tryAppend(todo: readonly PlacedEntry[]): Promise<readonly PlacedEntry[]> {
    const { log, onFault, clock } = this.#options;
    try {
      const outcome = await log.append(this.#end, todo);
      this.#faulty = false;
      this.#awaySinceMs = null;
      if (outcome.appended) this.#end = todo.at(-1)?.seq ?? this.#end;
      else if (outcome.last >= this.#next) this.#depose();
      else return await this.#missing(outcome.last);
      return [];
    } catch (error) {
      const nowMs = clock.monotonicMs();
      if (!this.#faulty) onFault(error);
      this.#faulty = true;
      this.#awaySinceMs ??= nowMs;
      if (nowMs - this.#awaySinceMs >= DIRECT_AFTER_MS) this.#askAgainAtMs = nowMs + DIRECT_AFTER_MS;
      return todo;
    }
  }

  #mayAskLog(): boolean {
    return this.#awaySinceMs === null || this.#options.clock.monotonicMs() >= this.#askAgainAtMs;
  }

  /** Everything that is not recorded. A log that comes back goes on after it. */
  async #tryDirectly(): Promise<boolean> {
    const { recordedSeq, recordDirectly, onFault } = this.#options;
    try {
      const recorded = await recordedSeq();
      const entries = this.#ring.after(recorded);
      // What an earlier leader appended and nobody has recorded is not ours to pass over.
      const isWhole = entries[0] === undefined || followsOn(recorded, entries[0]);
      return isWhole && (await recordDirectly(recorded, entries));
    } catch (error) {
      onFault(error);
      return false;
    }
  }

  /** The log ends elsewhere than thought: an answer was lost, or the log. What it lacks, from the ring. */
  async #missing(last: number): Promise<readonly PlacedEntry[]> {
    const isLoss = last < this.#end;
    this.#end = last;
    if (!isLoss) return this.#ring.after(last);
    const recorded = await this.#options.recordedSeq().catch((error: unknown) => {
      this.#options.onFault(error);
      return 0;
    });
    return this.#ring.after(Math.max(last, recorded));
  }

  async #trim(nowMs: number): Promise<void> {
    const first = this.#ring.expire(nowMs);
    if (first === null) return;
    await this.#options.log.trim(first).catch((error: unknown) => this.#options.onFault(error));
  }

  #depose(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#options.onDeposed();
  }
}
