/**
 * The delivery ledger; its states are drawn in src/notify/delivery.ts, its statements explained in delivery-claims.ts.
 * Leases run on the database's clock.
 */
import { randomUUID } from 'node:crypto';
import type { Page } from '../alerts/ports.ts';
import type { EpochMs } from '../kernel/units.ts';
import type {
  Attempt,
  ClaimedDelivery,
  ClaimOptions,
  Delivery,
  DeliveryStatus,
  DeliveryStore,
  Finished,
  Heartbeat,
  RedeliverQuery,
} from '../notify/delivery.ts';
import { decodeRowCursor, isRowId, toPage } from './cursor.ts';
import type { Database, SqlValue } from './database.ts';
import {
  BEAT,
  BLOCKED,
  CHANNELS_WITH_GROUPS,
  CLAIM,
  CLAIM_GROUP,
  FINISH,
  REDELIVER,
} from './delivery-claims.ts';
import { DELIVERY_COLUMNS, toDelivery, type DeliveryRow } from './delivery-rows.ts';
import { toEvent, type EventRow } from './event-rows.ts';
import { Filter } from './filter.ts';
import { cleanText, jsonText } from './value-types.ts';

/** The provider's answer is evidence, not an archive. */
const DETAIL_LENGTH = 2_048;

interface ClaimedRow extends DeliveryRow, EventRow {
  readonly delivery_id: number;
  readonly claimed_at: EpochMs;
}

export class SqlDeliveryStore implements DeliveryStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async beat(owner: string): Promise<Heartbeat> {
    const rows = await this.#database.query<{ dispatchers: number; freed: number }>(BEAT, [owner]);
    return { dispatchers: rows[0]?.dispatchers ?? 1, freed: rows[0]?.freed ?? 0 };
  }

  async leave(owner: string): Promise<void> {
    await this.#database.query('delete from dispatchers where id = $1::uuid', [owner]);
  }

  claim({ owner, leaseMs, limit, rooms }: ClaimOptions): Promise<readonly ClaimedDelivery[]> {
    return this.#claim(CLAIM, [limit, leaseMs], [owner, [...rooms.keys()], [...rooms.values()]]);
  }

  claimGroup(options: Parameters<DeliveryStore['claimGroup']>[0]): Promise<readonly ClaimedDelivery[]> {
    const { owner, leaseMs, limit, channel, fresh } = options;
    return this.#claim(CLAIM_GROUP, [limit, leaseMs], [owner, channel, fresh]);
  }

  async #claim(
    statement: string,
    before: readonly SqlValue[],
    after: readonly SqlValue[],
  ): Promise<readonly ClaimedDelivery[]> {
    const lease = randomUUID();
    const rows = await this.#database.query<ClaimedRow>(statement, [...before, lease, ...after]);
    return rows.map((row) => ({
      delivery: toDelivery({ ...row, id: row.delivery_id }),
      event: toEvent(row),
      recordedAt: row.recorded_at,
      claimedAt: row.claimed_at,
      lease,
    }));
  }

  async channelsWithGroups(channels: readonly string[]): Promise<readonly string[]> {
    if (channels.length === 0) return [];
    const rows = await this.#database.query<{ channel: string }>(CHANNELS_WITH_GROUPS, [channels]);
    return rows.map(({ channel }) => channel);
  }

  /**
   * Makes due at once what a killed process had under way, and with it all that waits behind. Only for the one owner of a database,
   * before it claims anything: with several, a lease may belong to a living one.
   */
  async dropLeases(): Promise<void> {
    await this.#database.query(
      `update deliveries set status = 'pending', lease = null, lease_until = null, owner = null where status = 'sending'`,
      [],
    );
  }

  /** A lease that ran out but was taken by nobody else still counts. */
  async finish(finished: readonly Finished[]): Promise<readonly boolean[]> {
    if (finished.length === 0) return [];
    const rows = await this.#database.query<{ id: number }>(FINISH, [jsonText(finished.map(inputOf))]);
    const kept = new Set(rows.map(({ id }) => String(id)));
    return finished.map(({ claimed }) => kept.has(claimed.delivery.id));
  }

  async redeliver(id: string): Promise<boolean> {
    if (!isRowId(id)) return false;
    const rows = await this.#database.query(
      `${REDELIVER} where id = $1 and status in ('sent', 'dead') returning id`,
      [id],
    );
    return rows.length === 1;
  }

  async redeliverAll({ status, channel, from, to, limit }: RedeliverQuery): Promise<number> {
    const filter = new Filter().and('status = ?', status);
    if (channel !== undefined) filter.and('channel = ?', cleanText(channel));
    if (from !== undefined) filter.and('created_at >= to_timestamp(?::float8 / 1000)', from);
    if (to !== undefined) filter.and('created_at < to_timestamp(?::float8 / 1000)', to);
    const rows = await this.#database.query(
      `with chosen as materialized (
         select id from deliveries ${filter.where}
         order by created_at, id limit ${filter.value(limit)} for update)
       ${REDELIVER} from chosen where deliveries.id = chosen.id returning deliveries.id`,
      filter.values,
    );
    return rows.length;
  }

  /** All deliveries of each of these events, in the order of their channels. */
  async ofEvents(eventIds: readonly string[]): Promise<ReadonlyMap<string, readonly Delivery[]>> {
    const rows = await this.#database.query<DeliveryRow>(
      `select ${DELIVERY_COLUMNS} from deliveries where event_id = any($1::bigint[]) order by id`,
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
    const rows = await this.#database.query<DeliveryRow>(
      `select ${DELIVERY_COLUMNS} from deliveries where id = $1`,
      [id],
    );
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
      `select ${DELIVERY_COLUMNS} from deliveries ${filter.where}
       order by created_at desc, id desc limit ${filter.value(query.limit + 1)}`,
      filter.values,
    );
    return toPage(rows, query.limit, { item: toDelivery, key: (row) => [row.created_at, String(row.id)] });
  }

  /** Leaves out those that wait for an earlier one, so that nobody wakes up for what cannot be claimed. */
  async nextDueInMs(): Promise<number | null> {
    const rows = await this.#database.query<{ due_in_ms: number }>(
      `select (extract(epoch from due_at - clock_timestamp()) * 1000)::float8 as due_in_ms
       from deliveries where status = 'pending' and not ${BLOCKED} order by due_at limit 1`,
    );
    return rows[0]?.due_in_ms ?? null;
  }

  async counts(): Promise<Readonly<Record<DeliveryStatus, number>>> {
    const rows = await this.#database.query<{ status: DeliveryStatus; count: number }>(
      'select status, sum(count)::bigint as count from delivery_counts group by status',
    );
    const counts = { pending: 0, sending: 0, sent: 0, dead: 0 };
    for (const { status, count } of rows) counts[status] = count;
    return counts;
  }
}

/** A row of FINISH's input. */
function inputOf({ claimed, attempt, as }: Finished): object {
  return {
    id: Number(claimed.delivery.id),
    lease: claimed.lease,
    status: as.status,
    why: as.status === 'sent' ? null : as.reason,
    due_at: as.status === 'pending' ? as.dueAt : null,
    alone: as.status === 'pending' && as.alone === true,
    number: attempt.number,
    started_at: attempt.startedAt,
    took_ms: attempt.tookMs,
    result: attempt.result,
    reason: attempt.reason,
    detail: attempt.detail.slice(0, DETAIL_LENGTH),
  };
}
