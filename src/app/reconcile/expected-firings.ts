/**
 * What must have fired: the recorded log, from its beginning, through a fresh engine. No checkpoint, no shortcut, no stored state of any
 * alert goes in, so that a fault in one of those cannot hide itself. Memory: one small record a firing.
 */
import { Engine } from '../../alerts/engine.ts';
import type { AlertEvent } from '../../alerts/event.ts';
import type { LogEntry } from '../../alerts/log-entry.ts';
import type { MarketHistory } from '../../alerts/ports.ts';
import type { StepResult } from '../../alerts/step-result.ts';
import type { CheckedCondition } from '../../conditions/resolved.ts';
import type { Alert } from '../../alerts/alert.ts';
import type { EpochMs } from '../../kernel/units.ts';
import type { InstrumentTable } from '../../market/instruments.ts';
import { conditionsOf } from '../conditions-of.ts';
import { historyFor } from '../warm-up.ts';

export type Firing = Pick<AlertEvent, 'key' | 'alert' | 'revision' | 'kind' | 'at'>;

interface PlacedEntry {
  readonly seq: number;
  readonly entry: LogEntry;
}

export class ExpectedFirings {
  readonly #engine: Engine;
  readonly #history: MarketHistory;
  readonly #check: (alert: Alert) => readonly CheckedCondition[];
  readonly #byKey = new Map<string, Firing>();
  /** Market time of the first arming of each `alert:revision` in the log. */
  readonly #armedAt = new Map<string, EpochMs>();
  #seq = 0;

  /** `history` has the candles that made indicators warm when an alert was armed. */
  constructor(instruments: InstrumentTable, history: MarketHistory) {
    this.#engine = new Engine({ instruments });
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
      if (entry.type === 'arm') await this.#warmUp(entry);
      this.#keep(this.#engine.step(entry));
      this.#seq = seq;
    }
  }

  /** Market time is known to have reached `at`: what time alone makes fire until then is expected too. */
  reach(at: EpochMs): void {
    this.#keep(this.#engine.step({ type: 'beat', at }));
  }

  get(key: string): Firing | null {
    return this.#byKey.get(key) ?? null;
  }

  all(): Iterable<Firing> {
    return this.#byKey.values();
  }

  /** Null when the log never arms that revision. */
  armedAt(alert: string, revision: number): EpochMs | null {
    return this.#armedAt.get(`${alert}:${revision}`) ?? null;
  }

  async #warmUp({ alert, at }: Extract<LogEntry, { type: 'arm' }>): Promise<void> {
    const revision = `${alert.id}:${alert.revision}`;
    if (!this.#armedAt.has(revision)) this.#armedAt.set(revision, at);
    for (const checked of this.#check(alert))
      for (const past of await historyFor(checked, this.#history, at)) this.#keep(this.#engine.step(past));
  }

  #keep({ events }: StepResult): void {
    for (const { key, alert, revision, kind, at } of events)
      this.#byKey.set(key, { key, alert, revision, kind, at });
  }
}
