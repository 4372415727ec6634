/**
 * "Would have fired N times": an alert over recorded prices, through the very engine that runs live. A driver without I/O: whoever has
 * the prices hands them over in the order of time and asks for the firings at the end.
 */
import type { Alert } from '../alerts/alert.ts';
import { Engine } from '../alerts/engine.ts';
import type { AlertEvent } from '../alerts/event.ts';
import type { LogEntry } from '../alerts/log-entry.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { InstrumentTable } from '../market/instruments.ts';
import type { Tick } from '../market/tick.ts';

export const MAX_LISTED_FIRINGS = 1_000;

export class DryRun {
  readonly #engine: Engine;
  readonly #alert: Alert;
  readonly #firings: AlertEvent[] = [];
  #count = 0;
  #steps = 0;

  /** The alert is armed at `from`, after `history` has warmed its indicators; its expiry is left aside. */
  constructor(
    alert: Alert,
    options: {
      readonly instruments: InstrumentTable;
      readonly history: readonly LogEntry[];
      readonly from: EpochMs;
    },
  ) {
    this.#alert = { ...alert, expiresAt: null };
    this.#engine = new Engine({ instruments: options.instruments });
    for (const entry of options.history) this.#engine.step(entry);
    this.#engine.step({ type: 'arm', alert: this.#alert, at: options.from });
  }

  ticks(ticks: readonly Tick[]): void {
    for (const tick of ticks) this.#take({ type: 'tick', tick });
  }

  /** Candles that end by `to` still close. */
  finish(to: EpochMs): void {
    this.#take({ type: 'beat', at: to });
  }

  get steps(): number {
    return this.#steps;
  }

  /** All of them, also those that are not listed. */
  get count(): number {
    return this.#count;
  }

  /** The first ones, at most MAX_LISTED_FIRINGS. */
  get firings(): readonly AlertEvent[] {
    return this.#firings;
  }

  #take(entry: LogEntry): void {
    this.#steps += 1;
    for (const event of this.#engine.step(entry).events) {
      if (event.kind !== 'fired') continue;
      this.#count += 1;
      if (this.#firings.length < MAX_LISTED_FIRINGS) this.#firings.push(event);
    }
  }
}
