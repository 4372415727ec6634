/**
 * Lets go of old events together with their deliveries and attempts, a portion at a time, so that no lock is held for long and no statement
 * reads more than a portion: with a million alerts a million old events stay, and are passed over once. Stays: what
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
  let after: Place = [0, 0];
  for (;;) {
    const { count, seen, last } = await dropPortion(database, before, after);
    dropped += count;
    if (last === null || seen < PORTION || signal?.aborted === true) return dropped;
    after = last;
  }
}

/** Market time and row id: the order in which events are looked at. */
type Place = readonly [at: number, id: number];

interface Portion {
  /** Events that went. */
  readonly count: number;
  /** Events that were looked at, and the place of the last; null when there were none. */
  readonly seen: number;
  readonly last: Place | null;
}

async function dropPortion(database: Database, before: EpochMs, after: Place): Promise<Portion> {
  const rows = await database.query<{ count: number; seen: number; at: number | null; id: number | null }>(
    `with seen as materialized (
       select id, at, alert, revision, instrument from events
       where at < to_timestamp($1::float8 / 1000) and (at, id) > (to_timestamp($2::float8 / 1000), $3::bigint)
       order by at, id limit ${PORTION}),
     old as materialized (
       select id from seen
       where not exists (
           select from deliveries where event_id = seen.id and status in ('pending', 'sending'))
         and exists (
           select from events as later
           where later.alert = seen.alert and later.revision = seen.revision
             and later.instrument = seen.instrument and (later.at, later.id) > (seen.at, seen.id))),
     tries as (
       delete from attempts where delivery_id in (select id from deliveries where event_id in (select id from old))),
     sendings as (
       delete from deliveries where event_id in (select id from old)),
     gone as (
       delete from events where id in (select id from old) returning id),
     last as (select at, id from seen order by at desc, id desc limit 1)
     select (select count(*) from gone) as count, (select count(*) from seen) as seen,
       (select extract(epoch from at) * 1000 from last)::float8 as at, (select id from last) as id`,
    [before, ...after],
  );
  const row = rows[0];
  if (row === undefined || row.at === null || row.id === null) return { count: 0, seen: 0, last: null };
  return { count: row.count, seen: row.seen, last: [row.at, row.id] };
}
