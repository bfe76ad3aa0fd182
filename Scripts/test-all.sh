#!/usr/bin/env bash
# Runs all tests, slow ones too, and again under both sanitizers: test-all.sh TARGET...
#
# The arguments are the test targets that run under the sanitizers, and TEST in the environment the options of
# `swift test`. One part that fails does not keep the next from running: after hours, everything that is wrong should be known.
set -uo pipefail
cd "$(dirname "$0")/.."

start=$SECONDS
failed=()
part() {
    local name=$1 began=$SECONDS
    shift
    echo "== $name"
    if "$@"; then result=passed; else result=FAILED; failed+=("$name"); fi
    echo "== $name: $result after $(((SECONDS - began) / 60)) min $(((SECONDS - began) % 60)) s"
}

# One test after the other, so that those that measure have the machine to themselves.
# shellcheck disable=SC2086
part "tests" env BBWB_SLOW_TESTS=1 swift test $TEST --no-parallel
part "thread sanitizer" Scripts/sanitize.sh thread "$@"
part "address sanitizer" Scripts/sanitize.sh address "$@"
echo "== make test-all: $(((SECONDS - start) / 60)) min in all"
[ ${#failed[@]} -eq 0 ] || { printf '== failed: %s\n' "${failed[@]}"; exit 1; }
