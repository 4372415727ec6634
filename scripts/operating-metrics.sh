#!/usr/bin/env bash
# Writes what only the host knows for Prometheus (node_exporter's text files): when the last backup was made and how large it is, when the
# certificate ends. Run by deploy.sh, backup.sh and hourly by cron. Usage: scripts/operating-metrics.sh ENVIRONMENT
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck disable=SC2034 # read by say.sh
task=operating-metrics
source scripts/lib/say.sh
source scripts/lib/environment.sh
choose_environment "${1:-}"

folder=monitoring/textfile
mkdir -p "$folder"
metrics=$(mktemp "$folder/operating.XXXXXX")

gauge() {
  printf '# HELP %s %s\n# TYPE %s gauge\n%s %s\n' "$1" "$2" "$1" "$1" "$3" >>"$metrics"
}

# Only a backup with its checksum is one: backup.sh writes the checksum last.
mkdir -p backups
newest=$(find backups -name "$environment-*.sha256" -printf '%T@ %p\n' 2>/dev/null | sort -n | tail -n 1 | cut -d' ' -f2)
if [ -n "$newest" ]; then
  dump=${newest%.sha256}
  gauge fxalert_backup_last_success_timestamp_seconds 'When the newest complete backup was made' "$(stat -c %Y "$dump")"
  gauge fxalert_backup_size_bytes 'Size of the newest complete backup' "$(stat -c %s "$dump")"
else
  gauge fxalert_backup_last_success_timestamp_seconds 'When the newest complete backup was made' 0
fi
if [ -f nginx/ssl/cert.pem ]; then
  ends=$(openssl x509 -in nginx/ssl/cert.pem -noout -enddate | cut -d= -f2)
  gauge fxalert_certificate_expiry_timestamp_seconds 'When the certificate of nginx ends' "$(date -d "$ends" +%s)"
fi
chmod 644 "$metrics"
mv "$metrics" "$folder/operating.prom"
