#!/usr/bin/env bash
# Backs up the database into backups/: a compressed pg_dump with its checksum, encrypted when BACKUP_PASSPHRASE is set; drops what
# is older than BACKUP_KEEP_DAYS, never the newest. The exit status says whether there is a backup.
# Usage: scripts/backup.sh ENVIRONMENT [--scheduled]: then nothing is done when the scheduler has made today's backup.
# By cron at 02:00: scripts/install-schedule.sh ENVIRONMENT
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck disable=SC2034 # read by say.sh
task=backup
source scripts/lib/say.sh
source scripts/lib/environment.sh
source scripts/lib/dump.sh
source scripts/lib/backup-turn.sh
umask 077

main() {
  choose_environment "${1:-}"
  require_settings_file
  [ -n "$(container_of postgres)" ] || fail "postgres of $environment does not run: start it with docker-compose -f $compose_file up -d postgres"
  mkdir -p backups
  if [ "${2:-}" = --scheduled ] && ! backup_turn backups "$environment"; then
    say "today's backup is there already"
    return
  fi
  local name dump started=$SECONDS
  name=backups/$environment-$(date -u +%Y%m%d_%H%M%S).sql.gz
  [ -z "$(setting BACKUP_PASSPHRASE)" ] || name=$name.enc
  dump=$name.part
  # shellcheck disable=SC2064 # the name of now
  trap "rm -f '$dump'" EXIT

  write_dump forex_alert_db | seal >"$dump" || fail "the dump of forex_alert_db broke off; there is no new backup"
  unseal "$dump" "$name" | rows_in_dump >/dev/null || fail "the dump of forex_alert_db is not complete; there is no new backup"
  mv "$dump" "$name"
  (cd backups && sha256sum "${name##*/}" >"${name##*/}.sha256")
  say "$name: $(du -h "$name" | cut -f1) in $((SECONDS - started)) s"
  [ "${2:-}" != --scheduled ] || backup_turn_done backups "$environment"
  drop_old "$name"
  scripts/operating-metrics.sh "$environment"
}

drop_old() {
  local newest=$1 days old
  days=$(setting BACKUP_KEEP_DAYS)
  find backups -name "$environment-*.sql.gz*" -mtime "+${days:-30}" ! -name '*.sha256' ! -path "$newest" -print |
    while read -r old; do
      rm -f "$old" "$old.sha256"
      say "dropped $old: older than ${days:-30} days"
    done
}

main "$@"
