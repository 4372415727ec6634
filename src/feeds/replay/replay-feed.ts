/**
 * Recorded ticks as a feed. Several files are merged by time; rows of one file stay in their order.
 * Guarantee: `start` with a position hands over exactly the rows after it, so a restart repeats no tick and misses none.
 * `max` yields to the event loop every few thousand ticks and waits for `sink.ready`.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../kernel/clock.ts';
import type { EpochMs, InstrumentId } from '../../kernel/units.ts';
import type { InstrumentTable } from '../../market/instruments.ts';
import type { Tick } from '../../market/tick.ts';
import type { Feed, FeedSink, HistoryCandle } from '../feed.ts';
import { TickCursor, earliestOf } from '../files/tick-cursor.ts';
import { readTickFile } from '../files/tick-file.ts';
import { pause } from '../pause.ts';
import { type ReplayPosition, positionWriter, readPosition } from './replay-position.ts';

export interface ReplayOptions {
  readonly files: readonly string[];
  readonly instruments: InstrumentTable;
  /** 1 is real speed, 20 twenty times as fast. */
  readonly speed: number | 'max';
  /** `now` moves all stamps so that the first tick happens now. */
  readonly stamps: 'kept' | 'now';
  /** From `position()` of an earlier run. */
  readonly resumeAfter?: string | null;
  /** For files without a symbol column. */
  readonly instrument?: InstrumentId;
  readonly clock: Clock;
}

interface Settle {
  resolve(): void;
  reject(error: unknown): void;
}

const BATCH_TICKS = 2_000;
/** Market time is told this often, whether ticks come or not. */
const BEAT_MS = 250;

export class ReplayFeed implements Feed {
  readonly name = 'replay';
  readonly simulated = false;
  readonly ownClock = true;
  readonly ended: Promise<void>;
  readonly #options: ReplayOptions;
  readonly #writePosition: (position: ReplayPosition) => string;
  readonly #stop = new AbortController();
  readonly #seen = new Set<InstrumentId>();
  #cursors: TickCursor[] = [];
  #shiftMs = 0;
  #lastAt: EpochMs | null = null;
  #running: Promise<void> = Promise.resolve();
  #end: Settle | null = null;

  constructor(options: ReplayOptions) {
    if (options.speed !== 'max' && !(options.speed > 0))
      throw new RangeError(`not a speed: ${options.speed} (write max, real or a factor such as 20x)`);
    this.#options = options;
    this.#writePosition = positionWriter(options.files);
    this.ended = new Promise<void>((resolve, reject) => {
      this.#end = { resolve, reject };
    });
    // Whoever awaits `ended` sees a failure; who does not has been told by the state, and the process goes on.
    this.ended.catch(() => undefined);
  }

