# shellcheck shell=bash
# What the checks of maintenance.sh report with, and how they ask the database. Sourced after say.sh, environment.sh, database-url.sh.

: "${environment?}"
needs=0 blind=0

fine() { say "ok        $1"; }

# What was seen, and what helps.
attention() {
  needs=$((needs + 1))
  warn "$1 → $2"
}

# Never in silence: what could not be looked at, and why.
unseen() {
  blind=$((blind + 1))
  say "unseen    $1: $2"
}

# Lines on standard input, set off below the line before.
listing() {
  local line
  while IFS= read -r line; do say "            $line"; done
}

report_end() {
  if [ "$needs" -eq 0 ]; then
    say "done: nothing needs you; $blind not looked at"
    exit 0
  fi
  say "done: $needs need you; $blind not looked at"
  exit 1
}

# SQL in $1; rows as columns separated by tabs. Status 1 when there is no database to ask, or it refuses: database_silence says why.
# shellcheck disable=SC2034 # read by the checks
database_silence='' rows=''
# shellcheck disable=SC2034
query() {
  local answer status=0
  answer=$(mktemp)
  if [ -n "${DATABASE_URL:-}" ]; then
    with_database "$DATABASE_URL" psql -X -q -A -t -F $'\t' -v ON_ERROR_STOP=1 -c "$1" >"$answer" 2>"$answer.error" || status=1
  elif [ -n "$(container_of postgres || true)" ]; then
    run_in postgres psql -X -q -A -t -F $'\t' -v ON_ERROR_STOP=1 -U forex_user -d forex_alert_db -c "$1" >"$answer" 2>"$answer.error" || status=1
  else
    rm -f "$answer"
    database_silence="postgres of $environment does not run here, and DATABASE_URL is not set"
    return 1
  fi
  rows=$(<"$answer")
  database_silence=$(head -n 1 "$answer.error")
  rm -f "$answer" "$answer.error"
  return $status
}
