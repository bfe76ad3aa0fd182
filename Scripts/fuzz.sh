#!/bin/bash
# Feeds damaged files to each reader: fuzz.sh SECONDS [READER]…
# It starts from Tests/Fuzzing/Corpus, the original's files and the experiments; what reaches new code is kept in
# .build-fuzz/corpus, what ends a reader in .build-fuzz/found.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=$1
shift
readers=("$@")
[ ${#readers[@]} -gt 0 ] || readers=(bb_net checkpoint npy npz idx yaml)

mkdir -p .build-fuzz/found
for reader in "${readers[@]}"; do
    echo "== $reader"
    work=.build-fuzz/corpus/$reader
    mkdir -p "$work"
    case $reader in
        bb_net) seeds=(Tests/BinaryBrainTests/Golden/*.bb_net) ;;
        yaml) seeds=(experiments/*.yaml) ;;
        *) seeds=(Tests/Fuzzing/Corpus/"$reader"/*) ;;
    esac
    cp -n "${seeds[@]}" "$work"
    BBWB_FUZZ_READER=$reader BBWB_THREADS=1 .build-fuzz/release/bbwb-fuzz \
        -max_total_time="$seconds" -max_len=65536 -timeout=10 -rss_limit_mb=1024 -malloc_limit_mb=256 \
        -print_final_stats=1 -verbosity=0 -artifact_prefix=.build-fuzz/found/ "$work"
done
