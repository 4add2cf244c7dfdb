#!/usr/bin/env bash
# Runs the bench and puts its tables into README.md, between the two lines with "bench:search".
set -euo pipefail
cd "$(dirname "$0")/.."
tables="$(cargo bench --bench search 2>&1 | tee /dev/stderr | grep -E '^(\||$)' | cat -s)"
TABLES="$tables" awk '
    /<!-- bench:search -->/ { print; print ENVIRON["TABLES"]; print ""; skip = 1 }
    /<!-- \/bench:search -->/ { skip = 0 }
    !skip { print }
' README.md > README.md.new
mv README.md.new README.md
