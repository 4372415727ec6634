#!/bin/sh
# Starts nginx: writes what is only known in the container (its name server, the name of the API), then becomes nginx.
set -eu
server=$(awk '$1 == "nameserver" { print $2; exit }' /etc/resolv.conf)
printf 'resolver %s valid=2s ipv6=off;\n' "${server:?no nameserver in /etc/resolv.conf}" > /run/nginx/resolver.conf
sh /etc/nginx/point-at.sh "${API_NAME:-api}"
sh /etc/nginx/reload-if-changed.sh --note
exec nginx -c /etc/nginx/nginx.conf -g 'daemon off;'
