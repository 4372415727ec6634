#!/usr/bin/env bash
# Backs up the database that DATABASE_URL names: pg_dump, compressed, encrypted with BACKUP_PASSPHRASE when that is set, checked, with its
# checksum, under BACKUP_NAME (fxalert); keeps BACKUP_KEEP_DAYS (30). Usage: DATABASE_URL=… scripts/backup-native.sh FOLDER [--scheduled]
# With --scheduled nothing is done when another has made today's: fxalert-backup.timer and the job of the scheduler run it so, at 02:00.
set -euo pipefail
umask 077
folder=${1:?usage: backup-native.sh FOLDER [--scheduled]}
cd "$(dirname "$0")/.."
source scripts/lib/rows-in-dump.sh
source scripts/lib/database-url.sh
source scripts/lib/backup-turn.sh

fail() {
  echo "backup: $1" >&2
  exit 1
}

seal() {
  if [ -z "${BACKUP_PASSPHRASE:-}" ]; then gzip -c; else gzip -c | openssl enc -aes-256-cbc -pbkdf2 -iter 200000 -salt -pass fd:8 8<<<"$BACKUP_PASSPHRASE"; fi
}

unseal() {
  if [ -z "${BACKUP_PASSPHRASE:-}" ]; then gzip -dc; else openssl enc -d -aes-256-cbc -pbkdf2 -iter 200000 -pass fd:8 8<<<"$BACKUP_PASSPHRASE" | gzip -dc; fi
}

[ -n "${DATABASE_URL:-}" ] || fail 'DATABASE_URL is not set'
mkdir -p "$folder"
prefix=${BACKUP_NAME:-fxalert}
if [ "${2:-}" = --scheduled ] && ! backup_turn "$folder" "$prefix"; then
  echo "backup: today's is there already"
  exit 0
fi
name=$folder/$prefix-$(date -u +%Y%m%d_%H%M%S).sql.gz
[ -z "${BACKUP_PASSPHRASE:-}" ] || name=$name.enc
trap 'rm -f "$name.part"' EXIT

with_database "$DATABASE_URL" pg_dump --no-owner --no-privileges --exclude-schema=operating | seal >"$name.part" || fail 'the dump broke off; there is no new backup'
unseal <"$name.part" | rows_in_dump >/dev/null || fail 'the dump is not complete; there is no new backup'
mv "$name.part" "$name"
(cd "$folder" && sha256sum "${name##*/}" >"${name##*/}.sha256")
[ "${2:-}" != --scheduled ] || backup_turn_done "$folder" "$prefix"
find "$folder" -maxdepth 1 -name "$prefix-*.sql.gz*" -mtime "+${BACKUP_KEEP_DAYS:-30}" ! -name "${name##*/}*" -delete
echo "$name: $(du -h "$name" | cut -f1)"
