# shellcheck shell=bash
# PostgreSQL by a URL, without its password in the list of processes, where everyone could read it. Sourced.

# Runs a program of PostgreSQL with its options, then the address: with_database URL psql -X …
with_database() {
  local url=$1 password address
  shift
  password=$(sed -nE 's#^[a-z]+://[^:/@]*:([^@]*)@.*#\1#p' <<<"$url")
  address=$(sed -E 's#^([a-z]+://[^:/@]*):[^@]*@#\1@#' <<<"$url")
  PGPASSWORD=$password "$@" "$address"
}
