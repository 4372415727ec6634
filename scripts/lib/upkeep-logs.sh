# shellcheck shell=bash
# Daily: what the logs complain about, and the backup of last night. Sourced by maintenance.sh after upkeep.sh.

: "${environment?}"
backup_folder=${BACKUP_DIR:-backups}
app_log=${LOG_DIR:-logs/app}

# Value of a field of a JSON line, for awk; enough for lines that we write ourselves.
# shellcheck disable=SC2016 # awk's own
json_field='function field(name, i, rest) {
  i = index($0, "\"" name "\":")
  if (!i) return ""
  rest = substr($0, i + length(name) + 3)
  if (substr(rest, 1, 1) != "\"") { match(rest, /^[^,}]*/); return substr(rest, 1, RLENGTH) }
  rest = substr(rest, 2)
  match(rest, /^([^"\\]|\\.)*/)
  return substr(rest, 1, RLENGTH)
}'

# log_lines FOLDER DAYS: lines of the last days, also of files that were rotated meanwhile. A file that was cut short under its writer begins
# with zero bytes, which awk would take minutes for.
log_lines() {
  local since
  since=$(date -u -d "$2 days ago" +%FT%T)
  find "$1" -type f \( -name '*.log' -o -name '*.gz' -o -name '*.log.*' \) -mtime "-$(($2 + 1))" -print0 2>/dev/null |
    xargs -0 -r zcat -f -- | tr -d '\000' | awk -v since="$since" "$json_field"' field("time") >= since'
}

# complaints FOLDER FIELD: warnings and errors of the last day, counted by what FIELD says, the most frequent first.
complaints() {
  log_lines "$1" 1 | awk -v text="$2" "$json_field"'
    { level = field("level") }
    level ~ /^(warning|error|fatal)$/ && field("task") != "maintenance" { count[level " " field(text)]++ }
    END { for (line in count) printf "%6d × %s\n", count[line], line }' | sort -rn
}

check_logs() {
  local part folder field found errors
  for part in "$app_log:msg" logs/nginx:path logs/system:text; do
    folder=${part%:*} field=${part##*:}
    if [ ! -d "$folder" ]; then
      unseen "$folder" 'there is no such folder'
      continue
    fi
    found=$(complaints "$folder" "$field")
    errors=$(awk '$3 != "warning" { sum += $1 } END { print sum + 0 }' <<<"$found")
    if [ -z "$found" ]; then
      fine "$folder has no warning and no error of the last day"
    elif [ "$errors" -eq 0 ]; then
      fine "$folder has warnings only, by message:"
      head -n 10 <<<"$found" | listing
    else
      attention "$folder has $errors errors of the last day" "docs/operations.md, chapter 5; by message:"
      head -n 10 <<<"$found" | listing
    fi
  done
}

check_backup() {
  local checksum file hours
  checksum=$({ find "$backup_folder" -name '*.sha256' -printf '%T@ %p\n' 2>/dev/null || true; } | sort -n | tail -n 1 | cut -d' ' -f2-)
  if [ -z "$checksum" ]; then
    attention "$backup_folder has no complete backup" "scripts/backup.sh $environment; scripts/install-schedule.sh $environment makes one every night"
    return
  fi
  file=${checksum%.sha256}
  if ! (cd "$backup_folder" && sha256sum --status -c "${checksum##*/}" 2>/dev/null); then
    attention "$file is not what was written: its checksum differs" "scripts/backup.sh $environment makes a new one; look at the disk"
    return
  fi
  hours=$((($(date +%s) - $(stat -c %Y "$file")) / 3600))
  if [ "$hours" -gt 26 ]; then
    attention "the newest backup, $file, is $hours hours old" "docs/runbooks/backup-too-old.md"
  else
    fine "$file is $hours hours old, $(du -h "$file" | cut -f1), its checksum is right"
  fi
}
