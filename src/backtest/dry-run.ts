/**
 * What an alert would have done: recorded prices through the same engine that watches live. The alert is armed just before the first
 * tick or beat; history entries before that warm its indicators up. Memory is bounded: firings beyond the limit are counted only.
 */
import type { Alert } from '../alerts/alert.ts';
import type { AlertEvent } from '../alerts/event.ts';
import { Engine, type EngineOptions } from '../alerts/engine.ts';
import type { LogEntry } from '../alerts/log-entry.ts';
import type { ArmingProblem } from '../alerts/step-result.ts';
import { checkCondition } from '../conditions/check.ts';
import type { EpochMs } from '../kernel/units.ts';
import { type QuotedCandle, walkCandle } from './walk-candle.ts';
import { seesWholeCandles } from './whole-candles.ts';

/** Firings that are listed; the others are counted. */
export const MAX_LISTED_FIRINGS = 1_000;

export type PriceEntry = Extract<LogEntry, { readonly type: 'tick' | 'beat' | 'history' }>;

interface DryRunReport {
  /** The first ones, in order of time; at most MAX_LISTED_FIRINGS. */
  readonly firings: readonly AlertEvent[];
  readonly count: number;
  /** Ticks that were taken. */
  readonly steps: number;
  /** Times of the first and the last tick or beat; null when there was none. */
  readonly from: EpochMs | null;
  readonly to: EpochMs | null;
  /** Why the alert could not be armed; empty when it could. */
  readonly problems: readonly ArmingProblem[];
}

/** For prices that come in pages. */
export class DryRun {
  readonly #engine: Engine;
  readonly #alert: Alert;
  readonly #options: EngineOptions;
  /** Whether candles of a timeframe may be taken whole. */
  readonly #wholes = new Map<string, boolean>();
  readonly #firings: AlertEvent[] = [];
  #problems: readonly ArmingProblem[] = [];
  #count = 0;
  #from: EpochMs | null = null;

  constructor(alert: Alert, options: EngineOptions) {
    this.#engine = new Engine({ ...options, isLean: true });
    this.#alert = alert;
    this.#options = options;
  }

  /** A candle of a timeframe in the place of its ticks (walk-candle.ts), as fast as the condition allows. */
  feedCandle(candle: QuotedCandle, timeframe: string): void {
    const ticks = walkCandle(candle);
    if (!this.#seesWhole(timeframe)) {
      for (const tick of ticks) this.feed({ type: 'tick', tick });
      return;
    }
    if (this.#from === null) this.#arm(candle.bid.at);
    this.#collect(this.#engine.stepWithin(ticks, timeframe === 'M1').events);
  }

  feed(entry: PriceEntry): void {
    if (entry.type !== 'history' && this.#from === null) this.#arm(timeOf(entry));
    this.#collect(this.#engine.step(entry).events);
  }

  report(): DryRunReport {
    return {
      firings: this.#firings,
      count: this.#count,
      steps: this.#engine.counters.ticks,
      from: this.#from,
      to: this.#from === null ? null : this.#engine.marketTime,
      problems: this.#problems,
    };
  }

  #seesWhole(timeframe: string): boolean {
    const known = this.#wholes.get(timeframe);
    if (known !== undefined) return known;
    const { instruments, when, price } = this.#alert;
    const [instrument] = instruments;
    const { check = checkCondition, instruments: table } = this.#options;
    const checked =
      instrument === undefined || instruments.length > 1
        ? null
        : check(when, { instruments: table, defaultInstrument: instrument, basis: price });
    const sees = checked !== null && checked.ok && seesWholeCandles(checked.value, timeframe);
    this.#wholes.set(timeframe, sees);
    return sees;
  }

  #arm(at: EpochMs): void {
    this.#from = at;
    const { events, problems } = this.#engine.step({ type: 'arm', alert: this.#alert, at });
    this.#problems = problems;
    this.#collect(events);
  }

  #collect(events: readonly AlertEvent[]): void {
    for (const event of events) {
      if (event.kind !== 'fired') continue;
      this.#count++;
      if (this.#firings.length < MAX_LISTED_FIRINGS) this.#firings.push(event);
    }
  }
}

export function dryRun(alert: Alert, entries: Iterable<PriceEntry>, options: EngineOptions): DryRunReport {
  const run = new DryRun(alert, options);
  for (const entry of entries) run.feed(entry);
  return run.report();
}

function timeOf(entry: Exclude<PriceEntry, { readonly type: 'history' }>): EpochMs {
  return entry.type === 'tick' ? entry.tick.at : entry.at;
}
