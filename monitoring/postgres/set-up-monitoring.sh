#!/bin/sh
# Runs monitoring.sql inside the container of the database; reads the password of forex_monitor from standard input, so that it is in no
# list of processes.
set -eu
password=$(cat)
psql -X -q -v ON_ERROR_STOP=1 -U forex_user -d forex_alert_db <<SQL
\\set password '${password:?}'
\\i /etc/fxalert/monitoring.sql
SQL
