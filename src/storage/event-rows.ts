/** Firings and their deliveries, written together: there is no event without its deliveries, and neither exists twice. */
import type { AlertEvent } from '../alerts/event.ts';
import type { PlacedEvent, StoredEvent } from '../alerts/ports.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { Sql } from './database.ts';
import { jsonText } from './value-types.ts';

/** Columns of an event in every query, in the names of EventRow. */
export const EVENT_COLUMNS = `events.id, key, events.alert, revision, name, instrument, kind, at, bid, ask, operands, severity,
  channels, tags, message, condition, simulated, late, recorded_at`;

export interface EventRow extends Omit<AlertEvent, 'channels' | 'tags'> {
  readonly id: number;
  readonly channels: readonly string[];
  readonly tags: readonly string[];
  readonly late: boolean;
  readonly recorded_at: EpochMs;
}

export function toEvent(row: EventRow): AlertEvent {
  const { key, alert, revision, name, instrument, kind, at, bid, ask } = row;
  const { operands, severity, channels, tags, message, condition, simulated } = row;
  return {
    ...{ key, alert, revision, name, instrument, kind, at, bid, ask },
    ...{ operands, severity, channels, tags, message, condition, simulated },
  };
}

export function toStoredEvent(row: EventRow): StoredEvent {
  return { id: String(row.id), event: toEvent(row), recordedAt: row.recorded_at, late: row.late };
}

/**
 * Inserts the events whose key is new, a delivery for each of their channels (whether that channel exists or not: the dispatcher ends
 * it as `no-channel`), and counts the firings on the alerts. Returns the new ones in the order given.
 *
 * The idempotency key is `msg_` and the SHA-256 of trigger key and channel, without a dot, as Standard Webhooks wants its ids.
 * An event is late when it is recorded more than 60 s after its time; never when market time is not the wall clock.
 */
export async function insertEvents(
  sql: Sql,
  events: readonly PlacedEvent[],
  ownClock: boolean,
): Promise<readonly StoredEvent[]> {
  if (events.length === 0) return [];
  const rows = await sql.query<EventRow>(
    `with fresh as (
       insert into events (key, alert, revision, name, instrument, kind, at, bid, ask, operands, severity,
                           channels, tags, message, condition, simulated, late, seq)
       select key, alert, revision, name, instrument, kind, to_timestamp(at / 1000), bid, ask, operands, severity,
              array(select jsonb_array_elements_text(channels)), array(select jsonb_array_elements_text(tags)),
              message, condition, simulated,
              not $2::boolean and clock_timestamp() > to_timestamp(at / 1000) + interval '60 s', seq
       from rows from (jsonb_to_recordset($1::jsonb) as (
         key text, alert text, revision int, name text, instrument text, kind text, at float8, bid float8, ask float8,
         operands jsonb, severity text, channels jsonb, tags jsonb, message text, condition text, simulated boolean, seq bigint
       )) with ordinality
       order by ordinality
       on conflict (key) do nothing
       returning *),
     sent_to as (
       insert into deliveries (event_id, alert, channel, idempotency_key)
       select fresh.id, fresh.alert, channel,
              'msg_' || rtrim(translate(encode(sha256(convert_to(key || '|' || channel, 'UTF8')), 'base64'), '+/', '-_'), '=')
       from fresh, unnest(channels) with ordinality as target (channel, place)
       order by fresh.id, place
       on conflict (idempotency_key) do nothing),
     counted as (
       update alerts set firings = alerts.firings + fired.number,
                         last_fired_at = greatest(alerts.last_fired_at, fired.last_at)
       from (select alert, count(*) as number, max(at) as last_at from fresh where kind = 'fired' group by alert) as fired
       where alerts.id = fired.alert)
     select ${EVENT_COLUMNS.replaceAll('events.', '')} from fresh order by id`,
    [jsonText(events), ownClock],
  );
  return rows.map(toStoredEvent);
}
