#!/usr/bin/env bash
# Runs the bench and puts its tables into the page that has the two lines with "bench:search", between them.
set -euo pipefail
cd "$(dirname "$0")/.."
page="$(git grep -l --untracked '<!-- bench:search -->' -- '*.md')"
tables="$(cargo bench --bench search 2>&1 | tee /dev/stderr | grep -E '^(\||$)' | cat -s)"
TABLES="$tables" awk '
    /<!-- bench:search -->/ { print; print ENVIRON["TABLES"]; print ""; skip = 1 }
    /<!-- \/bench:search -->/ { skip = 0 }
    !skip { print }
' "$page" > "$page.new"
mv "$page.new" "$page"
