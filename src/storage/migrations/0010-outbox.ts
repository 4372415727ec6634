/**
 * Claims by channel, groups, and who holds a lease. Only adds: a version that does not know these columns goes on beside this one.
 */
export const sql = `
alter table deliveries
  add column owner      uuid,
  -- Of the message that carries it together with others.
  add column group_key  text,
  -- Its group was rejected: it goes out by itself.
  add column alone      boolean not null default false;

-- Open ones by channel: every channel gets its turn, and one with a long queue costs the others nothing.
create index deliveries_open on deliveries (channel, created_at, id) where status in ('pending', 'sending');
create index deliveries_grouped on deliveries (channel, group_key) where status in ('pending', 'sending') and group_key is not null;
-- Those under way, by who has them.
create index deliveries_leased on deliveries (owner) where status = 'sending';
create index deliveries_due on deliveries (due_at) where status = 'pending';
-- Lists: dead letters, and the history of one channel.
create index deliveries_dead on deliveries (created_at, id) where status = 'dead';
create index deliveries_channel on deliveries (channel, created_at, id);
drop index deliveries_ready;

-- The running dispatchers. One that was not seen for a while loses its leases.
create table dispatchers (
  id       uuid primary key,
  seen_at  timestamptz not null
);
`;
