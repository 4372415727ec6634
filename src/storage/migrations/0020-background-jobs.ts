/** Work that users ask for and that takes longer than an answer may: who has it, how far it is, what came of it. */
export const sql = `
create table background_jobs (
  id            bigint generated always as identity primary key,
  kind          text not null,
  request       jsonb not null,
  status        text not null default 'waiting' check (status in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  -- From 0 to 1.
  progress      double precision not null default 0,
  -- Asked to end; true only while running, and afterwards for one that was cancelled.
  cancelling    boolean not null default false,
  attempts      int not null default 0,
  -- While running: who has it and until when.
  lease         uuid,
  lease_until   timestamptz,
  requested_by  text not null,
  created_at    timestamptz(3) not null default clock_timestamp(),
  started_at    timestamptz(3),
  ended_at      timestamptz(3),
  -- One sentence: what was done, or why it failed.
  outcome       text,
  -- Of its result, where it has one.
  file_name     text,
  content_type  text,
  size_bytes    bigint,
  check ((status = 'running') = (lease is not null)),
  check ((lease is null) = (lease_until is null)),
  check ((status in ('done', 'failed', 'cancelled')) = (ended_at is not null))
);

create index background_jobs_open on background_jobs (id) where status in ('waiting', 'running');
create index background_jobs_ended on background_jobs (ended_at) where ended_at is not null;

-- The result in portions, so that neither side ever holds all of it.
create table background_job_parts (
  job     bigint not null references background_jobs (id) on delete cascade,
  number  int not null,
  body    text not null,
  primary key (job, number)
);
`;
