#!/usr/bin/env bash
# Restores the database from a backup. The dump first becomes a database of its own and is checked there: whole, of a version this product
# and this server know, migrated, and not older than what it would replace. Only then the services that write stop, and the two databases
# change names; the database before is kept as forex_alert_db_before_TIME. Whatever fails earlier has changed nothing. The log of
# ticks in Redis, which belongs to the data before, is emptied.
# Usage: scripts/restore.sh ENVIRONMENT FILE [--yes] [--discard-newer]
#   --yes            does not ask
#   --discard-newer  also when the database holds events or edits that the dump does not know
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck disable=SC2034 # read by say.sh
task=restore
source scripts/lib/say.sh
source scripts/lib/environment.sh
source scripts/lib/dump.sh
source scripts/lib/rollout.sh
source scripts/lib/scratch.sh

main() {
  local file=${2:-} option yes=no discard=no
  choose_environment "${1:-}"
  [ -n "$file" ] || fail 'usage: restore.sh ENVIRONMENT FILE [--yes] [--discard-newer]'
  for option in "${@:3}"; do
    case $option in
      --yes) yes=yes ;;
      --discard-newer) discard=yes ;;
      *) fail "\"$option\" is no option: --yes, --discard-newer" ;;
    esac
  done
  require_settings_file
  [ -n "$(container_of postgres)" ] || fail "postgres of $environment does not run: start it with docker-compose -f $compose_file up -d postgres"
  check_dump "$file"
  take_turn
  step 'see that Redis answers'
  { start redis && quietly redis_cli ping; } ||
    fail "Redis does not answer, and its log of ticks has to be emptied: docs/runbooks/redis-down.md mends it; nothing was changed"

  local scratch=forex_alert_db_restoring
  trap 'drop_database forex_alert_db_restoring' EXIT
  step 'restore into a database of its own'
  load_scratch "$file" "$scratch"
  step 'check and migrate it'
  compare_rows "$scratch"
  adopt_scratch "$scratch"
  refuse_newer "$scratch" "$discard"
  step_done
  [ "$yes" = yes ] || confirm "$file"

  step 'stop what writes'
  quietly compose stop api worker scheduler || fail 'the services do not stop; the database is as it was'
  step 'empty the log of ticks'
  empty_log
  step 'put it in place'
  local kept
  kept=forex_alert_db_before_$(date -u +%Y%m%d_%H%M%S)
  exchange "$scratch" "$kept"
  step 'start the services'
  start worker scheduler api || fail "the data are restored, but a service does not start: docker-compose -f $compose_file logs"
  step_done
  reconcile
  say "Restored $file; the database before is kept as $kept (drop it with: docker-compose -f $compose_file exec postgres dropdb -U forex_user $kept)"
}

confirm() {
  local answer
  printf 'Replace forex_alert_db of %s by %s? Type the name of the environment: ' "$environment" "$1"
  read -r answer || true
  [ "$answer" = "$environment" ] || fail 'not confirmed; nothing was changed'
}

# When there is a database already that knows more than the dump, the difference would be lost without a word.
refuse_newer() {
  local scratch=$1 discard=$2 here there
  [ "$(sql "select count(*) from pg_database where datname = 'forex_alert_db'" postgres)" = 1 ] || return 0
  [ "$(sql "select to_regclass('public.events') is not null" forex_alert_db)" = t ] || return 0
  here=$(newest_data forex_alert_db)
  there=$(newest_data "$scratch")
  [ "$here" -gt "$there" ] && [ "$discard" = no ] || return 0
  step_failed
  fail "the database has data until $(date -u -d "@$here" '+%F %T') UTC, the dump only until $(date -u -d "@$there" '+%F %T') UTC: back up first, then --discard-newer; nothing was changed"
}

# Redis holds edits and ticks after the dump: read again, they would fire alerts by edits that the restored data do not know.
empty_log() {
  if quietly redis_cli flushall; then return; fi
  start worker scheduler api || warn 'the services do not start again'
  fail 'Redis cannot be emptied of what came after the dump; the data are as they were'
}

# -e: an answer that is an error is a failure.
redis_cli() {
  run_in redis redis-cli -e "$@"
}

# Both names change in one transaction each way; connections to them are ended first.
exchange() {
  local scratch=$1 kept=$2
  sql "select pg_terminate_backend(pid) from pg_stat_activity where datname in ('forex_alert_db', '$scratch') and pid <> pg_backend_pid()" postgres >/dev/null
  quietly run_in postgres psql -X -q -v ON_ERROR_STOP=1 -U forex_user -d postgres \
    -c 'begin' -c "alter database forex_alert_db rename to $kept" -c "alter database $scratch rename to forex_alert_db" -c 'commit' || {
    start worker scheduler api
    fail 'the databases could not change names; the one before serves again'
  }
  quietly set_up_monitoring_role ||
    warn 'the role of the exporter could not be set up: run scripts/deploy.sh again'
}

# Events, deliveries and attempts agree with one another.
reconcile() {
  step 'reconcile'
  quietly run_in api node bin/fxalert.mjs reconcile || fail 'the data are restored, but reconcile found what it names above'
  step_done
}

main "$@"
