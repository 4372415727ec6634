#!/usr/bin/env bash
# Backs up what a new machine needs besides the database: the .env file, config/, nginx/ (with the certificate) and monitoring/, into one
# archive that only its owner reads. Usage: scripts/backup-config.sh ENVIRONMENT
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck disable=SC2034 # read by say.sh
task=backup-config
source scripts/lib/say.sh
source scripts/lib/environment.sh
umask 077

choose_environment "${1:-}"
require_settings_file
mkdir -p backups
archive=backups/config_backup_${environment}_$(date +%Y%m%d_%H%M%S).tar.gz
tar -czf "$archive.part" "$env_file" config/ nginx/ monitoring/ || { rm -f "$archive.part"; fail 'the archive could not be written'; }
tar -tzf "$archive.part" >/dev/null
mv "$archive.part" "$archive"
say "$archive: $(tar -tzf "$archive" | wc -l) files; it holds secrets, keep it as you keep them"
