/**
 * An invented market as a feed: it always moves, it is the same for the same seed, and nobody can take it for the real one, because it
 * says so. Restarted with its position it hands over the ticks missed meanwhile, up to fifteen minutes of them on the wall clock.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../kernel/clock.ts';
import type { EpochMs, InstrumentId } from '../../kernel/units.ts';
import { isMarketOpen } from '../../market/fx-time.ts';
import type { InstrumentTable } from '../../market/instruments.ts';
import type { Tick } from '../../market/tick.ts';
import type { Feed, FeedSink, HistoryCandle, HistoryRequest } from '../feed.ts';
import type { FeedNotice } from '../notices.ts';
import { pause } from '../pause.ts';
import { MarketClock } from './market-clock.ts';
import { type InstrumentPath, simulatedMarket } from './market-path.ts';
import { simulatedHistory } from './simulated-history.ts';

export interface SimulatedOptions {
  readonly seed: number;
  readonly instruments: InstrumentTable;
  readonly clock: Clock;
  /** Market time to begin at, on a clock of its own. */
  readonly startAt?: EpochMs;
  /** Last recorded market time: nothing is handed over up to and including it. */
  readonly notBefore?: EpochMs;
  /** From `position()` of an earlier run; knows better than `notBefore`. */
  readonly resumeAfter?: string | null;
  /** Of its own clock; 1 when left out. */
  readonly speed?: number;
  /** Why the provider did not answer, where that is why the market is simulated; for the notice. */
  readonly unanswered?: string;
}

const PUMP_MS = 100;
/** Market time made in one go; what is between is left to `history`. */
export const CATCH_UP_MS = 15 * 60_000;

export class SimulatedFeed implements Feed {
  readonly name = 'simulated';
  readonly simulated = true;
  readonly ownClock: boolean;
  readonly ended: Promise<void> = new Promise(() => undefined);
  readonly #paths: readonly InstrumentPath[];
  readonly #clock: MarketClock;
  readonly #unanswered: string | null;
  readonly #stop = new AbortController();
  /** All ticks before this have been handed over, and so many of those at this very millisecond. */
  #reached: EpochMs;
  #taken = 0;
  #isOpen: boolean | null = null;
  #running: Promise<void> = Promise.resolve();

  constructor(options: SimulatedOptions) {
    const { seed, instruments, clock, startAt, notBefore, speed } = options;
    const resumed = readPosition(options.resumeAfter ?? null);
    const recorded = resumed?.at ?? (notBefore === undefined ? null : ((notBefore + 1) as EpochMs));
    this.#paths = simulatedMarket(seed, instruments);
    this.#clock = new MarketClock({
      clock,
      ...(startAt === undefined ? {} : { startAt }),
      ...(recorded === null ? {} : { notBefore: recorded }),
      ...(speed === undefined ? {} : { speed }),
    });
    this.ownClock = this.#clock.isOwn;
    this.#unanswered = options.unanswered ?? null;
    const now = this.#clock.now();
    this.#reached = recorded === null ? now : (Math.max(recorded, now - CATCH_UP_MS) as EpochMs);
    if (resumed?.at === this.#reached) this.#taken = resumed.taken;
  }

  instruments(): readonly InstrumentId[] {
    return this.#paths.map(({ instrument }) => instrument.id);
  }

  start(sink: FeedSink): Promise<void> {
    sink.state('connecting', this.#notice());
    this.#pump(sink);
    this.#running = this.#run(sink);
    return Promise.resolve();
  }

  position(): string {
    return `simulated:${this.#reached}:${this.#taken}`;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async *history(request: HistoryRequest): AsyncGenerator<readonly HistoryCandle[]> {
    const path = this.#paths.find(({ instrument }) => instrument.id === request.instrument);
    if (path === undefined) return;
    for (const page of simulatedHistory(path, { ...request, now: this.#clock.now() })) {
      yield page;
      // A year of minutes takes seconds: others get their turn between the pages.
      await nextTurn();
      if (this.#stop.signal.aborted) return;
    }
  }

  async #run(sink: FeedSink): Promise<void> {
    const { signal } = this.#stop;
    while (await pause(PUMP_MS, signal)) {
      await sink.ready?.();
      if (!signal.aborted) this.#pump(sink);
    }
  }

  #pump(sink: FeedSink): void {
    const now = this.#clock.now();
    this.#tellWhetherOpen(now, sink);
    if (now <= this.#reached) return;
    for (const tick of this.#ticksUntil(now)) {
      this.#taken = tick.at === this.#reached ? this.#taken + 1 : 1;
      this.#reached = tick.at;
      sink.tick(tick);
    }
    this.#reached = now;
    this.#taken = 0;
    if (this.ownClock) sink.time(now);
  }

  /** By time, and at equal times in the order of the instruments: the same order in every run. */
  #ticksUntil(now: EpochMs): readonly Tick[] {
    const from = Math.max(this.#reached, now - CATCH_UP_MS);
    const ticks = this.#paths.flatMap((path) => path.ticksBetween(from, now));
    ticks.sort((a, b) => a.at - b.at);
    return from === this.#reached ? ticks.slice(this.#taken) : ticks;
  }

  #tellWhetherOpen(now: EpochMs, sink: FeedSink): void {
    const isOpen = isMarketOpen(now);
    if (isOpen === this.#isOpen) return;
    this.#isOpen = isOpen;
    if (isOpen) sink.state('live', this.#notice());
    else sink.state('closed', { key: 'simulatedWeekend', unanswered: this.#unanswered });
  }

  #notice(): FeedNotice {
    return { key: NOTICES[this.#clock.why], unanswered: this.#unanswered };
  }
}

const NOTICES = {
  wall: 'simulatedPrices',
  weekend: 'simulatedWeekday',
  'recorded-later': 'simulatedLater',
  start: 'simulatedFromStart',
} as const satisfies Readonly<Record<MarketClock['why'], FeedNotice['key']>>;

function readPosition(text: string | null): { readonly at: EpochMs; readonly taken: number } | null {
  const match = /^simulated:(\d{1,15}):(\d{1,6})$/.exec(text ?? '');
  return match === null ? null : { at: Number(match[1]) as EpochMs, taken: Number(match[2]) };
}
