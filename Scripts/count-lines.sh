#!/usr/bin/env bash
# Files and lines of Swift, by module: the size of what has just been tested.
set -euo pipefail
cd "$(dirname "$0")/.."

count() {
    find "$1" -name '*.swift' -type f -exec cat {} + | wc -l
}

for top in Sources Tests; do
    printf '%s: %d files, %d lines of Swift\n' "$top" "$(find $top -name '*.swift' -type f | wc -l)" "$(count $top)"
    for module in "$top"/*/; do
        # A link builds another module's source once more.
        if [ -L "${module%/}" ]; then continue; fi
        lines=$(count "$module")
        if [ "$lines" -gt 0 ]; then printf '  %-20s %6d\n' "$(basename "$module")" "$lines"; fi
    done
done
