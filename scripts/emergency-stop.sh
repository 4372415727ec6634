#!/usr/bin/env bash
# Stops everything now: what sends first, then the database in an orderly way. No data are removed; what was due is sent after the start.
# Usage: scripts/emergency-stop.sh ENVIRONMENT [--no-backup]      without the option a backup is tried first, for at most a minute
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck disable=SC2034 # read by say.sh
task=emergency-stop
source scripts/lib/say.sh
source scripts/lib/environment.sh

choose_environment "${1:-}"
require_settings_file
step 'stop what sends and answers'
quietly compose kill nginx api worker scheduler || warn 'not every service could be killed'
if [ "${2:-}" != --no-backup ]; then
  step 'protect the database'
  quietly timeout 60 scripts/backup.sh "$environment" || warn 'no backup could be made; the volume of the database is untouched'
fi
step 'stop the rest'
quietly compose down --timeout 30 || fail "docker-compose -f $compose_file down failed: docker ps shows what still runs"
step_done
say "Everything of $environment is stopped; scripts/staged-recovery.sh $environment starts it again"
