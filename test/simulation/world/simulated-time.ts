/**
 * The event loop of a simulation. Timers, immediates and answers of ports wait in one queue ordered by instant, then by the order in which
 * they were asked for; between two of them every promise settles. So one seed gives one run, whatever the machine does.
 *
 * Each entry belongs to a process, or to the world (the network, the database). Entries of a dead process never run; those of a paused one
 * wait. Code under test needs no change: `install` puts the timers of this loop in the place of Node's, also of `node:timers/promises`.
 * Cost: about a microsecond an entry.
 */
import { createRequire, syncBuiltinESMExports } from 'node:module';

export interface Owner {
  readonly name: string;
  readonly isAlive: boolean;
  /** Runs nothing before this instant, as after SIGSTOP. */
  readonly pausedUntil: number;
}

interface Entry {
  at: number;
  readonly order: number;
  readonly owner: Owner | null;
  readonly run: () => void;
  cancelled: boolean;
}

const realImmediate = globalThis.setImmediate;
/** What Node does between two callbacks: every promise settles, and a rejection that nobody took ends the process. */
const settle = (process as unknown as { readonly _tickCallback: () => void })._tickCallback;

type RunEnd = 'done' | 'limit' | 'idle';

export class SimulatedTime {
  #now: number;
  #order = 0;
  readonly #heap: Entry[] = [];
  /** To whom timers set now belong. */
  #current: Owner | null = null;

  constructor(startAt: number) {
    this.#now = startAt;
  }

  get now(): number {
    return this.#now;
  }

  /** Runs `work` at the instant, as part of `owner`; null is the world. */
  at(instant: number, owner: Owner | null, work: () => void): () => void {
    const entry: Entry = {
      at: Math.max(instant, this.#now),
      order: ++this.#order,
      owner,
      run: work,
      cancelled: false,
    };
    this.#push(entry);
    return () => (entry.cancelled = true);
  }

  after(ms: number, owner: Owner | null, work: () => void): () => void {
    return this.at(this.#now + Math.max(0, ms), owner, work);
  }

  /** Until `done` holds after an entry, nothing is left, or the next entry is after `limitAt`. */
  run(done: () => boolean, limitAt: number): Promise<RunEnd> {
    // Promises settle between callbacks only: not within one of their own.
    return new Promise((resolve, reject) => {
      realImmediate(() => {
        try {
          resolve(this.#runNow(done, limitAt));
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
  }

  #runNow(done: () => boolean, limitAt: number): RunEnd {
    for (;;) {
      if (done()) return 'done';
      const entry = this.#pop();
      if (entry === undefined) return 'idle';
      if (entry.at > limitAt) {
        this.#push(entry);
        return 'limit';
      }
      if (entry.cancelled || entry.owner?.isAlive === false) continue;
      if (entry.owner !== null && entry.owner.pausedUntil > entry.at) {
        entry.at = entry.owner.pausedUntil;
        this.#push(entry);
        continue;
      }
      this.#now = entry.at;
      this.#current = entry.owner;
      entry.run();
      settle();
      this.#current = null;
    }
  }

  /** Node's timers are this loop's until the function returned is called. */
  install(): () => void {
    const timers = createRequire(import.meta.url)('node:timers/promises') as Record<string, unknown>;
    const globals = globalThis as unknown as Record<string, unknown>;
    const kept = { ...timers };
    const names = [
      'setTimeout',
      'clearTimeout',
      'setInterval',
      'clearInterval',
      'setImmediate',
      'clearImmediate',
    ];
    const before = names.map((name) => [name, globals[name]] as const);
    const beforeNow = Date.now;
    const elapsed = performance.now.bind(performance);
    const set = (work: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
      this.#timer(work, ms, { args, repeats: false });
    Object.assign(globals, {
      setTimeout: set,
      setInterval: (work: () => void, ms = 0) => this.#timer(work, ms, { args: [], repeats: true }),
      setImmediate: (work: (...args: unknown[]) => void, ...args: unknown[]) => set(work, 0, ...args),
      clearTimeout: cancel,
      clearInterval: cancel,
      clearImmediate: cancel,
    });
    Date.now = () => Math.floor(this.#now);
    performance.now = () => this.#now;
    timers['setTimeout'] = (ms: number, value: unknown, options?: { signal?: AbortSignal }) =>
      this.#sleep(ms, value, options?.signal);
    timers['setImmediate'] = (value: unknown) => this.#sleep(0, value);
    syncBuiltinESMExports();
    return () => {
      for (const [name, value] of before) globals[name] = value;
      Date.now = beforeNow;
      performance.now = elapsed;
      Object.assign(timers, kept);
      syncBuiltinESMExports();
    };
  }

  #timer(
    work: (...args: unknown[]) => void,
    ms: number,
    { args, repeats }: { readonly args: unknown[]; readonly repeats: boolean },
  ): SimulatedTimer {
    const owner = this.#current;
    const timer = new SimulatedTimer();
    const arm = (): void => {
      timer.cancel = this.after(Math.max(1, ms), owner, () => {
        if (repeats) arm();
        work(...args);
      });
    };
    arm();
    return timer;
  }

  #sleep(ms: number, value: unknown, signal?: AbortSignal): Promise<unknown> {
    const owner = this.#current;
    return new Promise((resolve, reject) => {
      const aborted = () => reject(new DOMException('The operation was aborted', 'AbortError'));
      if (signal?.aborted === true) return aborted();
      const cancelTimer = this.after(ms, owner, () => {
        signal?.removeEventListener('abort', stop);
        resolve(value);
      });
      const stop = (): void => {
        cancelTimer();
        aborted();
      };
      signal?.addEventListener('abort', stop, { once: true });
    });
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let index = heap.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(entry, heap[parent]!)) break;
      heap[index] = heap[parent]!;
      index = parent;
    }
    heap[index] = entry;
  }

  #pop(): Entry | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, last)) break;
      heap[index] = heap[child]!;
      index = child;
    }
    heap[index] = last;
    return first;
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

/** What Node's timer functions return, as far as anybody uses it. */
class SimulatedTimer {
  cancel: () => void = () => undefined;
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
  hasRef(): boolean {
    return true;
  }
}

function cancel(timer: SimulatedTimer | null | undefined): void {
  timer?.cancel();
}
