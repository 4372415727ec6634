/** Channels, API keys, secrets made at the first start, and answers kept for requests that come again. */
export const sql = `
create table channels (
  name             text primary key,
  type             text not null,
  settings         jsonb not null,
  language         text not null check (language in ('en', 'ja')),
  zone             text not null,
  enabled          boolean not null,
  disabled_reason  text,
  created_at       timestamptz(3) not null default clock_timestamp(),
  updated_at       timestamptz(3) not null default clock_timestamp()
);

create table api_keys (
  id            text primary key,
  name          text not null,
  scopes        text[] not null,
  -- SHA-256 of the whole key, hexadecimal. The key itself is nowhere.
  hash          text not null unique,
  created_at    timestamptz(3) not null default clock_timestamp(),
  last_used_at  timestamptz(3),
  revoked_at    timestamptz(3)
);

create table settings (
  key         text primary key,
  value       text not null,
  updated_at  timestamptz(3) not null default clock_timestamp()
);

create table idempotency_keys (
  key           text primary key,
  request_hash  text not null,
  -- Null while the first request is still being worked on.
  answer        text,
  created_at    timestamptz(3) not null default clock_timestamp()
);

create index idempotency_keys_created on idempotency_keys (created_at);
`;
