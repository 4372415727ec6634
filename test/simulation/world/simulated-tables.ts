/**
 * What the database of a simulation holds: the tables of src/storage/migrations as values, and the steps of its transactions. Each step is
 * synchronous, so a transaction is whole or was never there. Unique are: a tick's place, an edit's place, an event's key, a delivery's key.
 */
import type { Alert, AlertId, AlertStatus } from '../../../src/alerts/alert.ts';
import type { LogEntry } from '../../../src/alerts/log-entry.ts';
import type {
  AlertEdit,
  JournalBatch,
  PlacedEvent,
  RecordedEntry,
  StoredAlert,
  StoredEvent,
} from '../../../src/alerts/ports.ts';
import type { CandleSource } from '../../../src/conditions/resolved.ts';
import type { EpochMs } from '../../../src/kernel/units.ts';
import type { Candle } from '../../../src/market/candle.ts';
import { MemoryDeliveryStore } from '../../support/memory-delivery-store.ts';
import { MemoryChannelStore } from '../../support/dispatch-harness.ts';
import type { ChannelConfig } from '../../../src/notify/channel.ts';

interface EditRow {
  readonly seq: number;
  readonly alert: AlertId;
  /** Null disarms. */
  readonly revision: number | null;
  readonly at: EpochMs;
}

interface SavedCheckpoint {
  readonly seq: number;
  readonly parts: readonly string[];
}

export class SimulatedTables {
  readonly ticks = new Map<number, Extract<LogEntry, { type: 'tick' }>>();
  readonly edits: EditRow[] = [];
  readonly revisions = new Map<string, Alert>();
  readonly alerts = new Map<AlertId, { stored: StoredAlert; editSeq: number }>();
  readonly events = new Map<string, StoredEvent>();
  readonly #places = new Map<string, number>();
  readonly candles = new Map<string, Map<EpochMs, Candle>>();
  readonly deliveries: MemoryDeliveryStore;
  readonly channels: MemoryChannelStore;
  seq = 0;
  feedPosition: string | null = null;
  checkpoints: readonly SavedCheckpoint[] = [];
  readonly #now: () => EpochMs;

  constructor(now: () => EpochMs, channels: readonly ChannelConfig[]) {
    this.#now = now;
    this.deliveries = new MemoryDeliveryStore(now);
    this.channels = new MemoryChannelStore(channels);
  }

  commit(batch: JournalBatch): readonly StoredEvent[] {
    for (const { seq, tick } of batch.ticks)
      if (!this.ticks.has(seq)) this.ticks.set(seq, { type: 'tick', tick });
    for (const { source, candle } of batch.candles) {
      const candles = this.#candlesOf(source);
      if (!candles.has(candle.at)) candles.set(candle.at, candle);
    }
    for (const edit of batch.edits) this.#edit(edit);
    const fresh = batch.events.filter(({ key }) => !this.events.has(key)).map((event) => this.#record(event));
    for (const { alert, revision, status, seq } of batch.statuses) {
      const row = this.alerts.get(alert);
      if (row?.stored.alert.revision === revision && row.editSeq <= seq)
        row.stored = { ...row.stored, status };
    }
    if (batch.seq >= this.seq) this.feedPosition = batch.feedPosition ?? this.feedPosition;
    this.seq = Math.max(this.seq, batch.seq);
    return fresh;
  }

  saveCheckpoint(checkpoint: SavedCheckpoint): void {
    const others = this.checkpoints.filter(({ seq }) => seq !== checkpoint.seq);
    this.checkpoints = [...others, checkpoint].sort((a, b) => b.seq - a.seq).slice(0, 2);
  }

  /** From the first. */
  revisionsOf(id: AlertId): readonly Alert[] {
    const found: Alert[] = [];
    for (let next = this.revisions.get(`${id}:1`); next !== undefined;) {
      found.push(next);
      next = this.revisions.get(`${id}:${found.length + 1}`);
    }
    return found;
  }

  /** The log after `after`, as committed now. */
  entries(after: number): readonly { readonly seq: number; readonly entry: RecordedEntry }[] {
    const edits = this.edits
      .filter(({ seq }) => seq > after)
      .map(({ seq, alert, revision, at }) => {
        const definition = revision === null ? undefined : this.revisions.get(`${alert}:${revision}`);
        const entry: RecordedEntry =
          definition === undefined ? { type: 'disarm', alert, at } : { type: 'arm', alert: definition, at };
        return { seq, entry };
      });
    const ticks = [...this.ticks].filter(([seq]) => seq > after).map(([seq, entry]) => ({ seq, entry }));
    return [...edits, ...ticks].sort((a, b) => a.seq - b.seq);
  }

  firingCounts(upTo: number): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const key of this.events.keys()) {
      const [, unit = '', n = ''] = /^([^:]+:\d+):(\d+)$/.exec(key) ?? [];
      const isCounted = unit !== '' && (this.#places.get(key) ?? 0) <= upTo;
      if (isCounted) counts.set(unit, Math.max(counts.get(unit) ?? 0, Number(n)));
    }
    return counts;
  }

  candlesBefore(source: CandleSource, before: number, limit: number): readonly Candle[] {
    return [...this.#candlesOf(source).values()]
      .filter((candle) => candle.at < before)
      .sort((a, b) => a.at - b.at)
      .slice(-limit);
  }

  #candlesOf({ instrument, basis, timeframe }: CandleSource): Map<EpochMs, Candle> {
    const key = `${instrument} ${basis} ${timeframe}`;
    const known = this.candles.get(key);
    if (known !== undefined) return known;
    const candles = new Map<EpochMs, Candle>();
    this.candles.set(key, candles);
    return candles;
  }

  #record({ seq, ...event }: PlacedEvent): StoredEvent {
    const recordedAt = this.#now();
    const stored: StoredEvent = { id: String(this.events.size + 1), event, recordedAt, late: false };
    this.events.set(event.key, stored);
    this.#places.set(event.key, seq);
    this.deliveries.add(event);
    const row = this.alerts.get(event.alert);
    if (row !== undefined && event.kind === 'fired')
      row.stored = { ...row.stored, firings: row.stored.firings + 1, lastFiredAt: event.at };
    return stored;
  }

  #edit(edit: AlertEdit): void {
    const id = edit.type === 'save' ? edit.alert.id : edit.alert;
    if (this.edits.some(({ seq, alert }) => seq === edit.seq && alert === id)) return;
    const row = this.alerts.get(id);
    const log = (revision: number | null) =>
      this.edits.push({ seq: edit.seq, alert: id, revision, at: edit.at });
    if (edit.type === 'remove') {
      if (this.alerts.delete(id)) log(null);
    } else if (edit.type === 'status') {
      if (row === undefined) return;
      row.stored = { ...row.stored, status: edit.status };
      row.editSeq = edit.seq;
      log(edit.status === 'armed' ? row.stored.alert.revision : null);
    } else if (edit.alert.revision === this.revisionsOf(id).length + 1) {
      this.revisions.set(`${id}:${edit.alert.revision}`, edit.alert);
      this.alerts.set(id, {
        stored: this.#stored(edit.alert, edit.status, row?.stored),
        editSeq: edit.seq,
      });
      log(edit.status === 'armed' ? edit.alert.revision : null);
    }
  }

  #stored(alert: Alert, status: AlertStatus, before: StoredAlert | undefined): StoredAlert {
    const now = this.#now();
    return {
      alert,
      status,
      createdAt: before?.createdAt ?? now,
      updatedAt: now,
      lastFiredAt: before?.lastFiredAt ?? null,
      firings: before?.firings ?? 0,
    };
  }
}
