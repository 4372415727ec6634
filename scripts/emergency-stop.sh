#!/usr/bin/env bash
# Stops everything now: what sends first, then the database in an orderly way. No data are removed; what was due is sent after the start.
# Usage: scripts/emergency-stop.sh ENVIRONMENT [--no-backup]      without the option a backup is tried first, for at most a minute
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck disable=SC2034 # read by say.sh
task=emergency-stop
source scripts/lib/say.sh
source scripts/lib/environment.sh

ours=''

main() {
  choose_environment "${1:-}"
  ours=label=com.docker.compose.project=$(project_name)
  require_settings_file
  step 'stop what sends and answers'
  quietly compose kill nginx api worker scheduler || warn 'not every service could be killed'
  if [ "${2:-}" != --no-backup ]; then
    step 'protect the database'
    quietly timeout 60 scripts/backup.sh "$environment" || warn 'no backup could be made; the volume of the database is untouched'
  fi
  step 'stop the rest'
  take_down
  step_done
  say "Everything of $environment is stopped; scripts/staged-recovery.sh $environment starts it again"
}

# An engine whose container was killed while it started it may count that one among the users of its network for good. It refuses to remove
# the network ("has active endpoints") although nobody uses it, the second time too; whatever ran is stopped and removed all the same.
take_down() {
  quietly compose down --timeout 30 && return
  step 'stop the rest, once more'
  quietly compose down --timeout 30 && return
  [ -z "$(docker ps --all --quiet --filter "$ours")" ] ||
    fail "docker-compose -f $compose_file down failed: docker ps shows what still runs"
  warn "no container is left, but the engine keeps $(docker network ls --format '{{.Name}}' --filter "$ours" | paste -sd' '): it miscounts who uses it. The next start uses it again; systemctl restart docker corrects the count"
}

main "$@"
