/**
 * One step of the engine as the evaluation sees it. A single object is reused for every step.
 * `now` never goes back; `stamp` is what an event carries: the time of the tick, or the instant of the close.
 */
import type { EpochMs } from '../../kernel/units.ts';
import { periodOf } from '../../market/periods.ts';
import type { Timeframe } from '../../market/timeframe.ts';
import type { AlertEvent } from '../event.ts';
import type { TimerQueue } from '../timer-queue.ts';
import { type Changes, UNWATCHED } from './changes.ts';

/** Samples a value when its clock ticks, before anybody looks. */
export interface Sampler {
  sample(moment: Moment): void;
}

/** Values of closed candles that fixed levels are compared with: moves when the candle has closed, after samplers and before watchers. */
export interface LevelMover {
  moveLevels(moment: Moment): void;
}

/** Looks at its condition when its clock ticks. */
export interface Watcher {
  /** Place in the order of arming; events of one step are in this order. */
  readonly order: number;
  /** When time alone may change what it sees; Infinity for never. */
  readonly wakeAt: number;
  look(moment: Moment): void;
}

/** An armed alert on one instrument, as far as evaluation knows it. */
interface Firer {
  readonly order: number;
}

interface Fired {
  readonly order: number;
  readonly event: AlertEvent;
  /** Null where nothing follows. */
  readonly unit: Firer | null;
}

export class Moment {
  now = -Infinity as EpochMs;
  stamp = -Infinity as EpochMs;
  /** Counts steps; tells apart what happens at one instant. */
  step = 0;
  /** Counts conditions evaluated since the engine was made. */
  evaluations = 0;
  /** A tick, in which the candle of `now` has begun; otherwise the end of candles, a timer or an arming. */
  isTick = false;
  /** An alert is being armed: a firing on closed candles belongs to the last one. */
  isArming = false;
  /** Set by whoever evaluates: the step at which the alert was armed. */
  armedStep = 0;
  /** Left by the evaluation: when time alone may change the truth. */
  wakeAt = Infinity;
  /** Earliest wake-up asked for in this step. */
  wakeMin = Infinity;
  readonly fired: Fired[] = [];
  readonly ended: Firer[] = [];
  readonly timers: TimerQueue<Watcher>;
  /** Told before the state of an alert changes. */
  readonly changes: Changes;
  /** Whether the prices are invented. */
  readonly simulated: boolean;
  /** By name of the timeframe: opens of the candles that ended at `#endedAt`. */
  readonly #opens = new Map<string, EpochMs>();
  #endedAt = -Infinity;

  constructor(timers: TimerQueue<Watcher>, simulated: boolean, changes: Changes = UNWATCHED) {
    this.timers = timers;
    this.simulated = simulated;
    this.changes = changes;
  }

  begin(now: EpochMs, stamp: EpochMs, isTick: boolean): void {
    this.now = now;
    this.stamp = stamp;
    this.isTick = isTick;
    this.isArming = false;
    this.step++;
  }

  /** Where the candle that ends now began. Looked up once a close: thousands of firings may ask. */
  openOfEnded(timeframe: Timeframe): EpochMs {
    if (this.#endedAt !== this.now) {
      this.#opens.clear();
      this.#endedAt = this.now;
    }
    let open = this.#opens.get(timeframe.name);
    if (open === undefined) {
      open = periodOf(timeframe, (this.now - 1) as EpochMs).at;
      this.#opens.set(timeframe.name, open);
    }
    return open;
  }
}
