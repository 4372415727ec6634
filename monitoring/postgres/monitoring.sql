-- What the exporter and the slow-query report need; run at every deployment, so a changed password is taken over. Only statistics are
-- readable to the role.
create extension if not exists pg_stat_statements;
select format('create role forex_monitor login') where not exists (select from pg_roles where rolname = 'forex_monitor') \gexec
alter role forex_monitor with login nosuperuser nocreatedb nocreaterole connection limit 5 password :'password';
grant pg_monitor to forex_monitor;
grant connect on database forex_alert_db to forex_monitor;

-- The slow-query report under the column names that operators know from PostgreSQL 12 (total_time, mean_time; milliseconds).
create schema if not exists operating;
create or replace view operating.slow_queries as
  select query, calls, round(total_exec_time::numeric, 1) as total_time, round(mean_exec_time::numeric, 2) as mean_time, rows
  from public.pg_stat_statements
  order by mean_exec_time desc;
grant usage on schema operating to forex_monitor;
grant select on operating.slow_queries to forex_monitor;
