/**
 * The statements by which dispatchers share the delivery ledger. Each is one statement, so a crash leaves a delivery either as it was
 * or claimed, and a claim ends by itself.
 *
 * Two claimers never get the same one: a row that is being claimed is locked and skipped, and a row that changed since the statement
 * began is looked at again. Order within (alert, channel) holds because "an earlier one is open" is read from the same snapshot: it can
 * only say so for longer than it is true.
 * Cost: a claim reads as many rows as it takes, plus one index look-up for each channel with open deliveries; not the history.
 */
import { EVENT_COLUMNS } from './event-rows.ts';
import { deliveryColumnsOf } from './delivery-rows.ts';

/** A dispatcher that was not seen for so long is gone. */
const GONE = `interval '6 s'`;
/** Only one that was itself seen this recently may say so: after a stand-still of the database everybody looks gone. */
const STEADY = `interval '5 s'`;
/** What has waited longer goes newest first. */
const LATE = `interval '60 s'`;

const OPEN = `status in ('pending', 'sending')`;
const READY = `coalesce(lease_until, due_at) <= now()`;

/** An earlier delivery of the same alert and channel is not finished: this one has to wait for it. */
export const BLOCKED = `exists (
  select from deliveries as earlier
  where earlier.alert = deliveries.alert and earlier.channel = deliveries.channel and earlier.id < deliveries.id
    and earlier.${OPEN})`;

const RETURN_CLAIMED = `
  select ${deliveryColumnsOf('claimed', 'delivery_id')}, claimed.place, clock_timestamp() as claimed_at, ${EVENT_COLUMNS}
  from claimed join events on events.id = claimed.event_id
  order by claimed.place`;

const SINGLES = `
  select id from deliveries
  where ${OPEN} and channel = wanted.channel and ${READY} and group_key is null and not ${BLOCKED}`;

/** $1 limit, $2 lease in ms, $3 lease, $4 owner, $5 and $6 the rooms: channels and numbers. */
export const CLAIM = `
with recursive open_channels (channel) as (
  (select channel from deliveries where ${OPEN} order by channel limit 1)
  union all
  select (select channel from deliveries where ${OPEN} and channel > before.channel order by channel limit 1)
  from open_channels as before where before.channel is not null),
wanted as (
  select channel, least(coalesce(room, $1::int), $1::int) as room
  from open_channels left join unnest($5::text[], $6::int[]) as rooms (name, room) on name = channel
  where channel is not null and coalesce(room, 1) > 0 and exists (select from dispatchers where id = $4::uuid)),
found as materialized (
  select each.id, row_number() over (partition by wanted.channel order by late, each.place) as turn
  from wanted cross join lateral (
    select id, false as late, id as place from (
      ${SINGLES} and created_at > now() - ${LATE}
      order by created_at, id limit wanted.room for update skip locked) as fresh
    union all
    select id, true, -id from (
      ${SINGLES} and created_at <= now() - ${LATE}
      order by created_at desc, id desc limit wanted.room for update skip locked) as late
    order by late, place limit wanted.room) as each),
taken as (
  select id, row_number() over (order by turn, id) as place from found order by turn, id limit $1),
claimed as (
  update deliveries
  set status = 'sending', lease = $3::uuid, owner = $4::uuid, lease_until = now() + $2::float8 * interval '1 ms'
  from taken where deliveries.id = taken.id
  returning deliveries.*, taken.place)
${RETURN_CLAIMED}`;

/**
 * $1 limit, $2 lease in ms, $3 lease, $4 owner, $5 channel, $6 whether to begin a new group.
 * One goes along when everything earlier of its alert is in the same group, or would be in the new one, and can go now.
 * The pick is made without locks, so it is checked again among the rows that could be locked: whoever lost its predecessor stays.
 */
