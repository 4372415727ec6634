/**
 * Between a feed and the log: ticks in, beats of market time, and the state of the feed as users see it.
 * A feed that follows the wall clock gets a beat each second, BEAT_DELAY_MS behind the wall so that ticks on their way still come first;
 * a feed with a clock of its own says itself how far its time is.
 */
import type { Clock } from '../kernel/clock.ts';
import type { DurationMs, EpochMs, InstrumentId } from '../kernel/units.ts';
import type { Feed, FeedReject, FeedSink, FeedState } from '../feeds/feed.ts';
import type { FeedNotice } from '../feeds/notices.ts';
import { type ToldNotice, tellNotice } from '../feeds/tell-notice.ts';
import { isMarketOpen } from '../market/fx-time.ts';
import type { Tick } from '../market/tick.ts';
import type { LogEntry } from '../alerts/log-entry.ts';
import type { StepResult } from '../alerts/step-result.ts';
import { ArrivalOrder } from './arrival-order.ts';

const BEAT_MS = 1_000;
const BEAT_DELAY_MS = 300;
/** In an open market. */
const STALE_AFTER_MS = 15_000;

export interface FeedStatus extends ToldNotice {
  readonly name: string;
  readonly state: 'connecting' | 'live' | 'stale' | 'closed' | 'down';
  readonly simulated: boolean;
  readonly lastTickAt: EpochMs | null;
  readonly ageMs: DurationMs | null;
}

interface InstrumentAge {
  readonly instrument: InstrumentId;
  readonly ageMs: DurationMs;
}

/** Where ticks and beats go: the pipeline of the embedded product, or the sequencer of a log that others read. */
export interface FeedTarget {
  /** Takes no more for now: files wait, live feeds drop. */
  readonly isFull: boolean;
  append(entry: Extract<LogEntry, { readonly type: 'tick' | 'beat' }>): Pick<StepResult, 'rejected' | 'late'>;
  flush(): Promise<void>;
}

interface FeedRunnerOptions {
  readonly feed: Feed;
  readonly target: FeedTarget;
  readonly clock: Clock;
  readonly onTick: (tick: Tick) => void;
  readonly onRejected: (reject: FeedReject) => void;
  readonly onState: (status: FeedStatus) => void;
}

export class FeedRunner implements FeedSink {
  readonly #options: FeedRunnerOptions;
  readonly #order = new ArrivalOrder();
  #state: FeedState = 'connecting';
  #told: ToldNotice = tellNotice(null);
  #lastTickAt: EpochMs | null = null;
  #lastArrivalMs: number | null = null;
  #startedAtMs = 0;
  readonly #arrivals = new Map<InstrumentId, number>();
  #marketTime: EpochMs | null = null;
  #beat: NodeJS.Timeout | null = null;
  #dropped = 0;

  constructor(options: FeedRunnerOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { feed, clock } = this.#options;
    this.#startedAtMs = clock.monotonicMs();
    if (!feed.ownClock) this.#beat = setInterval(() => this.#beatNow(), BEAT_MS);
    await feed.start(this);
  }

  async stop(): Promise<void> {
    if (this.#beat !== null) clearInterval(this.#beat);
    await this.#options.feed.stop();
  }

  /** Ticks refused because the log or the database has been away for long. */
  get dropped(): number {
    return this.#dropped;
  }

  /** How far market time is known to be; null before the first beat, or tick where the feed has its own clock. */
  get marketTime(): EpochMs | null {
    return this.#marketTime;
  }

  tick(tick: Tick): void {
    const { target, clock, onTick } = this.#options;
    if (target.isFull) {
      this.#dropped += 1;
      return;
    }
    this.#lastArrivalMs = clock.monotonicMs();
    this.#arrivals.set(tick.instrument, this.#lastArrivalMs);
    const admitted = this.#order.admit(tick);
    if (admitted === null) return;
    const result = target.append({ type: 'tick', tick: admitted });
    if (result.rejected !== null) this.#order.forget(tick);
    if (result.rejected !== null || result.late) return;
    this.#lastTickAt = admitted.at;
    if (this.#options.feed.ownClock) this.#reach(admitted.at);
    onTick(admitted);
  }

  time(at: EpochMs): void {
    this.#reach(at);
    this.#order.beat(at);
    this.#options.target.append({ type: 'beat', at });
  }

  rejected(reject: FeedReject): void {
    this.#options.onRejected(reject);
  }

  state(state: FeedState, notice: FeedNotice | null): void {
    const told = tellNotice(notice);
    if (state === this.#state && told.notice === this.#told.notice) return;
    this.#state = state;
    this.#told = told;
    this.#options.onState(this.status());
  }

  /** Resolves when there is room again: files wait, live feeds drop. */
  async ready(): Promise<void> {
    if (this.#options.target.isFull) await this.#options.target.flush();
  }

  /** Since the last tick of each instrument of the feed; since the start where none has come. */
  instrumentAges(): readonly InstrumentAge[] {
    const { feed, clock } = this.#options;
    const now = clock.monotonicMs();
    return feed.instruments().map((instrument) => {
      const arrivedAtMs = this.#arrivals.get(instrument) ?? this.#startedAtMs;
      return { instrument, ageMs: (now - arrivedAtMs) as DurationMs };
    });
  }

  status(): FeedStatus {
    const { feed, clock } = this.#options;
    const ageMs = this.#lastArrivalMs === null ? null : Math.round(clock.monotonicMs() - this.#lastArrivalMs);
    return {
      name: feed.name,
      state: this.#stateNow(ageMs),
      simulated: feed.simulated,
      ...this.#told,
      lastTickAt: this.#lastTickAt,
      ageMs: ageMs as DurationMs | null,
    };
  }

  #stateNow(ageMs: number | null): FeedStatus['state'] {
    if (this.#state === 'ended') return 'closed';
    if (this.#state !== 'live') return this.#state;
    const { feed, clock } = this.#options;
    const isOpen = feed.ownClock || isMarketOpen(clock.now());
    return isOpen && ageMs !== null && ageMs > STALE_AFTER_MS ? 'stale' : 'live';
  }

  #reach(at: EpochMs): void {
    if (this.#marketTime === null || at > this.#marketTime) this.#marketTime = at;
  }

  #beatNow(): void {
    this.time((this.#order.wallTime(this.#options.clock) - BEAT_DELAY_MS) as EpochMs);
  }
}
