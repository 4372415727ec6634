#!/usr/bin/env bash
# Backs up the database of an installation without containers: pg_dump of DATABASE_URL, compressed, checked, with its checksum; keeps
# BACKUP_KEEP_DAYS (30). Usage: DATABASE_URL=… scripts/backup-native.sh FOLDER      (fxalert-backup.timer runs it at 02:00)
set -euo pipefail
umask 077
folder=${1:?usage: backup-native.sh FOLDER}
cd "$(dirname "$0")/.."
source scripts/lib/rows-in-dump.sh
source scripts/lib/database-url.sh

fail() {
  echo "backup: $1" >&2
  exit 1
}

[ -n "${DATABASE_URL:-}" ] || fail 'DATABASE_URL is not set'
mkdir -p "$folder"
name=$folder/fxalert-$(date -u +%Y%m%d_%H%M%S).sql.gz
trap 'rm -f "$name.part"' EXIT

with_database "$DATABASE_URL" pg_dump --no-owner --no-privileges | gzip -c >"$name.part" || fail 'the dump broke off; there is no new backup'
gzip -dc "$name.part" | rows_in_dump >/dev/null || fail 'the dump is not complete; there is no new backup'
mv "$name.part" "$name"
(cd "$folder" && sha256sum "${name##*/}" >"${name##*/}.sha256")
find "$folder" -name 'fxalert-*.sql.gz*' -mtime "+${BACKUP_KEEP_DAYS:-30}" ! -name "${name##*/}*" -delete
echo "$name: $(du -h "$name" | cut -f1)"
