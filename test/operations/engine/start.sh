#!/usr/bin/env bash
# Starts a private container engine for the operations tests: own data, own socket, no rule in the firewall, published ports on loopback
# only. Usage: start.sh FOLDER. Prints what a client needs (KEY=value lines); the engine's pid is in FOLDER/dockerd.pid.
set -euo pipefail
folder=${1:?usage: start.sh FOLDER}
mkdir -p "$folder/client/cli-plugins"

if pgrep -f 'dockerd .*--bip 10\.212\.0\.1/24' >/dev/null; then
  echo "another run of these tests is going on here: two engines would share their networks" >&2
  exit 1
fi
# An engine that was killed leaves its bridges, whose routes would win over those of this one. Nothing but these tests uses 10.212.0.0/14.
ip -o -4 address show to 10.212.0.0/14 | while read -r _ bridge _; do
  [ -n "$(ip -o link show master "$bridge")" ] || ip link delete "$bridge"
done

setsid dockerd --data-root "$folder/data" --exec-root "$folder/exec" --pidfile "$folder/dockerd.pid" -H "unix://$folder/docker.sock" \
  --storage-driver=overlay2 --iptables=false --ip6tables=false --ip-forward=false --ip-masq=false --ip=127.0.0.1 \
  --bip 10.212.0.1/24 --default-address-pool base=10.213.0.0/16,size=24 >"$folder/dockerd.log" 2>&1 </dev/null &
engine=$!

export DOCKER_HOST="unix://$folder/docker.sock" DOCKER_CONFIG="$folder/client"
for _ in $(seq 100); do
  docker version >/dev/null 2>&1 && break
  kill -0 "$engine" 2>/dev/null || break
  sleep 0.2
done
if ! docker version >/dev/null 2>&1; then
  echo "no container engine starts here:" >&2
  tail -n 5 "$folder/dockerd.log" >&2
  exit 1
fi

# Compose 2: the installed plugin, or the one of the next Debian release.
if ! docker compose version >/dev/null 2>&1; then
  apt=(-o "Dir::Etc::sourcelist=$folder/trixie.sources" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$folder/lists"
    -o "Dir::Cache=$folder/cache" -o Acquire::Languages=none -o APT::Sandbox::User=root)
  mkdir -p "$folder/lists/partial" "$folder/cache/archives/partial"
  awk 'BEGIN { RS = ""; ORS = "\n\n" } NR == 1' /etc/apt/sources.list.d/debian.sources |
    sed -E '/^#/d; s/^Suites:.*/Suites: trixie/' >"$folder/trixie.sources"
  apt-get "${apt[@]}" -qq update
  (cd "$folder" && apt-get "${apt[@]}" -qq download docker-compose/trixie)
  dpkg-deb -x "$folder"/docker-compose_*.deb "$folder/compose"
  cp "$folder/compose/usr/libexec/docker/cli-plugins/docker-compose" "$folder/client/cli-plugins/"
fi
docker compose version >&2
echo "DOCKER_HOST=$DOCKER_HOST"
echo "DOCKER_CONFIG=$DOCKER_CONFIG"
