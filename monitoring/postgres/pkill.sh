#!/bin/sh
# pkill -f PATTERN for the image of the database, which has none: ends every process whose command line holds the pattern.
set -eu
if [ "${1:-}" != -f ] || [ $# -ne 2 ]; then
  echo 'usage: pkill -f PATTERN' >&2
  exit 2
fi
found=1
for folder in /proc/[0-9]*; do
  pid=${folder#/proc/}
  [ "$pid" != $$ ] || continue
  command=$(tr '\0' ' ' <"$folder/cmdline" 2>/dev/null) || continue
  case $command in
    *"$2"*) kill "$pid" 2>/dev/null && found=0 ;;
  esac
done
exit $found
