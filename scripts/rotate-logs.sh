#!/usr/bin/env bash
# Rotates logs/app, logs/nginx and logs/system: at 100 MB or daily, compressed, kept 30 days. Needs logrotate; run hourly by cron
# (scripts/install-schedule.sh). Usage: scripts/rotate-logs.sh [--force | --reopen]      --reopen: nginx goes on in a new file
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck disable=SC2034 # read by say.sh
task=rotate-logs
source scripts/lib/say.sh

if [ "${1:-}" = --reopen ]; then
  command -v docker >/dev/null || exit 0
  for id in $(docker ps --quiet --filter label=com.docker.compose.service=nginx --filter "label=com.docker.compose.project.working_dir=$PWD" 2>/dev/null); do
    docker exec "$id" nginx -s reopen
  done
  exit 0
fi
command -v logrotate >/dev/null || fail 'logrotate is not installed: apt-get install logrotate'
mkdir -p .deploy logs/system
sed "s#@ROOT@#$PWD#g" config/logrotate/fxalert.conf.template >.deploy/logrotate.conf
chmod 644 .deploy/logrotate.conf
output=$(logrotate ${1:+"$1"} --state .deploy/logrotate.state .deploy/logrotate.conf 2>&1) || fail "logrotate: $(grep -m 1 error <<<"$output")"
