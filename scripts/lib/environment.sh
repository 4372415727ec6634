# shellcheck shell=bash
# An environment of the product: its compose file, its .env file, and the values in it. Sourced after say.sh, from the project's folder.

environment="" compose_file="" env_file=""

# Sets environment, compose_file, env_file.
choose_environment() {
  case ${1:-} in
    development) compose_file=docker-compose.yml ;;
    staging) compose_file=docker-compose.staging.yml ;;
    production) compose_file=docker-compose.prod.yml ;;
    *) fail "\"${1:-}\" is no environment: development, staging or production" ;;
  esac
  environment=$1
  env_file=.env.$1
}

# The value of a name in the .env file: what follows the first =, as it stands.
setting() {
  sed -n "s/^$1=//p" "$env_file" | tail -n 1
}

# docker compose 2 as a plugin or as the program docker-compose; which of them is asked once.
compose_program=()
compose() {
  if [ ${#compose_program[@]} -eq 0 ]; then
    if docker compose version >/dev/null 2>&1; then compose_program=(docker compose); else compose_program=(docker-compose); fi
  fi
  "${compose_program[@]}" -f "$compose_file" "$@"
}

# What Compose calls the environment, in the labels and names of all that belongs to it.
project_name() {
  sed -n 's/^name: //p' "$compose_file"
}

require_settings_file() {
  [ -f "$env_file" ] || fail "$env_file is missing: cp $env_file.example $env_file, then replace every change-me in it"
}

# containers_of SERVICE [--all]: the ids of those that run, or of all, one a line. The engine answers by the labels that Compose gives in a
# tenth of the time that Compose, which reads its files first, would take; so run_in.
containers_of() {
  docker ps --quiet --no-trunc --filter "label=com.docker.compose.project=$(project_name)" \
    --filter "label=com.docker.compose.service=$1" --filter label=com.docker.compose.oneoff=False "${@:2}"
}

# Container id of a service that runs; empty when it does not.
container_of() {
  containers_of "$1" --filter status=running 2>/dev/null | head -n 1
}

# run_in SERVICE COMMAND…: inside its container, with our standard input.
run_in() {
  local id
  id=$(container_of "$1")
  [ -n "$id" ] || {
    echo "$1 of $environment does not run" >&2
    return 1
  }
  docker exec -i "$id" "${@:2}"
}

# SQL in $1, to the database of the environment or to $2; answers without decoration.
sql() {
  run_in postgres psql -X -q -A -t -v ON_ERROR_STOP=1 -U forex_user -d "${2:-forex_alert_db}" -c "$1" </dev/null
}

# Gives a file or folder to the user that a container runs as, also when we are not root but may use the engine.
give_to() {
  local owner=$1 path=$2
  [ "$(stat -c %u:%g "$path")" = "$owner" ] && return
  chown "$owner" "$path" 2>/dev/null && return
  docker run --rm --user 0 --network none --entrypoint chown -v "$PWD/$path:/given" nginx:1.28-bookworm "$owner" /given
}

# One maintenance at a time: two deployments, or a deployment and a restore, would undo each other.
take_turn() {
  mkdir -p .deploy
  exec 9>".deploy/$environment.lock"
  flock -n 9 || fail "another script is at work on $environment: wait until it has ended"
}
