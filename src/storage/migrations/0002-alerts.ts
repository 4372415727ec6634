/** Alerts with their revisions and edits, the engine's place in the log, and its checkpoints. */
export const sql = `
create table alerts (
  id             text primary key,
  revision       int not null,
  name           text not null,
  status         text not null check (status in ('armed', 'paused', 'done', 'expired')),
  instruments    text[] not null,
  definition     jsonb not null,
  -- Name, condition, message and tags in lower case, for the search box.
  search         text not null,
  -- Place in the log of the last edit; what the engine found out before it does not override it.
  edit_seq       bigint not null,
  firings        bigint not null default 0,
  last_fired_at  timestamptz(3),
  created_at     timestamptz(3) not null default clock_timestamp(),
  updated_at     timestamptz(3) not null default clock_timestamp()
);

create index alerts_newest on alerts (created_at desc, id desc);
create index alerts_instruments on alerts using gin (instruments);

-- Kept when the alert is removed: events refer to them, and a revision number is never used again.
create table alert_revisions (
  alert       text not null,
  revision    int not null,
  definition  jsonb not null,
  at          timestamptz(3) not null default clock_timestamp(),
  primary key (alert, revision)
);

create table alert_edits (
  id        bigint generated always as identity primary key,
  -- Place in the log.
  seq       bigint not null,
  alert     text not null,
  -- The revision armed; null disarms.
  revision  int,
  at        timestamptz(3) not null
);

create index alert_edits_seq on alert_edits (seq, id);

-- One row. feed_seq is the place in the log that feed_position belongs to.
create table log_position (
  one            boolean primary key default true check (one),
  seq            bigint not null default 0,
  feed_seq       bigint not null default 0,
  feed_position  text,
  simulated      boolean not null default false
);
insert into log_position default values;

create table engine_checkpoints (
  seq       bigint primary key,
  state     text not null,
  saved_at  timestamptz(3) not null default clock_timestamp()
);
`;
