# shellcheck shell=bash
# A dump of the database: written, sealed (compressed, encrypted when there is a passphrase), opened again, counted. Sourced after
# environment.sh. The passphrase reaches openssl by a file descriptor, never by the list of processes.

source scripts/lib/rows-in-dump.sh

write_dump() {
  run_in postgres pg_dump -U forex_user --no-owner --no-privileges --exclude-schema=operating "$1"
}

seal() {
  local passphrase
  passphrase=$(setting BACKUP_PASSPHRASE)
  if [ -z "$passphrase" ]; then gzip -c; else gzip -c | openssl enc -aes-256-cbc -pbkdf2 -iter 200000 -salt -pass fd:8 8<<<"$passphrase"; fi
}

# unseal FILE [NAME]: NAME's ending says how FILE was sealed, when FILE is not finished yet.
unseal() {
  case ${2:-$1} in
    *.sql.gz.enc) openssl enc -d -aes-256-cbc -pbkdf2 -iter 200000 -pass fd:8 8<<<"$(setting BACKUP_PASSPHRASE)" <"$1" 2>/dev/null | gzip -dc ;;
    *.sql.gz) gzip -dc "$1" ;;
    *.sql) cat "$1" ;;
    *) fail "$1 is no dump: .sql, .sql.gz or .sql.gz.enc" ;;
  esac
}

# Rows of every table of a database, as rows_in_dump says them.
rows_in_database() {
  sql "select table_name, (xpath('/row/c/text()', query_to_xml(format('select count(*) as c from public.%I', table_name), false, true, '')))[1]
    from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'" "$1" | LC_ALL=C sort
}

# Newest instant that the database knows; 0 when it is empty. Compared before one database takes the place of another.
newest_data() {
  sql "select coalesce(max(extract(epoch from at)), 0)::bigint from (
    select max(recorded_at) as at from events union all select max(at) from alert_edits) as newest" "$1"
}
