#!/usr/bin/env bash
# Runs tests under a sanitizer: sanitize.sh thread|address TARGET...
#
# Release builds, in folders of their own (.build-thread, .build-address): what is tested is what users run, and the kernels would
# take hours unoptimised (BBWB_QUICK=1 leaves everything but the kernels so, and builds in a quarter of the time). Slow tests are
# left out; what they add runs without a sanitizer. Each target's time is printed; one that fails does not keep the next from running.
set -euo pipefail
cd "$(dirname "$0")/.."

sanitizer=$1
shift
options=(-c release -Xswiftc -enable-testing --disable-xctest --sanitize="$sanitizer" --scratch-path ".build-$sanitizer")

# Tests that measure memory or time skip themselves when they see this: a sanitizer's own memory is not the program's.
export BBWB_SANITIZER=$sanitizer
# Swift's runtime and Foundation keep some objects for ever; leaks are looked for by the soak, as memory that grows.
export ASAN_OPTIONS=detect_leaks=0:abort_on_error=1
# Nothing is suppressed: OpenBLAS, which is built without it, runs on one thread here. A report ends the program with status
# 66, so that one in a program that a test starts fails that test.
export TSAN_OPTIONS=exitcode=66

echo "== $sanitizer sanitizer: build"
time swift build "${options[@]}" --build-tests
failed=()
for target in "$@"; do
    echo "== $sanitizer sanitizer: $target"
    time swift test "${options[@]}" --disable-testable-imports --skip-build --filter "^$target\\." || failed+=("$target")
done
[ ${#failed[@]} -eq 0 ] || { echo "$sanitizer sanitizer: failed: ${failed[*]}"; exit 1; }
