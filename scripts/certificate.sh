#!/usr/bin/env bash
# The certificate of nginx, in nginx/ssl/cert.pem and key.pem.
#   scripts/certificate.sh self-signed NAME              for the first start; browsers warn of it
#   scripts/certificate.sh install CERT.pem KEY.pem      one you have: chain first to last, and its key
#   scripts/certificate.sh letsencrypt NAME E-MAIL       a free one; NAME must point here and port 80 be reachable (needs certbot)
# A certificate that does not fit its key, or has expired, is refused and the one in use stays.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck disable=SC2034 # read by say.sh
task=certificate
source scripts/lib/say.sh
source scripts/lib/environment.sh

folder=nginx/ssl
NGINX_USER=101:101

usage() { fail 'usage: certificate.sh self-signed NAME | install CERT.pem KEY.pem | letsencrypt NAME E-MAIL'; }

self_signed() {
  local name=${1:?} work
  case $name in *[!A-Za-z0-9.:-]*) fail "\"$name\" is no host name" ;; esac
  work=$(mktemp -d)
  local subject="DNS:$name,DNS:localhost,IP:127.0.0.1"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 825 -subj "/CN=$name" \
    -addext "subjectAltName=$subject" -keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null
  put_in_place "$work/cert.pem" "$work/key.pem"
  rm -rf "$work"
  say "nginx/ssl has a self-signed certificate for $name: browsers will warn until scripts/certificate.sh install or letsencrypt brings a real one"
}

install_given() {
  local certificate=$1 key=$2
  [ -r "$certificate" ] || fail "$certificate cannot be read"
  [ -r "$key" ] || fail "$key cannot be read"
  openssl x509 -in "$certificate" -noout 2>/dev/null || fail "$certificate holds no certificate in PEM form"
  openssl pkey -in "$key" -noout 2>/dev/null || fail "$key holds no unencrypted private key in PEM form"
  openssl x509 -in "$certificate" -noout -checkend 0 >/dev/null || fail "$certificate has expired ($(openssl x509 -in "$certificate" -noout -enddate | cut -d= -f2))"
  [ "$(openssl x509 -in "$certificate" -noout -pubkey)" = "$(openssl pkey -in "$key" -pubout)" ] ||
    fail "$certificate and $key do not belong together"
  put_in_place "$certificate" "$key"
  say "nginx/ssl has the certificate of $(openssl x509 -in "$certificate" -noout -subject | sed 's/.*CN *= *//')"
  reload_nginx
}

letsencrypt() {
  local name=$1 email=$2
  command -v certbot >/dev/null || fail 'certbot is not installed: apt-get install certbot'
  mkdir -p nginx/acme
  certbot certonly --webroot -w nginx/acme -d "$name" -m "$email" --agree-tos --non-interactive ||
    fail "no certificate was issued for $name; the one in use stays"
  install_given "/etc/letsencrypt/live/$name/fullchain.pem" "/etc/letsencrypt/live/$name/privkey.pem"
  say "renew it by cron: certbot renew --deploy-hook '$PWD/scripts/certificate.sh install /etc/letsencrypt/live/$name/fullchain.pem /etc/letsencrypt/live/$name/privkey.pem'"
}

# The key is for nginx' user alone; both change by a rename, so nginx never reads half a file.
put_in_place() {
  mkdir -p "$folder"
  install -m 644 "$1" "$folder/cert.pem.new"
  install -m 600 "$2" "$folder/key.pem.new"
  if command -v docker >/dev/null && docker version >/dev/null 2>&1; then give_to "$NGINX_USER" "$folder/key.pem.new"; fi
  mv "$folder/key.pem.new" "$folder/key.pem"
  mv "$folder/cert.pem.new" "$folder/cert.pem"
}

# Every nginx of ours on this machine reads the same folder.
reload_nginx() {
  local id
  for id in $(docker ps --quiet --filter label=com.docker.compose.service=nginx --filter "label=com.docker.compose.project.working_dir=$PWD" 2>/dev/null); do
    docker exec "$id" sh /etc/nginx/reload-if-changed.sh
  done
}

case ${1:-} in
  self-signed) [ $# -eq 2 ] || usage; self_signed "$2" ;;
  install) [ $# -eq 3 ] || usage; install_given "$2" "$3" ;;
  letsencrypt) [ $# -eq 3 ] || usage; letsencrypt "$2" "$3" ;;
  *) usage ;;
esac
