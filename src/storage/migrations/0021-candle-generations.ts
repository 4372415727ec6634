/**
 * A number for each series of candles that grows with every change of it, in the transaction of the change, whoever makes it: what was read
 * under a number that still holds is not stale. Rows are taken in their order, so that two writers wait for each other and never for ever.
 */
const touched = (event: string, rows: string): string => `
create trigger candles_${event} after ${event} on candles
  referencing ${rows} table as touched for each statement execute function touch_candle_series();`;

export const sql = `
create table candle_generations (
  instrument  text not null,
  basis       text not null,
  timeframe   text not null,
  -- Microseconds, so that a database restored from a backup takes no number again.
  generation  bigint not null default extract(epoch from clock_timestamp()) * 1000000,
  primary key (instrument, basis, timeframe)
) with (fillfactor = 50);

create function touch_candle_series() returns trigger language plpgsql as $$
begin
  insert into candle_generations as series (instrument, basis, timeframe)
  select distinct instrument, basis, timeframe from touched order by 1, 2, 3
  on conflict (instrument, basis, timeframe) do update set generation = greatest(series.generation + 1, excluded.generation);
  return null;
end $$;
${touched('insert', 'new')}
${touched('update', 'new')}
${touched('delete', 'old')}

create function touch_all_candle_series() returns trigger language plpgsql as $$
begin
  update candle_generations set generation = generation + 1;
  return null;
end $$;

create trigger candles_truncate after truncate on candles for each statement execute function touch_all_candle_series();
`;
