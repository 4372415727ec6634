/** Rows of the delivery ledger, and what they mean. */
import type { EpochMs } from '../kernel/units.ts';
import type { Delivery, DeliveryStatus } from '../notify/delivery.ts';

export interface DeliveryRow {
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
  readonly group_key: string | null;
}

const NAMES = [
  ...['id', 'event_id', 'channel', 'idempotency_key', 'status', 'attempts', 'due_at', 'created_at'],
  ...['sent_at', 'redelivered_at', 'reason', 'group_key'],
];

/** Columns of a delivery, in the names of DeliveryRow. */
export const DELIVERY_COLUMNS = NAMES.join(', ');

/** The same where other tables have columns of these names; `as` gives the id another name. */
export const deliveryColumnsOf = (table: string, idAs = 'id'): string =>
  NAMES.map((name) => (name === 'id' ? `${table}.id as ${idAs}` : `${table}.${name}`)).join(', ');

export function toDelivery(row: DeliveryRow): Delivery {
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
    ...(row.group_key === null ? {} : { groupKey: row.group_key }),
    reason: row.reason,
  };
}
