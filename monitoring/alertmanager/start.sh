#!/bin/sh
# Starts Alertmanager with the receivers that the .env file names: Alertmanager itself reads no environment. Without any it still groups and
# shows the alerts, and tells nobody.
set -eu
config=/tmp/alertmanager.yml
{
  cat /etc/alertmanager/alertmanager.yml
  echo 'receivers:'
  echo '  - name: operator'
  if [ -n "${OPERATOR_EMAIL:-}" ]; then
    echo '    email_configs:'
    echo "      - to: '$OPERATOR_EMAIL'"
    echo "        from: '${OPERATOR_SMTP_USER:-$OPERATOR_EMAIL}'"
    echo "        smarthost: '${OPERATOR_SMTP_HOST:?OPERATOR_EMAIL needs OPERATOR_SMTP_HOST}'"
    if [ -n "${OPERATOR_SMTP_USER:-}" ]; then
      echo "        auth_username: '$OPERATOR_SMTP_USER'"
      echo "        auth_password: '${OPERATOR_SMTP_PASSWORD:-}'"
    fi
    echo '        send_resolved: true'
  fi
  if [ -n "${OPERATOR_WEBHOOK_URL:-}" ]; then
    echo '    webhook_configs:'
    echo "      - url: '$OPERATOR_WEBHOOK_URL'"
    echo '        send_resolved: true'
  fi
} >"$config"
if [ "${1:-}" = --print ]; then exec cat "$config"; fi
for program in alertmanager prometheus-alertmanager; do
  if command -v "$program" >/dev/null; then
    exec "$program" --config.file="$config" --storage.path=/alertmanager --cluster.listen-address=
  fi
done
echo 'no program alertmanager in this image' >&2
exit 1
