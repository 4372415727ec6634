/**
 * How many deliveries there are in each state, kept by triggers: counting a million rows of history at every look would cost more than
 * the dispatcher. Spread over rows by connection, so that writers do not wait for one another.
 */
export const sql = `
create table delivery_counts (
  status  text not null,
  shard   int not null,
  count   bigint not null,
  primary key (status, shard)
) with (fillfactor = 50);

create function count_deliveries() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into delivery_counts as counts (status, shard, count)
    select status, pg_backend_pid() % 16, count(*) from after group by status order by status
    on conflict (status, shard) do update set count = counts.count + excluded.count;
  elsif tg_op = 'DELETE' then
    insert into delivery_counts as counts (status, shard, count)
    select status, pg_backend_pid() % 16, -count(*) from before group by status order by status
    on conflict (status, shard) do update set count = counts.count + excluded.count;
  else
    insert into delivery_counts as counts (status, shard, count)
    select status, pg_backend_pid() % 16, sum(change) from (
      select status, 1 as change from after union all select status, -1 from before) as changes
    group by status having sum(change) <> 0 order by status
    on conflict (status, shard) do update set count = counts.count + excluded.count;
  end if;
  return null;
end $$;

create trigger count_inserted after insert on deliveries
  referencing new table as after for each statement execute function count_deliveries();
create trigger count_deleted after delete on deliveries
  referencing old table as before for each statement execute function count_deliveries();
create trigger count_updated after update on deliveries
  referencing old table as before new table as after for each statement execute function count_deliveries();

-- The triggers have the table locked against writers until this is committed.
insert into delivery_counts (status, shard, count) select status, 0, count(*) from deliveries group by status;
`;
