# shellcheck shell=bash
# A dump restored into a database beside the live one: for restore.sh, which lets it take the place, and for restore-drill.sh, which
# compares and drops it. Sourced after dump.sh.

dump_rows=''

# What can be said before anything is restored; keeps the rows of each table for compare_rows.
check_dump() {
  local file=$1 head theirs ours
  [ -r "$file" ] || fail "$file cannot be read"
  if [ -f "$file.sha256" ]; then
    (cd "$(dirname "$file")" && sha256sum --quiet -c "$(basename "$file").sha256" >/dev/null 2>&1) ||
      fail "$file does not agree with its checksum: it was changed or cut; nothing was changed"
  fi
  dump_rows=$({ unseal "$file" || true; } 2>/dev/null | rows_in_dump) ||
    fail "$file is not complete (the last line of pg_dump is missing, or the passphrase is another); nothing was changed"
  head=$({ unseal "$file" || true; } 2>/dev/null | head -n 40 || true)
  theirs=$(sed -n 's/^-- Dumped from database version \([0-9]*\).*/\1/p' <<<"$head")
  [ -n "$theirs" ] || fail "$file is no dump of pg_dump: its first lines name no version; nothing was changed"
  ours=$(sql 'show server_version_num' postgres)
  ours=$((ours / 10000))
  [ "$theirs" -le "$ours" ] || fail "$file comes from PostgreSQL $theirs, this server is $ours: restore into $theirs or later; nothing was changed"
}

load_scratch() {
  local file=$1 database=$2
  drop_database "$database"
  run_in postgres createdb -U forex_user "$database" </dev/null
  # A dump made by hand grants something to the exporter, whom a new volume does not know yet.
  sql "do \$\$ begin if not exists (select from pg_roles where rolname = 'forex_monitor') then create role forex_monitor; end if; end \$\$" postgres
  local output
  output=$(unseal "$file" | run_in postgres psql -X -q -v ON_ERROR_STOP=1 --single-transaction -U forex_user -d "$database" 2>&1 >/dev/null) || {
    step_failed
    fail "the dump cannot be restored: $(grep -m 1 -E 'ERROR|FATAL' <<<"$output" || tail -n 1 <<<"$output"); nothing was changed"
  }
}

compare_rows() {
  local differences
  differences=$(LC_ALL=C join -t '|' -a 1 -e none -o 0,1.2,2.2 <(printf '%s\n' "$dump_rows") <(rows_in_database "$1") |
    awk -F'|' '$2 != $3 { print $1 ": " $2 " in the dump, " $3 " restored" }')
  [ -z "$differences" ] || {
    step_failed
    fail "the restored database differs from the dump: $(paste -sd';' <<<"$differences"); nothing was changed"
  }
}

# The product of today looks at it: a schema it does not know is refused, an older one is brought up to date.
adopt_scratch() {
  local database=$1 url output
  [ "$(sql "select to_regclass('public.schema_migrations') is not null" "$database")" = t ] || {
    step_failed
    fail 'the dump is of another program: it has no table schema_migrations; nothing was changed'
  }
  url=postgres://forex_user:$(setting POSTGRES_PASSWORD)@postgres:5432/$database
  output=$(DATABASE_URL=$url compose run --rm --no-deps -T -e DATABASE_URL api migrate 2>&1 </dev/null) || {
    step_failed
    fail "the product refuses the dump: $(tail -n 1 <<<"$output"); nothing was changed"
  }
}

drop_database() {
  run_in postgres dropdb -U forex_user --if-exists --force "$1" >/dev/null 2>&1 </dev/null
}
