#!/usr/bin/env bash
# Installs the cron lines of an environment: backup at 02:00, rotation and metrics hourly, the restore drill on the first of the month.
# Running it again replaces them. Usage: scripts/install-schedule.sh ENVIRONMENT [--print]
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck disable=SC2034 # read by say.sh
task=install-schedule
source scripts/lib/say.sh
source scripts/lib/environment.sh

choose_environment "${1:-}"
mark="# fxalert $environment"
lines=$(
  cat <<LINES
0 2 * * * $PWD/scripts/backup.sh $environment --scheduled >/dev/null $mark
7 * * * * $PWD/scripts/rotate-logs.sh $mark
12 * * * * $PWD/scripts/operating-metrics.sh $environment $mark
30 3 1 * * $PWD/scripts/restore-drill.sh $environment >/dev/null $mark
40 3 1 * * $PWD/scripts/backup-config.sh $environment >/dev/null $mark
LINES
)
if [ "${2:-}" = --print ]; then
  echo "$lines"
  exit 0
fi
command -v crontab >/dev/null || fail 'crontab is not installed: apt-get install cron'
{
  crontab -l 2>/dev/null | grep -vF "$mark" || true
  echo "$lines"
} | crontab -
mkdir -p .deploy
touch ".deploy/$environment.scheduled"
say "cron runs the backup of $environment at 02:00, rotation hourly, the restore drill monthly"
[ "$(id -u)" -eq 0 ] || warn 'the logs belong to the users of the containers: only the cron of root can rotate them (sudo scripts/install-schedule.sh)'
