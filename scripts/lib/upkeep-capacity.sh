# shellcheck shell=bash
# Monthly and quarterly: updates that wait, the day on which the disk is full, settings, the restore drill. Sourced by maintenance.sh after
# upkeep-database.sh.

: "${environment?}" "${env_file?}" "${growth_file?}"
FULL_DAYS=90

# By the lists that the machine has; they are as new as its last apt-get update.
check_system_updates() {
  if ! command -v apt-get >/dev/null; then
    unseen 'updates of the system' 'this machine has no apt-get'
    return
  fi
  local simulated count
  if ! simulated=$(apt-get -s -qq -o Debug::NoLocking=1 upgrade 2>/dev/null); then
    unseen 'updates of the system' 'apt-get gives no answer'
    return
  fi
  count=$(grep -c '^Inst ' <<<"$simulated" || true)
  if [ "$count" -eq 0 ]; then
    fine 'no update of the system waits, by the lists of the last apt-get update'
  else
    attention "$count updates of the system wait" 'apt-get update && apt-get upgrade'
  fi
}

check_package_updates() {
  local found status=0
  if ! command -v npm >/dev/null || [ ! -d node_modules ]; then
    unseen 'updates of packages' 'npm or node_modules is not here'
    return
  fi
  found=$(timeout 60 npm outdated --omit=dev --parseable 2>/dev/null) || status=$?
  # 1 with lines: there are newer ones. 1 without: no registry answered.
  if [ "$status" -ne 0 ] && [ -z "$found" ]; then
    unseen 'updates of packages' 'the registry of packages does not answer'
  else
    fine "$(grep -c . <<<"$found" || true) packages have newer versions; they come with a newer version of the product"
  fi
}

forecast_disk() {
  local used free now before gained days left
  read -r used free < <(df -B1 --output=used,avail . | tail -n 1)
  now=$(date +%s)
  before=$(earliest 'disk used')
  mkdir -p "${growth_file%/*}"
  printf '%s\tdisk used\t%s\n' "$now" "$used" >>"$growth_file"
  if [ -z "$before" ]; then
    fine "the disk has $(numfmt --to=iec "$free") left; its growth is known from the next turn, a day or more from now"
    return
  fi
  gained=$((used - ${before#*$'\t'}))
  days=$(((now - ${before%%$'\t'*}) / 86400))
  if [ "$gained" -le 0 ]; then
    fine "the disk has $(numfmt --to=iec "$free") left and did not fill in $days days"
    return
  fi
  left=$(awk -v free="$free" -v gained="$gained" -v days="$days" 'BEGIN { printf "%d", free / gained * days }')
  if [ "$left" -lt "$FULL_DAYS" ]; then
    attention "the disk gained $(numfmt --to=iec "$gained") in $days days: it is full in $left" 'docs/runbooks/disk-nearly-full.md'
  else
    fine "the disk gained $(numfmt --to=iec "$gained") in $days days: it is full in $left"
  fi
}

check_settings_whole() {
  local refused
  if [ ! -f "$env_file" ]; then
    unseen 'settings' "there is no $env_file"
  elif refused=$( (source scripts/lib/checks.sh && check_settings) 2>&1); then
    fine "$env_file is complete, without example values and weak secrets"
  else
    attention "${refused#maintenance: }" 'edit it, then deploy'
  fi
}

drill() {
  if [ -z "$(container_of postgres || true)" ]; then
    unseen 'restore drill' "postgres of $environment does not run in a container here; docs/operations.md shows the drill by hand"
  elif scripts/restore-drill.sh "$environment" >/dev/null; then
    fine 'the newest backup restores whole'
  else
    attention 'the newest backup does not restore' "scripts/restore-drill.sh $environment says why; scripts/backup.sh $environment makes a new one"
  fi
}
