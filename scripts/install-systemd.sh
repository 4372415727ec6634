#!/usr/bin/env bash
# Installs the product on a Debian or similar machine without containers: /opt/fxalert (built), user fxalert, settings in
# /etc/fxalert/fxalert.env, units for api, worker, scheduler and the backup at 02:00. PostgreSQL 15+, Redis 7 and Node 24 must be there;
# nginx/ has the proxy's configuration. Run it again for an update. Usage, as root: scripts/install-systemd.sh [--root FOLDER]
#   --root FOLDER   puts everything below FOLDER and starts nothing: for packaging, and for a look before
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
  echo "install-systemd: $1" >&2
  exit 1
}

root=''
if [ "${1:-}" = --root ]; then
  root=${2:?--root needs a folder}
  mkdir -p "$root"
else
  [ $# -eq 0 ] || fail "\"$1\" is no option: --root FOLDER"
  [ "$(id -u)" -eq 0 ] || fail 'this needs root: sudo scripts/install-systemd.sh'
  command -v systemctl >/dev/null || fail 'this machine has no systemd: scripts/deploy.sh uses containers instead'
fi
command -v node >/dev/null || fail 'Node is not installed: 24 is recommended, 20.19 is the oldest that works'
node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
  fail "Node $(node --version) is too old: 24 is recommended, 20.19 is the oldest that works"

settings=$root/etc/fxalert/fxalert.env
if [ ! -f "$settings" ]; then
  install -D -m 640 systemd/fxalert.env.example "$settings"
  [ -n "$root" ] || {
    echo "$settings was made: replace its change-me, then run this again"
    exit 0
  }
fi
if [ -z "$root" ] && grep -q change-me "$settings"; then fail "$settings still has an example's value (change-me)"; fi

echo 'building …'
node scripts/build.mjs
node scripts/precompress.mjs dist/web

# Beside the version that runs, then in its place by one rename.
target=$root/opt/fxalert
rm -rf "$target.new"
mkdir -p "$target.new/scripts"
cp -r bin config dist docs package.json package-lock.json .npmrc LICENSE "$target.new/"
cp -r scripts/build.mjs scripts/health.mjs scripts/backup-native.sh scripts/maintenance.sh scripts/lib "$target.new/scripts/"
(cd "$target.new" && npm ci --omit=dev --workspaces=false --no-audit --no-fund --loglevel=error)
rm -rf "$target.old"
[ ! -d "$target" ] || mv "$target" "$target.old"
mv "$target.new" "$target"

for unit in systemd/*.service systemd/*.timer systemd/*.target; do install -D -m 644 "$unit" "$root/etc/systemd/system/${unit##*/}"; done
install -D -m 644 systemd/fxalert.logrotate "$root/etc/logrotate.d/fxalert"
if [ -n "$root" ]; then
  echo "installed below $root; nothing was started"
  exit 0
fi
id fxalert >/dev/null 2>&1 || useradd --system --home-dir /opt/fxalert --shell /usr/sbin/nologin fxalert
install -d -o fxalert -g fxalert /var/log/fxalert
install -d -o fxalert -g fxalert -m 700 /var/backups/fxalert
chgrp fxalert "$settings"
systemctl daemon-reload
runuser -u fxalert -- sh -c 'set -a; . /etc/fxalert/fxalert.env; cd /opt/fxalert && node bin/fxalert.mjs migrate && node bin/fxalert.mjs keys create --first'
systemctl enable --now fxalert.target fxalert-api.service fxalert-worker.service fxalert-scheduler.service fxalert-backup.timer
systemctl restart fxalert-worker.service fxalert-scheduler.service fxalert-api.service
systemctl --no-pager --lines=0 status 'fxalert-*'
