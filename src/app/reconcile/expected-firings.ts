/**
 * What must have fired: the recorded log, from its beginning, through a fresh engine. No checkpoint, no shortcut, no stored state of any
 * alert goes in, so that a fault in one of those cannot hide itself. Memory: one small record a firing.
 */
import { Engine, type EngineOptions } from '../../alerts/engine.ts';
import type { AlertEvent } from '../../alerts/event.ts';
import type { LogEntry } from '../../alerts/log-entry.ts';
import type { MarketHistory } from '../../alerts/ports.ts';
import type { StepResult } from '../../alerts/step-result.ts';
import type { CheckedCondition } from '../../conditions/resolved.ts';
import type { Alert } from '../../alerts/alert.ts';
import type { EpochMs, InstrumentId } from '../../kernel/units.ts';
import type { InstrumentTable } from '../../market/instruments.ts';
import { conditionsOf } from '../conditions-of.ts';
import type { Tick } from '../../market/tick.ts';
import { historyFor, standingHistory } from '../warm-up.ts';

export type Firing = Pick<AlertEvent, 'key' | 'alert' | 'revision' | 'kind' | 'at'>;

/** Of a revision in the log: its place, and the market time. */
interface FirstArming {
  readonly seq: number;
  readonly at: EpochMs;
}

interface PlacedEntry {
  readonly seq: number;
  readonly entry: LogEntry;
}

export class ExpectedFirings {
  readonly #options: EngineOptions;
  readonly #engine: Engine;
  readonly #history: MarketHistory;
  readonly #check: (alert: Alert) => readonly CheckedCondition[];
  readonly #byKey = new Map<string, Firing>();
  readonly #armed = new Map<string, FirstArming>();
  readonly #begun = new Set<InstrumentId>();
  #seq = 0;

  /** `history` has the candles that made indicators warm when an alert was armed. */
  constructor(instruments: InstrumentTable, history: MarketHistory) {
    this.#options = { instruments };
    this.#engine = new Engine(this.#options);
    this.#check = conditionsOf(instruments);
    this.#history = history;
  }

  /** Last place of the log that was read. */
  get seq(): number {
    return this.#seq;
  }

  get size(): number {
    return this.#byKey.size;
  }

  /** Goes on after `seq`. */
  async read(entries: AsyncIterable<PlacedEntry>): Promise<void> {
    for await (const { seq, entry } of entries) {
      if (entry.type === 'arm') await this.#warmUp(seq, entry);
      if (entry.type === 'tick') await this.#begin(entry.tick);
      keep(this.#byKey, this.#engine.step(entry));
      this.#seq = seq;
    }
  }

  /** By key, together with what time alone makes fire until `at`, which the product is known to have reached. */
  until(at: EpochMs): ReadonlyMap<string, Firing> {
    const firings = new Map(this.#byKey);
    if (at <= (this.#engine.marketTime ?? Infinity)) return firings;
    const ahead = Engine.restore(this.#engine.snapshot(), this.#options);
    keep(firings, ahead.step({ type: 'beat', at }));
    return firings;
  }

  /** Null when the log never arms that revision. */
  armed(alert: string, revision: number): FirstArming | null {
    return this.#armed.get(`${alert}:${revision}`) ?? null;
  }

  async #warmUp(seq: number, { alert, at }: Extract<LogEntry, { type: 'arm' }>): Promise<void> {
    const revision = `${alert.id}:${alert.revision}`;
    if (!this.#armed.has(revision)) this.#armed.set(revision, { seq, at });
    for (const checked of this.#check(alert))
      for (const past of await historyFor(checked, this.#history, at)) this.#engine.step(past);
  }

  /** Candles from before an instrument's first tick complete those in progress, as at the start of the product. */
  async #begin({ instrument, at }: Tick): Promise<void> {
    if (this.#begun.has(instrument)) return;
    this.#begun.add(instrument);
    for (const past of await standingHistory([instrument], this.#history, at)) this.#engine.step(past);
  }
}

function keep(into: Map<string, Firing>, { events }: StepResult): void {
  for (const { key, alert, revision, kind, at } of events) into.set(key, { key, alert, revision, kind, at });
}
