/** The tick log in memory: the plain reading of the port, and a log that tests can flush, cut off and disturb. */
import type { AppendOutcome, LogEnds, PlacedEntry, ReadOptions, TickLog } from '../../src/alerts/tick-log.ts';

/** A reader may be answered with nothing before its wait is over; a test that stops one need not sit it out. */
const LONGEST_WAIT_MS = 250;

export class MemoryTickLog implements TickLog {
  entries: PlacedEntry[] = [];
  #last = 0;
  readonly #waiting = new Set<() => void>();
  /** Every call rejects while true. */
  away = false;
  /** The next append happens, and its answer is lost. */
  loseNextAnswer = false;

  append(previous: number, entries: readonly PlacedEntry[]): Promise<AppendOutcome> {
    if (this.away) return Promise.reject(new Error('the log is away'));
    if (previous !== this.#last) return Promise.resolve({ appended: false, last: this.#last });
    this.entries.push(...entries);
    this.#last = entries.at(-1)?.seq ?? this.#last;
    for (const wake of this.#waiting) wake();
    if (this.loseNextAnswer) {
      this.loseNextAnswer = false;
      return Promise.reject(new Error('the answer was lost'));
    }
    return Promise.resolve({ appended: true });
  }

  async read(after: number, { limit, waitMs }: ReadOptions): Promise<readonly PlacedEntry[]> {
    if (this.away) throw new Error('the log is away');
    const found = this.entries.filter(({ seq }) => seq > after).slice(0, limit);
    if (found.length > 0 || waitMs === 0) return found;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, Math.min(waitMs, LONGEST_WAIT_MS));
      this.#waiting.add(done);
    });
    return this.read(after, { limit, waitMs: 0 });
  }

  ends(): Promise<LogEnds> {
    if (this.away) return Promise.reject(new Error('the log is away'));
    return Promise.resolve({ first: this.entries[0]?.seq ?? 0, last: this.#last });
  }

  trim(seq: number): Promise<void> {
    this.entries = this.entries.filter((entry) => entry.seq >= seq);
    return Promise.resolve();
  }

  flush(): void {
    this.entries = [];
    this.#last = 0;
  }
}