  /** Those met so far: after `start`, at least the first of every file. */
  instruments(): readonly InstrumentId[] {
    return [...this.#seen];
  }

  async start(sink: FeedSink): Promise<void> {
    const { files, resumeAfter = null } = this.#options;
    sink.state('connecting', null);
    const known = resumeAfter === null ? null : readPosition(files, resumeAfter);
    this.#cursors = files.map((path, index) => this.#open(path, known?.lines[index] ?? 0, sink));
    try {
      await Promise.all(this.#cursors.map((cursor) => cursor.load()));
    } catch (error) {
      await this.#close();
      throw error;
    }
    for (const { head } of this.#cursors) if (head !== undefined) this.#seen.add(head.instrument);
    this.#shiftMs = this.#shift(known);
    const lost = resumeAfter !== null && known === null;
    sink.state('live', lost ? { key: 'otherFiles' } : null);
    this.#running = this.#run(sink).then(
      () => this.#end?.resolve(),
      (error: unknown) => {
        // What is no fault of the file is a bug behind the sink: it must end the process, not the feed.
        if (!isFileFault(error)) throw error;
        sink.state('down', { key: 'replayFailed', error: error.message });
        this.#end?.reject(error);
      },
    );
  }

  /** Cheap enough to be asked for at every tick. */
  position(): string | null {
    if (this.#cursors.length === 0) return null;
    const lines = this.#cursors.map((cursor) => cursor.line);
    return this.#writePosition({ lines, shiftMs: this.#shiftMs });
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await this.#close();
  }

  async *history(): AsyncIterable<readonly HistoryCandle[]> {
    // Files hold ticks only; the recorder makes the candles.
  }

  #open(path: string, afterLine: number, sink: FeedSink): TickCursor {
    const { instruments, instrument } = this.#options;
    const batches = readTickFile(path, {
      instruments,
      afterLine,
      ...(instrument === undefined ? {} : { instrument }),
    });
    return new TickCursor(batches, { afterLine, rejected: (reject) => sink.rejected(reject) });
  }

  /** A resumed replay keeps its shift: candles and windows that began before the restart go on undistorted. */
  #shift(known: ReplayPosition | null): number {
    if (known !== null) return known.shiftMs;
    const first = earliestOf(this.#cursors)?.head?.at;
    return this.#options.stamps === 'kept' || first === undefined ? 0 : this.#options.clock.now() - first;
  }

  async #run(sink: FeedSink): Promise<void> {
    const { signal } = this.#stop;
    if (this.#options.speed === 'max') await this.#runFast(sink, signal);
    else await this.#runPaced(sink, { signal, speed: this.#options.speed });
    if (signal.aborted) return;
    if (this.#lastAt !== null) sink.time(this.#lastAt);
    sink.state('ended', null);
  }

  async #runFast(sink: FeedSink, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      let left = BATCH_TICKS;
      for (let cursor = earliestOf(this.#cursors); cursor !== undefined; cursor = earliestOf(this.#cursors)) {
        this.#hand(cursor, sink);
        if (--left === 0 || cursor.head === undefined) break;
      }
      if (!(await this.#refill())) return;
      await sink.ready?.();
      await nextTurn();
    }
  }

  async #runPaced(
    sink: FeedSink,
    { signal, speed }: { readonly signal: AbortSignal; readonly speed: number },
  ): Promise<void> {
    const { clock } = this.#options;
    const startedMs = clock.monotonicMs();
    let beatMs = startedMs;
    const firstAt = earliestOf(this.#cursors)?.head?.at;
    if (firstAt === undefined) return;
    while (!signal.aborted) {
      const marketAt = Math.floor(firstAt + (clock.monotonicMs() - startedMs) * speed);
      const next = await this.#handUntil(marketAt, sink, signal);
      if (next === undefined) return;
      if (clock.monotonicMs() - beatMs >= BEAT_MS) {
        beatMs = clock.monotonicMs();
        // A row stamped earlier than its predecessor must not turn time back.
        sink.time(Math.max(Math.min(marketAt, next) + this.#shiftMs, this.#lastAt ?? 0) as EpochMs);
      }
      await sink.ready?.();
      await pause(Math.min(BEAT_MS, Math.ceil((next - marketAt) / speed)), signal);
    }
  }

  /** Hands over all that is due and returns the stamp of the next row; undefined at the end. */
  async #handUntil(marketAt: number, sink: FeedSink, signal: AbortSignal): Promise<EpochMs | undefined> {
    for (let left = BATCH_TICKS; !signal.aborted; left--) {
      const cursor = earliestOf(this.#cursors);
      if (cursor?.head === undefined) return undefined;
      if (cursor.head.at > marketAt || left === 0) return cursor.head.at;
      this.#hand(cursor, sink);
      if (cursor.head === undefined) await this.#refill();
    }
    return undefined;
  }

  #hand(cursor: TickCursor, sink: FeedSink): void {
    const tick = cursor.head!;
    // Taken before it is handed over: a position asked for inside `sink.tick` already counts it.
    cursor.take();
    this.#seen.add(tick.instrument);
    const moved: Tick = this.#shiftMs === 0 ? tick : { ...tick, at: (tick.at + this.#shiftMs) as EpochMs };
    this.#lastAt = moved.at;
    sink.tick(moved);
  }

  /** False when every file has ended. */
  async #refill(): Promise<boolean> {
    for (const cursor of this.#cursors) if (cursor.head === undefined) await cursor.load();
    return this.#cursors.some((cursor) => cursor.head !== undefined);
  }

  async #close(): Promise<void> {
    await Promise.all(this.#cursors.map((cursor) => cursor.close()));
  }
}

/** Faults of the operating system and of decompression carry a code. */
function isFileFault(error: unknown): error is Error {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).code === 'string';
}
