#!/usr/bin/env bash
# Deploys the checked-out version: the first time and every time after. Checks everything before it touches anything; before an update it
# backs up the database; when the new version does not become healthy, the version before comes back and this says why. Safe to run twice.
# Usage: scripts/deploy.sh {development|staging|production} [--check]      --check ends after the checks
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck disable=SC2034 # read by say.sh
task=deploy
source scripts/lib/say.sh
source scripts/lib/environment.sh
source scripts/lib/checks.sh
source scripts/lib/rollout.sh

UPDATE_DISK_MB=${UPDATE_DISK_MB:-5120}

main() {
  choose_environment "${1:-}"
  local version is_update=no
  version=$(git describe --tags --always --dirty 2>/dev/null || echo unversioned)
  check_tools
  check_settings
  docker image inspect "fxalert:$environment" >/dev/null 2>&1 && [ -n "$(container_of postgres)" ] && is_update=yes
  check_memory
  check_disk "$([ $is_update = yes ] && echo "$UPDATE_DISK_MB" || echo "$MIN_DISK_MB")"
  check_ports
  check_subnet
  take_turn
  say "$([ $is_update = yes ] && echo Updating || echo Deploying) $environment with version $version"
  [ "${2:-}" != --check ] || { say "All checks hold; nothing was changed."; return; }

  prepare_folders
  if [ $is_update = yes ]; then
    step 'backup before the update'
    quietly scripts/backup.sh "$environment" || fail 'the backup failed, so nothing was updated'
  fi
  step 'build the image'
  IMAGE_TAG=$environment-next quietly compose build --build-arg VERSION="$version" api || fail 'the build failed, so nothing was changed'
  step 'start postgres and redis'
  start postgres redis || fail 'the database or Redis does not start: nothing else was touched'
  quietly set_up_monitoring_role || fail 'the role of the exporter could not be made: nothing else was touched'
  step 'migrate the database'
  IMAGE_TAG=$environment-next quietly compose run --rm --no-deps -T api migrate ||
    fail 'the migration failed and was undone by the database: the version before still runs'

  [ $is_update = yes ] || make_first_key || fail 'the first key could not be made: scripts/deploy.sh makes it the next time'

  promote
  if bring_up; then
    step_done
    echo "$version" >".deploy/$environment.version"
    docker image prune -f --filter label=org.opencontainers.image.title='FX Alert' >/dev/null
    [ "$is_update" = yes ] || { step 'first backup' && quietly scripts/backup.sh "$environment" && step_done; } ||
      warn 'the first backup failed: scripts/backup.sh says why'
    scripts/operating-metrics.sh "$environment"
    summary "$version"
  else
    roll_back "$is_update" "$version"
  fi
}

prepare_folders() {
  mkdir -p logs/app logs/nginx logs/system backups nginx/acme monitoring/textfile
  # The scheduler, user and group 1000 in its container, puts its backup here too.
  give_to "$(id -u):1000" backups
  chmod 2770 backups
  give_to 1000:1000 logs/app
  give_to 101:101 logs/nginx
  [ -f nginx/ssl/cert.pem ] || scripts/certificate.sh self-signed "$(setting SERVER_NAME)"
}

# The key of a new database goes to the terminal, whatever becomes of the deployment, and to no log.
first_key=''
make_first_key() {
  first_key=$(IMAGE_TAG=$environment-next compose run --rm --no-deps -T api keys create --first 2>>logs/system/deploy.log </dev/null) || return 1
  first_key=$(sed -n 's/.*"key":"\([^"]*\)".*/\1/p' <<<"$first_key")
  [ -z "$first_key" ] || trap show_first_key EXIT
}

show_first_key() {
  printf 'Your admin key, shown once: %s (sign in at https://%s:%s/#key=…)\n' "$first_key" "$(setting SERVER_NAME)" "$(setting HTTPS_PORT)"
}

promote() {
  docker image inspect "fxalert:$environment" >/dev/null 2>&1 &&
    docker tag "fxalert:$environment" "fxalert:$environment-previous"
  docker tag "fxalert:$environment-next" "fxalert:$environment"
  docker rmi "fxalert:$environment-next" >/dev/null
}

bring_up() {
  step 'publish the page' && publish_page &&
    step 'start worker, scheduler and api' && start_application &&
    step 'start nginx' && start_nginx &&
    step 'start the monitoring' && start_monitoring &&
    step 'smoke test through nginx' && smoke_test
}

roll_back() {
  local is_update=$1 version=$2 reason
  reason=${unhealthy_reason:-$(explain_unhealthy)}
  reason=${reason//$'\n'/; }
  if [ "$is_update" = no ] || ! docker image inspect "fxalert:$environment-previous" >/dev/null 2>&1; then
    fail "version $version did not become healthy (${reason:-see above}); there is no version before it, so what runs was left for you to look at"
  fi
  warn "version $version did not become healthy: ${reason:-see above}"
  docker tag "fxalert:$environment" "fxalert:$environment-failed"
  docker tag "fxalert:$environment-previous" "fxalert:$environment"
  # What ran before is given all the time it needs.
  # shellcheck disable=SC2034 # read by rollout.sh
  WAIT_SECONDS=300
  if bring_up; then
    step_done
    fail "version $version was rolled back; $(cat ".deploy/$environment.version" 2>/dev/null || echo 'the version before') runs"
  fi
  fail "version $version failed, and so did the return to the version before: docs/operations.md, chapter 5"
}

summary() {
  local name
  name=$(setting SERVER_NAME)
  say "Version $1 runs: https://$name:$(setting HTTPS_PORT)"
  say "Grafana http://localhost:$(setting GRAFANA_PORT) (admin), Prometheus http://localhost:$(setting PROMETHEUS_PORT)"
  [ -n "$(setting OPERATOR_EMAIL)$(setting OPERATOR_WEBHOOK_URL)" ] ||
    warn "nobody is told of the system's own troubles: set OPERATOR_EMAIL or OPERATOR_WEBHOOK_URL in $env_file"
  [ -f ".deploy/$environment.scheduled" ] ||
    warn "no cron line rotates the logs and measures the age of the backup: sudo scripts/install-schedule.sh $environment"
}

main "$@"
