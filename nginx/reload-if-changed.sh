#!/bin/sh
# Lets nginx read its files again when they are others than those it has read: a reload closes the connections that clients keep open.
# Usage: reload-if-changed.sh [--note]      --note: nginx is about to read them
set -eu
read_before=/run/nginx/files-read
now=$(find /etc/nginx -type f ! -path '/etc/nginx/acme/*' -exec sha256sum {} + | sort | sha256sum)
if [ "${1:-}" != --note ]; then
  [ "$now" != "$(cat "$read_before" 2>/dev/null)" ] || exit 0
  nginx -t -q
  nginx -s reload
fi
printf '%s\n' "$now" >"$read_before"
