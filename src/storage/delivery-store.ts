/**
 * The delivery ledger; its states are drawn in src/notify/delivery.ts. Leases run on the database's clock. Each step is one statement,
 * so a crash leaves a delivery either as it was or claimed, and a claim ends by itself.
 */
import { randomUUID } from 'node:crypto';
import type { Page } from '../alerts/ports.ts';
import type { DurationMs, EpochMs } from '../kernel/units.ts';
import type {
  Attempt,
  ClaimedDelivery,
  Delivery,
  DeliveryStatus,
  DeliveryStore,
  FinishedAs,
} from '../notify/delivery.ts';
import { decodeRowCursor, isRowId, toPage } from './cursor.ts';
import type { Database } from './database.ts';
import { EVENT_COLUMNS, toEvent, type EventRow } from './event-rows.ts';
import { Filter } from './filter.ts';
import { cleanText } from './value-types.ts';

interface DeliveryRow {
  readonly id: number;
  readonly event_id: number;
  readonly channel: string;
  readonly idempotency_key: string;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  readonly due_at: EpochMs;
  readonly created_at: EpochMs;
  readonly sent_at: EpochMs | null;
  readonly redelivered_at: EpochMs | null;
  readonly reason: string | null;
}

const COLUMNS =
  'id, event_id, channel, idempotency_key, status, attempts, due_at, created_at, sent_at, redelivered_at, reason';

/** An earlier delivery of the same alert and channel is not finished: this one has to wait for it. */
const BLOCKED = `exists (
  select from deliveries as earlier
  where earlier.alert = deliveries.alert and earlier.channel = deliveries.channel and earlier.id < deliveries.id
    and earlier.status in ('pending', 'sending'))`;

/** The provider's answer is evidence, not an archive. */
const DETAIL_LENGTH = 2_048;

