# shellcheck shell=bash
# What every operating script says: each step with the time it took, to the terminal and to logs/system/operations.log; a failure in one
# sentence. Sourced; the script sets `task` to its own name first.

# Where logrotate and a docker-compose of its own may be, and cron does not look.
PATH=$PATH:/usr/local/bin:/usr/sbin
task=${task:-script}
step_title='' step_since=0
system_log=logs/system/operations.log

_record() {
  mkdir -p logs/system
  local text=${2//\\/\\\\}
  printf '{"time":"%s","level":"%s","task":"%s","text":"%s"}\n' "$(date -u +%FT%TZ)" "$1" "$task" "${text//\"/\\\"}" >>"$system_log"
}

say() {
  printf '%s\n' "$1"
  _record info "$1"
}

warn() {
  printf 'warning: %s\n' "$1" >&2
  _record warning "$1"
}

# One sentence, nothing more; the caller has changed nothing, or says what it did.
fail() {
  printf '%s: %s\n' "$task" "$1" >&2
  _record error "$1"
  exit 1
}

# Ends the step before, begins the next.
step() {
  step_done
  step_title=$1
  step_since=$(date +%s%N)
  printf '  %-48s' "$1 …"
}

step_done() {
  [ -n "$step_title" ] || return 0
  local tenths=$((($(date +%s%N) - step_since) / 100000000))
  printf '%d.%d s\n' $((tenths / 10)) $((tenths % 10))
  _record info "$step_title: $((tenths / 10)).$((tenths % 10)) s"
  step_title=''
}

# Runs a command whose output matters only when it fails: kept in logs/system, the end of it shown then.
quietly() {
  local kept=logs/system/$task.log status=0
  mkdir -p logs/system
  printf '\n--- %s %s\n' "$(date -u +%FT%TZ)" "$*" >>"$kept"
  local from
  from=$(wc -l <"$kept")
  "$@" >>"$kept" 2>&1 </dev/null || status=$?
  if [ $status -ne 0 ]; then
    step_failed
    tail -n "+$((from + 1))" "$kept" | tail -n 15 | sed 's/^/    | /' >&2
  fi
  return $status
}

# Ends a step that failed; what follows says why.
step_failed() {
  printf 'failed\n'
  step_title=''
}
