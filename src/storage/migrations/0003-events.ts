/** What fired, to whom it goes, and every try. */
export const sql = `
create table events (
  id           bigint generated always as identity primary key,
  key          text not null unique,
  alert        text not null,
  revision     int not null,
  name         text not null,
  instrument   text not null,
  kind         text not null check (kind in ('fired', 'expired')),
  at           timestamptz(3) not null,
  bid          double precision,
  ask          double precision,
  operands     jsonb not null,
  severity     text not null,
  channels     text[] not null,
  tags         text[] not null,
  message      text,
  condition    text not null,
  simulated    boolean not null,
  late         boolean not null,
  recorded_at  timestamptz(3) not null default clock_timestamp()
);

create index events_newest on events (at, id);
create index events_alert on events (alert, at, id);
create index events_instrument on events (instrument, at, id);

create table deliveries (
  id               bigint generated always as identity primary key,
  event_id         bigint not null references events (id),
  alert            text not null,
  channel          text not null,
  idempotency_key  text not null unique,
  status           text not null default 'pending' check (status in ('pending', 'sending', 'sent', 'dead')),
  attempts         int not null default 0,
  due_at           timestamptz not null default now(),
  -- While sending: who has it and until when.
  lease            uuid,
  lease_until      timestamptz,
  created_at       timestamptz(3) not null default clock_timestamp(),
  sent_at          timestamptz(3),
  redelivered_at   timestamptz(3),
  reason           text,
  check ((status = 'sending') = (lease is not null)),
  check ((lease is null) = (lease_until is null))
);

create index deliveries_event on deliveries (event_id);
create index deliveries_newest on deliveries (created_at, id);
-- The open ones: by when they may be claimed, and by their order within (alert, channel).
create index deliveries_ready on deliveries ((coalesce(lease_until, due_at)), id) where status in ('pending', 'sending');
create index deliveries_order on deliveries (alert, channel, id) where status in ('pending', 'sending');

create table attempts (
  id           bigint generated always as identity primary key,
  delivery_id  bigint not null references deliveries (id),
  number       int not null,
  started_at   timestamptz(3) not null,
  took_ms      double precision not null,
  result       text not null,
  reason       text,
  detail       text not null
);

create index attempts_delivery on attempts (delivery_id, id);
`;
