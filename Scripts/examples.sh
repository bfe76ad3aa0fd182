#!/usr/bin/env bash
# Builds the package in Examples, as another package would use this one, and runs every program of it.
#
# It shares this package's build folder: with the same options nothing of what it uses is compiled a second time.
set -euo pipefail
cd "$(dirname "$0")/../Examples"
scratch=$(cd .. && pwd)/.build
options=(-c release -Xswiftc -enable-testing --scratch-path "$scratch")

swift build "${options[@]}"
for source in Sources/*/main.swift; do
    name=$(basename "$(dirname "$source")")
    echo "== $name"
    "$scratch/release/$name"
done
