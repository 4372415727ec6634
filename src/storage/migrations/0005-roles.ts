/** What processes of separate roles share: leases, edits on their way into the log, states of log followers, and stretches nobody saw. */
export const sql = `
create table leases (
  name    text primary key,
  -- Rises with each holder; whoever has an older one is refused.
  epoch   bigint not null,
  holder  text not null,
  until   timestamptz not null,
  -- What the holder tells others.
  info    jsonb not null
);

create table edit_requests (
  id            bigint generated always as identity primary key,
  -- The asker's own; the same request twice is one.
  key           uuid not null unique,
  request       jsonb not null,
  requested_at  timestamptz(3) not null default clock_timestamp(),
  -- Place in the log; null when it changed nothing.
  seq           bigint,
  outcome       text check (outcome in ('done', 'unchanged', 'conflict', 'missing'))
);

create index edit_requests_open on edit_requests (id) where outcome is null;
create index edit_requests_seq on edit_requests (seq) where seq is not null;

-- By follower: "engine 0/2", "record".
create table follower_checkpoints (
  name      text primary key,
  seq       bigint not null,
  state     text not null,
  saved_at  timestamptz(3) not null default clock_timestamp()
);

create table blind_spans (
  id       bigint generated always as identity primary key,
  -- Market time, half open.
  from_at  timestamptz(3) not null,
  to_at    timestamptz(3) not null,
  -- Null: every alert. Otherwise those of one shard.
  shard    text,
  reason   text not null,
  unique nulls not distinct (from_at, to_at, shard, reason)
);

create index blind_spans_time on blind_spans (to_at);
`;
