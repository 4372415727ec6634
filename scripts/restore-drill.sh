#!/usr/bin/env bash
# Proves that the newest backup can be restored: into a scratch database, then every table compared with
# the rows in the dump. The live database is not touched. Usage: scripts/restore-drill.sh ENVIRONMENT [FILE]; run it monthly.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck disable=SC2034 # read by say.sh
task=restore-drill
source scripts/lib/say.sh
source scripts/lib/environment.sh
source scripts/lib/dump.sh
source scripts/lib/scratch.sh

main() {
  choose_environment "${1:-}"
  require_settings_file
  local file=${2:-} scratch=forex_alert_db_drill checksum
  if [ -z "$file" ]; then
    checksum=$(find backups -name "$environment-*.sha256" -printf '%T@ %p\n' 2>/dev/null | sort -n | tail -n 1 | cut -d' ' -f2)
    [ -n "$checksum" ] || fail "backups/ has no complete backup of $environment: scripts/backup.sh $environment makes one"
    file=${checksum%.sha256}
  fi
  [ -n "$(container_of postgres)" ] || fail "postgres of $environment does not run"
  check_dump "$file"
  trap 'drop_database forex_alert_db_drill' EXIT
  step "restore ${file##*/}"
  load_scratch "$file" "$scratch"
  step 'compare the rows of every table'
  compare_rows "$scratch"
  step 'bring it up to date with this version'
  adopt_scratch "$scratch"
  step_done
  say "Drill passed: $file restores whole"
}

main "$@"
