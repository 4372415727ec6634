/** What `fxalert reconcile` reads: every event with its deliveries, in the order of recording, and how far back the ticks go. */
import type { AlertEvent } from '../alerts/event.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { DeliveryStatus } from '../notify/delivery.ts';
import type { Database } from './database.ts';

export interface AuditedDelivery {
  readonly id: number;
  readonly event_id: number;
  readonly channel: string;
  readonly idempotency_key: string;
  readonly group_key: string | null;
  readonly status: DeliveryStatus;
  readonly reason: string | null;
  readonly sent_at: EpochMs | null;
  readonly redelivered_at: EpochMs | null;
  /** Attempts that a provider said yes to. */
  readonly accepted: number;
}

export interface AuditedEvent extends Pick<
  AlertEvent,
  'key' | 'alert' | 'revision' | 'kind' | 'at' | 'channels'
> {
  readonly id: number;
  readonly deliveries: readonly AuditedDelivery[];
}

const EVENTS_AT_ONCE = 2_000;

export class AuditReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Recorded after the event with this row id. */
  async *eventsAfter(id: number): AsyncGenerator<AuditedEvent> {
    for (let after = id; ;) {
      const events = await this.#database.query<Omit<AuditedEvent, 'deliveries'>>(
        `select id, key, alert, revision, kind, at, channels from events where id > $1 order by id limit ${EVENTS_AT_ONCE}`,
        [after],
      );
      const deliveries = await this.#deliveriesOf(events.map((event) => event.id));
      for (const event of events) yield { ...event, deliveries: deliveries.get(event.id) ?? [] };
      const last = events.at(-1);
      if (last === undefined || events.length < EVENTS_AT_ONCE) return;
      after = last.id;
    }
  }

  /**
   * Place of the first tick that is still there, when earlier ones were dropped; null when the log is whole. A live candle from before the
   * first tick says that there were ticks.
   */
  async horizon(): Promise<number | null> {
    const rows = await this.#database.query<{ seq: number | null }>(
      `select first.seq from (
         select seq, at from ticks where seq is not null order by at, seq limit 1) as first
       where exists (
         select from candles where origin in ('live', 'simulated') and timeframe = 'M1' and closes_at <= first.at)`,
    );
    return rows[0]?.seq ?? null;
  }

  async #deliveriesOf(events: readonly number[]): Promise<ReadonlyMap<number, readonly AuditedDelivery[]>> {
    if (events.length === 0) return new Map();
    const rows = await this.#database.query<AuditedDelivery>(
      `select id, event_id, channel, idempotency_key, group_key, status, reason, sent_at, redelivered_at,
              (select count(*) from attempts
               where delivery_id = deliveries.id and result in ('ok', 'duplicate-ok')) as accepted
       from deliveries where event_id = any($1::bigint[]) order by id`,
      [events],
    );
    const byEvent = new Map<number, AuditedDelivery[]>();
    for (const row of rows) {
      const known = byEvent.get(row.event_id);
      if (known === undefined) byEvent.set(row.event_id, [row]);
      else known.push(row);
    }
    return byEvent;
  }
}
