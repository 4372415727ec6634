/**
 * A provider of a simulation and a process's connection to it. `stored` is a source that can be resumed from a position, as tick files
 * are; `live` is one that tells only who listens, late, twice or in another order at times.
 */
import type { Feed, FeedSink } from '../../../src/feeds/feed.ts';
import type { EpochMs, InstrumentId } from '../../../src/kernel/units.ts';
import type { Tick } from '../../../src/market/tick.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import type { SimulatedTime } from './simulated-time.ts';

/** One quote on its way: a live provider's may arrive later than it was made, and again. */
export interface Arrival {
  readonly tick: Tick;
  readonly at: number;
}

interface FeedOptions {
  readonly time: SimulatedTime;
  readonly process: SimulatedProcess;
  readonly mode: 'stored' | 'live';
  readonly instruments: readonly InstrumentId[];
  readonly arrivals: readonly Arrival[];
  /** After which of the arrivals a stored source goes on. */
  readonly position: string | null;
}

/** Market time of a stored source is told this often. */
const BEAT_MS = 1_000;

export class SimulatedFeed implements Feed {
  readonly name = 'simulation';
  readonly simulated = false;
  readonly ownClock: boolean;
  readonly ended: Promise<void>;
  readonly #options: FeedOptions;
  #next: number;
  #stopped = false;
  #end: () => void = () => undefined;

  constructor(options: FeedOptions) {
    this.#options = options;
    this.ownClock = options.mode === 'stored';
    this.#next = options.position === null ? 0 : Number(options.position);
    this.ended = new Promise((resolve) => (this.#end = resolve));
  }

  instruments(): readonly InstrumentId[] {
    return this.#options.instruments;
  }

  start(sink: FeedSink): Promise<void> {
    const { time, arrivals, mode } = this.#options;
    sink.state('live', null);
    if (mode === 'live') {
      const first = arrivals.findIndex(({ at }) => at > time.now);
      this.#next = first === -1 ? arrivals.length : first;
    }
    this.#wait(sink);
    return Promise.resolve();
  }

  position(): string | null {
    return this.#options.mode === 'stored' ? String(this.#next) : null;
  }

  stop(): Promise<void> {
    this.#stopped = true;
    return Promise.resolve();
  }

  async *history(): AsyncGenerator<never> {
    // This provider keeps none.
  }

  #wait(sink: FeedSink): void {
    const { time, process, arrivals } = this.#options;
    const arrival = arrivals[this.#next];
    if (arrival === undefined) {
      sink.state('ended', null);
      return this.#end();
    }
    const nextBeatAt = this.ownClock ? time.now + BEAT_MS : Infinity;
    time.at(Math.min(nextBeatAt, arrival.at), process, () => {
      if (this.#stopped) return;
      this.#handOver(sink);
      // Never ahead of a quote: after a pause those come first.
      if (this.ownClock) sink.time(Math.floor(time.now) as EpochMs);
      this.#wait(sink);
    });
  }

  /** Everything that is due in the same turn, as one read of a socket gives it. */
  #handOver(sink: FeedSink): void {
    const { time, arrivals } = this.#options;
    for (;;) {
      const arrival = arrivals[this.#next];
      if (arrival === undefined || arrival.at > time.now) return;
      this.#next++;
      sink.tick(arrival.tick);
    }
  }
}
