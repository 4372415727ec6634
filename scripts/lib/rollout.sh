# shellcheck shell=bash
# Brings the services of the image fxalert:<environment> up in their order, the API without a gap. Sourced after environment.sh; each
# function ends with a status and changes nothing that it could not start healthy.

WAIT_SECONDS=${WAIT_SECONDS:-120}
# What has ended so many times while it was waited for will not come up.
MANY_RESTARTS=5
# Set where a container that did not become healthy is removed.
unhealthy_reason=''

start() {
  quietly compose up -d --no-deps --no-build "$@" && await_health "$@"
}

# Until every container of the services is healthy, for at most WAIT_SECONDS.
await_health() {
  local service id most deadline=$((SECONDS + WAIT_SECONDS))
  for service in "$@"; do
    for id in $(containers_of "$service" --all); do
      most=$(($(restarts_of "$id") + MANY_RESTARTS))
      until is_healthy "$id"; do
        { [ "$SECONDS" -lt "$deadline" ] && [ "$(restarts_of "$id")" -lt "$most" ]; } || {
          step_failed
          return 1
        }
        sleep 1
      done
    done
  done
}

restarts_of() {
  docker inspect --format '{{.RestartCount}}' "$1"
}

# By what the engine found; before it has looked for the first time, which it does after a whole interval, by its own check made now. Without a
# check: when it runs.
is_healthy() {
  local found
  mapfile -t found < <(docker inspect --format \
    '{{.State.Status}}{{with .State.Health}}/{{.Status}}{{end}}{{with .Config.Healthcheck}}{{range .Test}}{{"\n"}}{{.}}{{end}}{{end}}' "$1")
  case "${found[0]:-gone} ${found[1]:-}" in
    'running ' | 'running/healthy '*) ;;
    'running/starting CMD') timeout 10 docker exec "$1" "${found[@]:2}" >/dev/null 2>&1 ;;
    'running/starting CMD-SHELL') timeout 10 docker exec "$1" sh -c "${found[2]}" >/dev/null 2>&1 ;;
    *) return 1 ;;
  esac
}

publish_page() {
  quietly compose run --rm --no-deps -T page
}

# Statistics only; its password follows the .env file.
set_up_monitoring_role() {
  setting MONITOR_PASSWORD | run_in postgres sh /etc/fxalert/set-up-monitoring.sh
}

# The next container beside the running one; nginx sends new requests to it alone; the old one finishes what it has and leaves.
replace_api() {
  local old new
  old=$(container_of api)
  if [ -z "$old" ] || [ -z "$(container_of nginx)" ]; then
    start api
    return
  fi
  if ! { quietly compose up -d --no-deps --no-build --no-recreate --scale api=2 api && await_health api; }; then
    # shellcheck disable=SC2034 # read by deploy.sh
    unhealthy_reason=$(explain_unhealthy)
    for new in $(containers_of api --all); do [ "$new" = "$old" ] || docker rm -f "$new" >/dev/null; done
    return 1
  fi
  new=$(containers_of api | grep -v "^$old")
  point_nginx_at "$(docker inspect --format '{{slice .Name 1}}' "$new")" || return 1
  # What was about to be sent to the old one has left, and nginx, which keeps an address for two seconds, has forgotten it.
  sleep 3
  quietly docker stop -t 15 "$old" && quietly docker rm "$old" && point_nginx_at api
}

point_nginx_at() {
  quietly run_in nginx sh /etc/nginx/point-at.sh "$1"
}

# An nginx whose settings in the compose files are the same stays, and reads its files again when they have changed.
start_nginx() {
  start nginx && quietly run_in nginx sh /etc/nginx/reload-if-changed.sh
}

# Both read their files anew, Alertmanager with the receivers of today. Not by "docker kill --signal HUP": older engines take that for a stop
# and never restart the container again.
start_monitoring() {
  start prometheus alertmanager grafana node_exporter postgres_exporter redis_exporter nginx_exporter &&
    reload prometheus 9090 &&
    quietly run_in alertmanager sh -c 'sh /etc/alertmanager/start.sh --print >/dev/null' && reload alertmanager 9093
}

reload() {
  quietly run_in "$1" wget -q -O /dev/null --post-data= "http://127.0.0.1:$2/-/reload"
}

# Worker first: it must understand what the API of the new version asks of it.
start_application() {
  start worker scheduler && replace_api
}

# Through nginx, as a user comes in.
smoke_test() {
  local address port base
  address=$(setting BIND_ADDR)
  [ "${address:-0.0.0.0}" != 0.0.0.0 ] || address=127.0.0.1
  port=$(setting HTTPS_PORT)
  base=https://$address:$port
  expect_answer 200 "$base/health/ready" && expect_answer 200 "$base/" && expect_answer 401 "$base/api/v1/status" &&
    expect_answer 403 "$base/metrics" && expect_answer 301 "http://$address:$(setting HTTP_PORT)/"
}

expect_answer() {
  local status
  status=$(curl -sk -o /dev/null -w '%{http_code}' --max-time 10 --retry 3 --retry-connrefused "$2") || true
  [ "$status" = "$1" ] && return
  step_failed
  warn "$2 answers $status instead of $1"
  return 1
}

# Why a service is not healthy, in its own words: the error in its log when it ended, what its health check said when it runs.
explain_unhealthy() {
  local id state name said
  for id in $(for name in worker scheduler api nginx; do containers_of "$name" --all; done); do
    is_healthy "$id" && continue
    read -r state name < <(docker inspect --format '{{.State.Status}} {{slice .Name 1}}' "$id")
    case $state in
      running) said=$(docker inspect --format '{{if .State.Health}}{{range .State.Health.Log}}{{.Output}}{{end}}{{end}}' "$id" | grep . | tail -n 1) ;;
      *) said='' ;;
    esac
    [ -n "$said" ] || said=$(docker logs --tail 30 "$id" 2>&1 | grep -iE 'error|emerg|refused' | tail -n 1)
    printf '%s: %s\n' "$name" "$(cut -c 1-300 <<<"${said:-$(docker logs --tail 1 "$id" 2>&1)}")"
  done
}
