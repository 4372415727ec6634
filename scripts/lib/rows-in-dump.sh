# shellcheck shell=bash
# Rows of every table in a dump on standard input, `table|rows` a line, sorted. Fails when the dump was cut off: pg_dump writes its last
# line only when it has written everything before. Reads to the end.
rows_in_dump() {
  awk '
    inside && $0 == "\\." { print table "|" rows; inside = 0; next }
    inside { rows++; next }
    /^COPY public\./ { table = $2; sub(/^public\./, "", table); rows = 0; inside = 1; next }
    /^-- PostgreSQL database dump complete/ { whole = 1 }
    END { exit !whole }' | LC_ALL=C sort
}
