#!/bin/bash
# Feeds damaged files to each reader: fuzz.sh SECONDS [READER]…
# A reader that takes more than 10 s for a file has failed; TIMEOUT=60 allows more, for a machine with other work.
# It starts from a sample of each format, Tests/Fuzzing/Corpus, the original's files and the experiments; what reaches new code is
# kept in .build-fuzz/corpus, what ends a reader in .build-fuzz/found. At the end a line a reader: executions, memory, seconds.
set -euo pipefail
cd "$(dirname "$0")/.."

program=.build-fuzz/release/bbwb-fuzz
# The runtime keeps what it has loaded for good: that is no leak of ours. Sanitizers add to memory, so the limit is wide.
export ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=0
seconds=$1
shift
readers=("$@")
[ ${#readers[@]} -gt 0 ] || read -ra readers <<<"$("$program" readers)"

mkdir -p .build-fuzz/found
"$program" samples .build-fuzz/corpus
summary=()
status=0
for reader in "${readers[@]}"; do
    echo "== $reader"
    work=.build-fuzz/corpus/$reader
    mkdir -p "$work"
    case $reader in
        bb_net) seeds=(Tests/BinaryBrainTests/Golden/*.bb_net) ;;
        yaml) seeds=(experiments/*.yaml) ;;
        *) seeds=(Tests/Fuzzing/Corpus/"$reader"/*) ;;
    esac
    for seed in "${seeds[@]}"; do [ -f "$seed" ] && cp -n "$seed" "$work"; done
    log=.build-fuzz/$reader.log
    BBWB_FUZZ_READER=$reader BBWB_THREADS=1 "$program" \
        -max_total_time="$seconds" -max_len=65536 -timeout="${TIMEOUT:-10}" -rss_limit_mb=2048 -malloc_limit_mb=256 \
        -print_final_stats=1 -verbosity=0 -artifact_prefix=.build-fuzz/found/ "$work" 2>&1 | tee "$log" || status=1
    figure() { awk -v name="stat::$1:" '$1 == name { print $2 }' "$log"; }
    summary+=("$(printf '%-14s %9s executions, %5s a second, peak %5s MB' "$reader" \
        "$(figure number_of_executed_units)" "$(figure average_exec_per_sec)" "$(figure peak_rss_mb)")")
done
printf '%s\n' "${summary[@]}"
[ $status = 0 ] || echo "some ended: what they read is in .build-fuzz/found"
exit $status