export const CLAIM_GROUP = `
with open as (
  select id, alert, created_at, group_key, ${READY} and not alone as ready,
    row_number() over lane as place,
    count(*) filter (where ${READY} and not alone) over (partition by alert, group_key order by id) as place_in_group
  from deliveries where ${OPEN} and channel = $5
  window lane as (partition by alert order by id)),
again as (
  select group_key from open where group_key is not null
  group by group_key having bool_and(ready and place = place_in_group) order by min(id) limit 1),
picked as (
  (select id, group_key from open where group_key = (select group_key from again))
  union all
  (select id, null from open
   where $6::boolean and not exists (select from again) and group_key is null and ready and place = place_in_group
   order by place, created_at <= now() - ${LATE},
     case when created_at <= now() - ${LATE} then -id else id end
   limit $1)),
locked as materialized (
  select id, alert, group_key from deliveries
  where id in (select id from picked) and ${OPEN} and ${READY} and channel = $5
    and exists (select from dispatchers where id = $4::uuid)
  for update skip locked),
going as (
  select id from locked
  where not exists (
      select from deliveries as earlier
      where earlier.alert = locked.alert and earlier.channel = $5 and earlier.id < locked.id and earlier.${OPEN}
        and earlier.id not in (select id from locked))
    -- A group goes whole or not at all.
    and (group_key is null or (select count(*) from locked) = (select count(*) from picked))),
claimed as (
  update deliveries
  set status = 'sending', lease = $3::uuid, owner = $4::uuid, lease_until = now() + $2::float8 * interval '1 ms',
    group_key = case when (select count(*) from going) > 1 then coalesce(group_key, 'msg_' || $3) else group_key end
  from going where deliveries.id = going.id
  returning deliveries.*, deliveries.id as place)
${RETURN_CLAIMED}`;

/** $1 channels. */
export const CHANNELS_WITH_GROUPS = `
select distinct channel from deliveries
where ${OPEN} and group_key is not null and channel = any($1::text[]) and ${READY}`;

/** $1 the dispatcher. The dead are named before rows are locked, so that one claimed meanwhile by a living one is left alone. */
export const BEAT = `
with me as (
  select seen_at > clock_timestamp() - ${STEADY} as steady from dispatchers where id = $1::uuid),
gone as (
  delete from dispatchers
  where id <> $1::uuid and seen_at < clock_timestamp() - ${GONE} and (select steady from me)
  returning id),
living as (
  select id from dispatchers where id not in (select id from gone) union select $1::uuid),
seen as (
  insert into dispatchers (id, seen_at) values ($1::uuid, clock_timestamp())
  on conflict (id) do update set seen_at = excluded.seen_at),
dead as (
  select distinct owner from deliveries
  where status = 'sending' and owner is not null and owner not in (select id from living) and (select steady from me)),
free as materialized (
  select id from deliveries where status = 'sending' and owner in (select owner from dead) for update skip locked),
freed as (
  update deliveries set status = 'pending', lease = null, lease_until = null, owner = null
  from free where deliveries.id = free.id
  returning deliveries.id)
select (select count(*) from living) as dispatchers, (select count(*) from freed) as freed`;

/** $1 the finished ones as a JSON array. */
export const FINISH = `
with input as (
  select * from jsonb_to_recordset($1::jsonb) as input (
    id bigint, lease uuid, status text, why text, due_at float8, alone boolean,
    number int, started_at float8, took_ms float8, result text, reason text, detail text)),
finished as (
  update deliveries set
    status = input.status, lease = null, lease_until = null, owner = null, attempts = attempts + 1, reason = input.why,
    due_at = coalesce(to_timestamp(input.due_at / 1000), deliveries.due_at),
    sent_at = case when input.status = 'sent' then clock_timestamp() else sent_at end,
    alone = deliveries.alone or input.alone,
    group_key = case when input.alone then null else group_key end
  from input where deliveries.id = input.id and deliveries.lease = input.lease and deliveries.status = 'sending'
  returning deliveries.id),
logged as (
  insert into attempts (delivery_id, number, started_at, took_ms, result, reason, detail)
  select id, number, to_timestamp(started_at / 1000), took_ms, result, reason, detail from input join finished using (id))
select id from finished`;

/** Sets back what the where clause after it finds. */
export const REDELIVER = `
update deliveries set
  status = 'pending', attempts = 0, due_at = now(), redelivered_at = now(), sent_at = null, reason = null,
  group_key = null, alone = false`;
