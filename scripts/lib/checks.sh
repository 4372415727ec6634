# shellcheck shell=bash
# What must hold before a deployment touches anything. Each check is one sentence when it fails. Sourced after environment.sh.

: "${environment?}" "${compose_file?}" "${env_file?}" # from environment.sh

MIN_MEMORY_MB=${MIN_MEMORY_MB:-3800} # a machine of 4 GB shows a little less
MIN_DISK_MB=${MIN_DISK_MB:-20480}
SECRETS='POSTGRES_PASSWORD REDIS_PASSWORD MONITOR_PASSWORD GRAFANA_PASSWORD'

check_tools() {
  local tool
  for tool in docker openssl curl flock; do
    command -v "$tool" >/dev/null || fail "$tool is not installed"
  done
  docker version --format '{{.Server.Version}}' >/dev/null 2>&1 ||
    fail "the container engine does not answer: start it (systemctl start docker), or add your user to the group docker"
  local version
  version=$(docker compose version --short 2>/dev/null || docker-compose version --short 2>/dev/null) ||
    fail "Docker Compose 2.20 or later is not installed"
  printf '%s\n2.20\n' "${version#v}" | sort -V | head -n 1 | grep -qx '2.20' ||
    fail "Docker Compose $version is too old: 2.20 or later is needed"
}

check_memory() {
  local megabytes
  megabytes=$(awk '$1 == "MemTotal:" { print int($2 / 1024) }' /proc/meminfo)
  [ "$megabytes" -ge "$MIN_MEMORY_MB" ] || fail "this machine has $megabytes MB of memory: $MIN_MEMORY_MB MB are needed"
}

# On a first deployment the whole of it; an update needs room for one more image and a backup.
check_disk() {
  local needed=$1 megabytes
  megabytes=$(df -Pm . | awk 'NR == 2 { print $4 }')
  [ "$megabytes" -ge "$needed" ] || fail "$PWD has $megabytes MB of disk left: $needed MB are needed"
}

check_settings() {
  require_settings_file
  local name value
  while IFS='=' read -r name _; do
    grep -q "^$name=" "$env_file" || fail "$env_file has no $name: $env_file.example explains it"
  done < <(grep -E '^[A-Z_]+=' "$env_file.example")
  while IFS='=' read -r name value; do
    case $value in *change-me*) fail "$env_file still has the example's value for $name" ;; esac
  done < <(grep -E '^[A-Z_]+=' "$env_file")
  [ "$(setting NODE_ENV)" = "$environment" ] ||
    fail "$env_file says NODE_ENV=$(setting NODE_ENV): for $environment it must be $environment"
  for name in $SECRETS; do check_secret "$name" "$(setting "$name")"; done
  value=$(setting BACKUP_PASSPHRASE)
  [ -z "$value" ] || check_secret BACKUP_PASSPHRASE "$value"
}

check_secret() {
  local name=$1 value=$2
  case $value in
    '') fail "$name in $env_file is empty" ;;
    *[!A-Za-z0-9._~-]*) fail "$name in $env_file has a character that is not a letter, a digit or one of . _ ~ -" ;;
  esac
  [ ${#value} -ge 16 ] || fail "$name in $env_file has ${#value} characters: 16 or more are needed (openssl rand -hex 24)"
  local different
  different=$(fold -w1 <<<"$value" | sort -u | wc -l)
  [ "$different" -ge 6 ] || fail "$name in $env_file repeats the same few characters: openssl rand -hex 24 makes a good one"
  local other
  for other in $SECRETS; do
    [ "$other" = "$name" ] || [ "$(setting "$other")" != "$value" ] || fail "$name and $other in $env_file are the same"
  done
}

# Ports that another program has; those that our own containers publish already are in use by right.
check_ports() {
  local bind name port names='HTTP_PORT HTTPS_PORT PROMETHEUS_PORT GRAFANA_PORT ALERTMANAGER_PORT' used=' '
  bind=$(setting BIND_ADDR)
  [ "$environment" != development ] || names+=' POSTGRES_PORT REDIS_PORT'
  for name in $names; do
    port=$(setting "$name")
    case $name in
      POSTGRES_PORT) bind=127.0.0.1 port=${port:-15432} ;;
      REDIS_PORT) port=${port:-16379} ;;
    esac
    case $port in '' | *[!0-9]*) fail "$name=\"$port\" in $env_file is no port number" ;; esac
    case $used in *" $port "*) fail "port $port ($name in $env_file) is given to two services" ;; esac
    used+="$port "
    publishes "$port" && continue
    port_is_taken "$port" && fail "port $port ($name in $env_file, on ${bind:-0.0.0.0}) is taken: ss -ltnp 'sport = :$port' shows by whom"
  done
  return 0
}

# The network of the containers must be reached by nothing else: the machine would send what is for one to the other, and nginx be silent.
check_subnet() {
  local subnet ours interface destination mask first last start
  subnet=$(setting APP_SUBNET)
  [[ $subnet =~ ^([0-9]{1,3})\.([0-9]{1,3})\.([0-9]{1,3})\.([0-9]{1,3})/([0-9]{1,2})$ ]] ||
    fail "APP_SUBNET=\"$subnet\" in $env_file is no IPv4 network such as 10.91.1.0/24"
  local part bits=${BASH_REMATCH[5]}
  first=0
  for part in "${BASH_REMATCH[@]:1:4}"; do
    [ "$part" -le 255 ] || fail "APP_SUBNET=\"$subnet\" in $env_file is no IPv4 network: $part is above 255"
    first=$((first * 256 + 10#$part))
  done
  { [ "$bits" -ge 8 ] && [ "$bits" -le 28 ]; } || fail "APP_SUBNET=\"$subnet\" in $env_file: /8 to /28 hold the containers"
  last=$((first | (1 << (32 - bits)) - 1))
  [ $((first & (1 << (32 - bits)) - 1)) -eq 0 ] || fail "APP_SUBNET=\"$subnet\" in $env_file is no network: its address has bits beyond /$bits"
  ours=br-$(docker network inspect --format '{{slice .Id 0 12}}' "$(project_name)_app" 2>/dev/null || echo none)
  while read -r interface destination _ _ _ _ _ mask _; do
    case $interface in Iface | "$ours") continue ;; esac
    # Hexadecimal, the last byte first; a mask of 0 is the way to everywhere else.
    mask=$(turned "$mask") start=$(turned "$destination")
    if [ "$mask" -ne 0 ] && [ "$start" -le "$last" ] && [ $((start | ~mask & 0xffffffff)) -ge "$first" ]; then
      fail "APP_SUBNET=$subnet in $env_file is routed to $interface already (ip route): choose a private network that nothing here uses"
    fi
  done </proc/net/route
}

turned() {
  echo $((16#${1:6:2}${1:4:2}${1:2:2}${1:0:2}))
}

publishes() {
  [ -n "$(docker ps --quiet --filter "publish=$1" --filter "label=com.docker.compose.project=$(project_name)")" ]
}

# Reads the kernel's list of listening sockets: no tool needed, no connection made.
port_is_taken() {
  local hex
  hex=$(printf '%04X' "$1")
  awk -v port=":$hex" '$4 == "0A" && substr($2, length($2) - 4) == port { found = 1 } END { exit !found }' \
    /proc/net/tcp /proc/net/tcp6 2>/dev/null
}
