#!/usr/bin/env bash
# Starts again in stages, each checked before the next: database and Redis, the worker, the API, nginx and the monitoring. Stops at the first
# stage that does not become healthy and says which. Usage: scripts/staged-recovery.sh ENVIRONMENT
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck disable=SC2034 # read by say.sh
task=staged-recovery
source scripts/lib/say.sh
source scripts/lib/environment.sh
source scripts/lib/rollout.sh

choose_environment "${1:-}"
require_settings_file
take_turn
stage() {
  local title=$1
  shift
  step "$title"
  "$@" || fail "stage \"$title\" failed: $(explain_unhealthy | paste -sd';')"
}
stage 'postgres and redis' start postgres redis
stage 'the database answers' quietly sql 'select count(*) from events'
stage 'worker and scheduler' start worker scheduler
stage 'api' start api
stage 'nginx' start_nginx
stage 'monitoring' start_monitoring
stage 'smoke test through nginx' smoke_test
step_done
say "$environment runs again"
