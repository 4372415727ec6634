# shellcheck shell=bash
# One scheduled backup a day, whoever comes first: cron on the host, or the scheduler in its container. Both see the folder, so its lock and
# the stamp in it settle who that is, whatever their clocks' zones. A backup by hand is no turn: it is always made. Sourced.

# backup_turn FOLDER NAME: waits for a backup under way; fails when the last scheduled one is younger than twenty hours.
backup_turn() {
  exec 7<"$1"
  flock 7
  [ -z "$(find "$1" -maxdepth 1 -name ".$2-scheduled" -mmin -1200)" ]
}

# backup_turn_done FOLDER NAME: by renaming, because the stamp of before may belong to the other one's user.
backup_turn_done() {
  local stamp
  stamp=$(mktemp "$1/.$2-scheduled.XXXXXX")
  mv -f "$stamp" "$1/.$2-scheduled"
}
