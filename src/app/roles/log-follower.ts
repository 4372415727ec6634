/**
 * Reads the log from a place on and hands over every entry once, in order. What the log lacks is filled from the database, where the
 * recorder has it: a place that is missing, a log that was trimmed or flushed, and a log that does not answer at all. What is nowhere
 * after GAP_WAIT_MS is passed over and told.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { RecordedEntry } from '../../alerts/ports.ts';
import { followsOn, type LoggedEntry, type PlacedEntry, type TickLog } from '../../alerts/tick-log.ts';
import type { Clock } from '../../kernel/clock.ts';

/** The recorder commits every 250 ms; what it has not written after so long it has never seen. */
const GAP_WAIT_MS = 5_000;
const READ_AT_ONCE = 2_000;
const READ_WAIT_MS = 1_000;
const RETRY_MS = 250;

interface FollowerOptions {
  readonly log: TickLog;
  readonly recorded: RecordedLog;
  /** Everything up to here has been handed over before. */
  readonly seq: number;
  readonly clock: Clock;
  /** May take its time: the next entry waits. */
  readonly onEntry: (placed: PlacedEntry) => Promise<void> | void;
  readonly onFilled: (gap: Gap) => void;
  /** The log or the database did not answer; it is tried again. */
  readonly onFault: (error: unknown) => void;
}

/** The log as the database has it. */
interface RecordedLog {
  /** Every tick up to this place is recorded. */
  position(): Promise<{ readonly seq: number }>;
  entriesAfter(
    seq: number,
    until?: number,
  ): AsyncIterable<{ readonly seq: number; readonly entry: RecordedEntry }>;
}

export interface Gap {
  readonly after: number;
  readonly until: number;
  /** Entries that were found in the database. */
  readonly found: number;
  /** Up to where that is all; beyond it only edits are certain. */
  readonly knownUntil: number;
}

export class LogFollower {
  readonly #options: FollowerOptions;
  #seq: number;
  #faulty = false;
  #tookAllAtMs: number;

  constructor(options: FollowerOptions) {
    this.#options = options;
    this.#seq = options.seq;
    this.#tookAllAtMs = options.clock.monotonicMs();
  }

  get seq(): number {
    return this.#seq;
  }

  /** How long ago everything there was had been handed over; a second at most where nothing waits. */
  get lagMs(): number {
    return this.#options.clock.monotonicMs() - this.#tookAllAtMs;
  }

  /** The log does not answer; what is recorded comes all the same. */
  get faulty(): boolean {
    return this.#faulty;
  }

  /** Until aborted, or until it has reached a place. Rejects only when `onEntry` does. */
  async run(signal: AbortSignal, until = Infinity): Promise<void> {
    while (!signal.aborted && this.#seq < until) {
      const entries = await this.#read();
      const readAtMs = this.#options.clock.monotonicMs();
      // Also where nothing came: a log that lost everything has nothing to say.
      if (entries === null || entries.length === 0) await this.#fromDatabase(signal);
      if (entries === null) await sleep(RETRY_MS);
      for (const placed of entries ?? []) {
        if (signal.aborted || this.#seq >= until) return;
        await this.#take(placed, signal);
      }
      if (entries !== null && entries.length < READ_AT_ONCE) this.#tookAllAtMs = readAtMs;
    }
  }

  /** Null when the log does not answer. */
  async #read(): Promise<readonly PlacedEntry[] | null> {
    try {
      const entries = await this.#options.log.read(this.#seq, { limit: READ_AT_ONCE, waitMs: READ_WAIT_MS });
      this.#faulty = false;
      return entries;
    } catch (error) {
      if (!this.#faulty) this.#options.onFault(error);
      this.#faulty = true;
      return null;
    }
  }

  async #take(placed: PlacedEntry, signal: AbortSignal): Promise<void> {
    if (placed.seq <= this.#seq) return;
    if (!followsOn(this.#seq, placed)) {
      await this.#fill(placed.entry.type === 'lead' ? placed.entry.after : placed.seq - 1, signal);
      if (signal.aborted) return;
    }
    await this.#hand(placed.seq, placed.entry, placed.position);
  }

  async #hand(seq: number, entry: LoggedEntry, position?: string): Promise<void> {
    const done = this.#options.onEntry(position === undefined ? { seq, entry } : { seq, entry, position });
    if (done !== undefined) await done;
    this.#seq = seq;
  }

  /** Everything after this place up to `until`, as far as it can be had. */
  async #fill(until: number, signal: AbortSignal): Promise<void> {
    const { clock, recorded, onFault, onFilled } = this.#options;
    const after = this.#seq;
    const giveUpAtMs = clock.monotonicMs() + GAP_WAIT_MS;
    while (!signal.aborted) {
      try {
        const { seq } = await recorded.position();
        if (seq < until && clock.monotonicMs() < giveUpAtMs) await sleep(RETRY_MS);
        else {
          const found = await this.#handRecorded(until, signal);
          onFilled({ after, until, found, knownUntil: Math.min(seq, until) });
          return;
        }
      } catch (error) {
        // Without the database nobody knows what is missing, and nothing could be recorded either.
        if (error instanceof HandlerError) throw error.cause;
        onFault(error);
        await sleep(RETRY_MS);
      }
    }
  }

  async #fromDatabase(signal: AbortSignal): Promise<void> {
    try {
      const { seq } = await this.#options.recorded.position();
      if (seq > this.#seq) await this.#handRecorded(seq, signal);
    } catch (error) {
      if (error instanceof HandlerError) throw error.cause;
      this.#options.onFault(error);
    }
  }

  async #handRecorded(until: number, signal: AbortSignal): Promise<number> {
    let found = 0;
    for await (const { seq, entry } of this.#options.recorded.entriesAfter(this.#seq, until)) {
      if (signal.aborted) return found;
      await this.#hand(seq, entry).catch((error: unknown) => {
        throw new HandlerError(error);
      });
      found += 1;
    }
    if (until > this.#seq) this.#seq = until;
    return found;
  }
}

/** Tells a fault of `onEntry`, which ends everything, from one of the database, which is tried again. */
class HandlerError extends Error {
  override readonly cause: unknown;

  constructor(cause: unknown) {
    super('an entry could not be handled');
    this.cause = cause;
  }
}
