# shellcheck shell=bash
# Weekly: slow statements, use of the indexes, growth of the tables. Sourced by maintenance.sh after upkeep.sh.

# One line a measurement: time, what, bytes. Kept by this script, read by the forecast.
: "${rows?}" "${database_silence?}"
growth_file=logs/system/growth.tsv

# The columns of PostgreSQL 12 and older that operators know (milliseconds), from those of 13 and later.
check_statements() {
  if ! query "select round(mean_exec_time::numeric, 1) as mean_time, round(total_exec_time::numeric) as total_time, calls,
      left(regexp_replace(query, '\s+', ' ', 'g'), 100)
    from pg_stat_statements where dbid = (select oid from pg_database where datname = current_database())
    order by total_exec_time desc limit 5"; then
    unseen 'slow queries' "$database_silence"
    return
  fi
  if awk -F '\t' '$1 > 200 { found = 1 } END { exit !found }' <<<"$rows"; then
    attention 'a statement takes more than 200 ms in the mean' 'docs/operations.md, chapter 6; mean_time, total_time, calls:'
  else
    fine 'no costly statement takes more than 200 ms; mean_time, total_time, calls:'
  fi
  listing <<<"$rows"
}

check_indexes() {
  if ! query "select indexrelname, pg_size_pretty(pg_relation_size(uses.indexrelid))
    from pg_stat_user_indexes uses join pg_index using (indexrelid) join pg_class on pg_class.oid = indexrelid
    where idx_scan = 0 and not indisunique and not relispartition and indexrelname <> 'idx_currency_timestamp'
      and pg_relation_size(uses.indexrelid) > 1048576 order by pg_relation_size(uses.indexrelid) desc limit 10"; then
    unseen 'indexes' "$database_silence"
    return
  fi
  if [ -z "$rows" ]; then
    fine 'every large index was read since counting began'
  else
    fine 'large indexes that nothing has read since counting began; those of the product stay:'
    listing <<<"$rows"
  fi
  query "select relname, seq_scan, seq_tup_read / seq_scan from pg_stat_user_tables
    where seq_scan >= 50 and seq_tup_read / seq_scan >= 10000 and seq_scan > coalesce(idx_scan, 0) order by seq_tup_read desc limit 5" || return 0
  if [ -z "$rows" ]; then
    fine 'no large table is mostly read from end to end'
  else
    attention 'large tables are read from end to end' 'an index may be missing; table, times, rows each time:'
    listing <<<"$rows"
  fi
}

# Partitions are counted with their table.
check_growth() {
  if ! query "select coalesce(parent.relname, one.relname), sum(pg_total_relation_size(one.oid))::bigint from pg_class one
    left join pg_inherits on inhrelid = one.oid left join pg_class parent on parent.oid = inhparent
    where one.relkind = 'r' and one.relnamespace = 'public'::regnamespace group by 1 order by 2 desc limit 8"; then
    unseen 'growth of the tables' "$database_silence"
    return
  fi
  local name bytes now before
  now=$(date +%s)
  fine 'the largest tables, and what they gained:'
  while IFS=$'\t' read -r name bytes; do
    [ -n "$name" ] || continue
    before=$(earliest "table $name")
    printf '%s\ttable %s\t%s\n' "$now" "$name" "$bytes" >>"$growth_file"
    if [ -z "$before" ]; then
      printf '%s: %s, measured for the first time\n' "$name" "$(numfmt --to=iec "$bytes")"
    else
      printf '%s: %s, %s in %d days\n' "$name" "$(numfmt --to=iec "$bytes")" \
        "$(numfmt --to=iec -- $((bytes - ${before#*$'\t'})))" $(((now - ${before%%$'\t'*}) / 86400))
    fi
  done <<<"$rows" | listing
}

# Time and bytes of the oldest measurement of the last quarter; empty when there is none that is a day old.
earliest() {
  [ -f "$growth_file" ] || return 0
  awk -F '\t' -v name="$1" -v now="$(date +%s)" \
    '$2 == name && now - $1 <= 92 * 86400 && now - $1 >= 86400 { print $1 "\t" $3; exit }' "$growth_file"
}
