#!/bin/sh
# Runs monitoring.sql inside the container of the database; the password comes by MONITOR_PASSWORD and is in no list of processes.
set -eu
psql -X -q -v ON_ERROR_STOP=1 -U forex_user -d forex_alert_db <<SQL
\\set password '${MONITOR_PASSWORD:?}'
\\i /etc/fxalert/monitoring.sql
SQL
