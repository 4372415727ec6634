/**
 * Prices. Ticks are partitioned by UTC day, so that retention drops tables instead of rows; `tick_days` lists the partitions and how
 * far the log reaches into each, so that recovery and last quotes open few of them.
 */
export const sql = `
create table instruments (
  id      text primary key,
  base    text not null,
  quote   text not null,
  digits  int not null,
  pip     double precision not null
);

create table ticks (
  instrument  text not null,
  at          timestamptz(3) not null,
  -- Place in the log; null for imported ticks.
  seq         bigint,
  -- Place among the ticks of the same instrument and instant of an import; keeps the order of the file.
  tie         int not null default 0,
  bid         double precision not null,
  ask         double precision not null,
  simulated   boolean not null default false,
  -- Also the reading order of one instrument, answered from the index alone.
  constraint ticks_once unique nulls not distinct (instrument, at, seq, tie, bid, ask)
) partition by range (at);

create index ticks_seq on ticks (seq) where seq is not null;

create table tick_days (
  day       date primary key,
  last_seq  bigint not null default 0
);

-- Attaching takes a weaker lock than "create table … partition of": readers and writers of other days go on.
create function ensure_tick_day(wanted date) returns void language plpgsql as $$
declare
  partition text := 'ticks_' || to_char(wanted, 'YYYY_MM_DD');
begin
  if exists (select from tick_days where day = wanted) then
    return;
  end if;
  perform pg_advisory_xact_lock(7306087, 1);
  if exists (select from tick_days where day = wanted) then
    return;
  end if;
  execute format('create table %I (like ticks including defaults including constraints)', partition);
  execute format(
    'alter table ticks attach partition %I for values from (%L) to (%L)',
    partition, wanted::timestamp at time zone 'UTC', (wanted + 1)::timestamp at time zone 'UTC');
  insert into tick_days (day) values (wanted);
end $$;

-- Whole days only; returns how many went.
create function drop_tick_days(before date) returns int language plpgsql as $$
declare
  old date;
  dropped int := 0;
begin
  perform pg_advisory_xact_lock(7306087, 1);
  for old in delete from tick_days where day < before returning day loop
    execute format('drop table %I', 'ticks_' || to_char(old, 'YYYY_MM_DD'));
    dropped := dropped + 1;
  end loop;
  return dropped;
end $$;

create table candles (
  instrument  text not null,
  basis       text not null check (basis in ('bid', 'ask', 'mid')),
  timeframe   text not null,
  at          timestamptz(3) not null,
  closes_at   timestamptz(3) not null,
  open        double precision not null,
  high        double precision not null,
  low         double precision not null,
  close       double precision not null,
  volume      double precision not null,
  origin      text not null check (origin in ('live', 'simulated', 'import', 'backfill')),
  primary key (instrument, basis, timeframe, at)
);

create table technical_indicators (
  currency_pair  text not null,
  -- Open of the candle.
  timestamp      timestamptz(3) not null,
  timeframe      text not null,
  price          text not null check (price in ('bid', 'ask', 'mid')),
  -- Canonical call: rsi(14).
  indicator      text not null,
  values         jsonb not null,
  simulated      boolean not null default false,
  primary key (currency_pair, timeframe, price, indicator, timestamp)
);

create index idx_currency_timestamp on technical_indicators (currency_pair, timestamp);
`;