export class SqlDeliveryStore implements DeliveryStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Two claimers never get the same one: a row that is being claimed is locked and skipped, and after the wait for a lock the row is
   * looked at again. Leases that ran out are claimable like new ones, so there is no separate sweep.
   */
  async claim(options: {
    readonly limit: number;
    readonly leaseMs: DurationMs;
    readonly exceptChannels: readonly string[];
  }): Promise<readonly ClaimedDelivery[]> {
    const lease = randomUUID();
    const rows = await this.#database.query<DeliveryRow & { readonly event: number }>(
      `with due as (
         select id from deliveries
         where status in ('pending', 'sending') and coalesce(lease_until, due_at) <= now()
           and channel <> all($3::text[]) and not ${BLOCKED}
         order by coalesce(lease_until, due_at), id limit $1
         for update skip locked)
       update deliveries set status = 'sending', lease = $4::uuid, lease_until = now() + $2::float8 * interval '1 ms'
       from due where deliveries.id = due.id
       returning deliveries.${COLUMNS.replaceAll(', ', ', deliveries.')}`,
      [options.limit, options.leaseMs, options.exceptChannels, lease],
    );
    if (rows.length === 0) return [];
    const events = await this.#database.query<EventRow>(
      `select ${EVENT_COLUMNS} from events where id = any($1::bigint[])`,
      [rows.map((row) => row.event_id)],
    );
    const byId = new Map(events.map((row) => [row.id, row]));
    return rows
      .map((row) => ({ row, event: byId.get(row.event_id) }))
      .filter((found): found is { row: typeof found.row; event: EventRow } => found.event !== undefined)
      .sort((a, b) => a.row.due_at - b.row.due_at || a.row.id - b.row.id)
      .map(({ row, event }) => ({
        delivery: toDelivery(row),
        event: toEvent(event),
        recordedAt: event.recorded_at,
        lease,
      }));
  }

  /**
   * Makes due at once what a killed process had under way, and with it all that waits behind. Only for the one owner of a database,
   * before it claims anything: with several, a lease may belong to a living one.
   */
  async dropLeases(): Promise<void> {
    await this.#database.query(
      `update deliveries set status = 'pending', lease = null, lease_until = null where status = 'sending'`,
      [],
    );
  }

  /** A lease that ran out but was taken by nobody else still counts. */
  async finish(claimed: ClaimedDelivery, attempt: Attempt, as: FinishedAs): Promise<boolean> {
    const rows = await this.#database.query(
      `with finished as (
         update deliveries set
           status = $3, lease = null, lease_until = null, attempts = attempts + 1, reason = $4,
           due_at = coalesce(to_timestamp($5::float8 / 1000), due_at),
           sent_at = case when $3 = 'sent' then clock_timestamp() else sent_at end
         where id = $1 and lease = $2::uuid and status = 'sending'
         returning id),
       logged as (
         insert into attempts (delivery_id, number, started_at, took_ms, result, reason, detail)
         select id, $6, to_timestamp($7::float8 / 1000), $8, $9, $10, $11 from finished)
       select id from finished`,
      [
        claimed.delivery.id,
        claimed.lease,
        as.status,
        as.status === 'sent' ? null : cleanText(as.reason),
        as.status === 'pending' ? as.dueAt : null,
        attempt.number,
        attempt.startedAt,
        attempt.tookMs,
        attempt.result,
        attempt.reason,
        cleanText(attempt.detail.slice(0, DETAIL_LENGTH)),
      ],
    );
    return rows.length === 1;
  }

  async redeliver(id: string): Promise<boolean> {
    if (!isRowId(id)) return false;
    const rows = await this.#database.query(
      `update deliveries set status = 'pending', attempts = 0, due_at = now(), redelivered_at = now(), sent_at = null, reason = null
       where id = $1 and status in ('sent', 'dead') returning id`,
      [id],
    );
    return rows.length === 1;
  }

  /** All deliveries of each of these events, in the order of their channels. */
  async ofEvents(eventIds: readonly string[]): Promise<ReadonlyMap<string, readonly Delivery[]>> {
    const rows = await this.#database.query<DeliveryRow>(
      `select ${COLUMNS} from deliveries where event_id = any($1::bigint[]) order by id`,
      [eventIds.filter(isRowId)],
    );
    const byEvent = new Map<string, Delivery[]>();
    for (const row of rows) {
      const delivery = toDelivery(row);
      const known = byEvent.get(delivery.eventId);
      if (known === undefined) byEvent.set(delivery.eventId, [delivery]);
      else known.push(delivery);
    }
    return byEvent;
  }

  async get(id: string): Promise<Delivery | null> {
    if (!isRowId(id)) return null;
    const rows = await this.#database.query<DeliveryRow>(`select ${COLUMNS} from deliveries where id = $1`, [
      id,
    ]);
    return rows[0] === undefined ? null : toDelivery(rows[0]);
  }

  /** In the order in which they were made, over all redeliveries. */
  async attempts(id: string): Promise<readonly Attempt[]> {
    if (!isRowId(id)) return [];
    return this.#database.query<Attempt>(
      `select number, started_at as "startedAt", took_ms as "tookMs", result, reason, detail
       from attempts where delivery_id = $1 order by id`,
      [id],
    );
  }

  async list(query: Parameters<DeliveryStore['list']>[0]): Promise<Page<Delivery>> {
    const filter = new Filter();
    if (query.eventId !== undefined) {
      if (!isRowId(query.eventId)) return { items: [], next: null };
      filter.and('event_id = ?', query.eventId);
    }
    if (query.status !== undefined) filter.and('status = ?', query.status);
    if (query.channel !== undefined) filter.and('channel = ?', cleanText(query.channel));
    const after = decodeRowCursor(query.cursor);
    if (after !== null)
      filter.and('(created_at, id) < (to_timestamp(?::float8 / 1000), ?::bigint)', ...after);
    const rows = await this.#database.query<DeliveryRow>(
      `select ${COLUMNS} from deliveries ${filter.where}
       order by created_at desc, id desc limit ${filter.value(query.limit + 1)}`,
      filter.values,
    );
    return toPage(rows, query.limit, { item: toDelivery, key: (row) => [row.created_at, String(row.id)] });
  }

  /** Leaves out those that wait for an earlier one, so that nobody wakes up for what cannot be claimed. */
  async nextDueAt(): Promise<EpochMs | null> {
    const rows = await this.#database.query<{ due_at: EpochMs | null }>(
      `select min(due_at) as due_at from deliveries where status = 'pending' and not ${BLOCKED}`,
    );
    return rows[0]?.due_at ?? null;
  }

  async counts(): Promise<Readonly<Record<DeliveryStatus, number>>> {
    const rows = await this.#database.query<{ status: DeliveryStatus; count: number }>(
      'select status, count(*) as count from deliveries group by status',
    );
    const counts = { pending: 0, sending: 0, sent: 0, dead: 0 };
    for (const { status, count } of rows) counts[status] = count;
    return counts;
  }
}

function toDelivery(row: DeliveryRow): Delivery {
  return {
    id: String(row.id),
    eventId: String(row.event_id),
    channel: row.channel,
    idempotencyKey: row.idempotency_key,
    status: row.status,
    attempts: row.attempts,
    dueAt: row.due_at,
    createdAt: row.created_at,
    sentAt: row.sent_at,
    ...(row.redelivered_at === null ? {} : { redeliveredAt: row.redelivered_at }),
    reason: row.reason,
  };
}
