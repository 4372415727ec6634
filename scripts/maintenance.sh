#!/usr/bin/env bash
# Routine maintenance: looks, measures, reports; changes nothing but its own record of growth. Every line says ok, what needs you, or what could
# not be looked at; all of it is in logs/system/operations.log too. Usage: scripts/maintenance.sh WHEN [ENVIRONMENT]
#   daily       warnings and errors of the last day by message; is last night's backup there and whole
#   weekly      slow queries, indexes, growth of the tables; refused logins and requests, known vulnerabilities, age of images, readable secrets
#   monthly     updates that wait; when the disk will be full
#   quarterly   all of the above, a restore drill, keys and their last use, settings and age of the secrets
# ENVIRONMENT is production when it is not given. Without containers: DATABASE_URL asks the database, BACKUP_DIR and LOG_DIR say where
# backups and the product's log are.
# Exit status: 0 nothing needs you, 1 something does, 2 wrong use.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck disable=SC2034 # read by say.sh
task=maintenance
source scripts/lib/say.sh
source scripts/lib/environment.sh
source scripts/lib/database-url.sh
source scripts/lib/upkeep.sh
source scripts/lib/upkeep-logs.sh
source scripts/lib/upkeep-database.sh
source scripts/lib/upkeep-security.sh
source scripts/lib/upkeep-capacity.sh

daily() {
  check_logs
  check_backup
}

weekly() {
  check_statements
  check_indexes
  check_growth
  check_refusals
  check_vulnerabilities
  check_images
  check_secret_files
}

monthly() {
  check_system_updates
  check_package_updates
  forecast_disk
}

quarterly() {
  daily
  weekly
  monthly
  check_settings_whole
  check_secret_age
  check_keys
  drill
}

when=${1:-}
choose_environment "${2:-production}"
case $when in
  daily) daily ;;
  weekly) weekly ;;
  monthly) monthly ;;
  quarterly) quarterly ;;
  *)
    echo "maintenance: \"$when\" is no turn: daily, weekly, monthly or quarterly" >&2
    exit 2
    ;;
esac
report_end
