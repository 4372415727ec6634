/**
 * Lets go of old events together with their deliveries and attempts, a portion at a time, so that no lock is held for long. Stays: what
 * is still to be delivered, and the last event of each alert, revision and instrument, from which a start without a checkpoint counts on
 * (a number used twice would be a key used twice).
 */
import type { EpochMs } from '../kernel/units.ts';
import type { Database } from './database.ts';

const PORTION = 2_000;

/** The number of events that went. Stops between two portions when `signal` says so. */
export async function dropEventsBefore(
  database: Database,
  before: EpochMs,
  signal?: AbortSignal,
): Promise<number> {
  let dropped = 0;
  for (;;) {
    const count = await dropPortion(database, before);
    dropped += count;
    if (count < PORTION || signal?.aborted === true) return dropped;
  }
}

async function dropPortion(database: Database, before: EpochMs): Promise<number> {
  const rows = await database.query<{ count: number }>(
    `with old as materialized (
       select id from events
       where at < to_timestamp($1::float8 / 1000)
         and not exists (
           select from deliveries where event_id = events.id and status in ('pending', 'sending'))
         and exists (
           select from events as later
           where later.alert = events.alert and later.revision = events.revision
             and later.instrument = events.instrument and (later.at, later.id) > (events.at, events.id))
       order by at, id limit ${PORTION}),
     tries as (
       delete from attempts where delivery_id in (select id from deliveries where event_id in (select id from old))),
     sendings as (
       delete from deliveries where event_id in (select id from old)),
     gone as (
       delete from events where id in (select id from old) returning id)
     select count(*) as count from gone`,
    [before],
  );
  return rows[0]?.count ?? 0;
}
