# `make run` opens the workbench, `make test` checks everything; `make help` lists the rest.

SHELL := /bin/bash
.DEFAULT_GOAL := build

# One configuration for running and testing, so that neither builds anew what the other has built. (Left to itself,
# `swift test` adds a second -enable-testing, which is a configuration of its own.)
BUILD := -c release -Xswiftc -enable-testing
TEST := $(BUILD) --disable-testable-imports --disable-xctest
SWIFT_CODE := Package.swift Sources Tests
BBWB := .build/release/bbwb

# How long each reader is fuzzed, and which (all if none is named).
SECONDS ?= 60
READERS ?=

# Arguments of the program, as in: make run ARGS="run mnist-lut-tiny --epochs 3"
ARGS ?=

.PHONY: build run test test-all golden fuzz format lint bench deps deps-all clean help

build: deps ## builds the program (.build/release/bbwb)
	swift build $(BUILD) --product bbwb

run: build ## builds and runs the program: make run ARGS="run mnist-lut-tiny"
	@exec $(BBWB) $(ARGS)

test: deps lint ## checks the format and runs all tests but the slow ones
	swift test $(TEST)
	@Scripts/count-lines.sh

# One test after the other, so that those that measure have the machine to themselves.
test-all: deps-all lint ## runs all tests, slow ones too, and looks for data races (ThreadSanitizer)
	BBWB_SLOW_TESTS=1 swift test $(TEST) --no-parallel
	swift test --disable-xctest --sanitize=thread --scratch-path .build-tsan --filter WorkbenchTests
	@Scripts/count-lines.sh

golden: deps ## compares with the original and writes Documentation/Golden.md
	BBWB_GOLDEN_REPORT=$(CURDIR)/Documentation/Golden.md swift test $(TEST) --filter BinaryBrainTests || true
	swift test $(TEST) --skip-build --filter GoldenPageTests

fuzz: deps ## feeds damaged files to all readers: make fuzz SECONDS=600 READERS="bb_net yaml"
	BBWB_FUZZ=1 swift build $(BUILD) --scratch-path .build-fuzz --product bbwb-fuzz \
		-Xswiftc -sanitize=fuzzer -Xswiftc -use-ld=lld
	Scripts/fuzz.sh $(SECONDS) $(READERS)

format: ## rewrites all Swift code in the project's format
	swift format --in-place --parallel --recursive $(SWIFT_CODE)

lint: ## checks format and naming without changing anything
	swift format lint --strict --parallel --recursive $(SWIFT_CODE)

bench: build ## runs the benchmarks: make bench ARGS="--json"
	$(BBWB) bench $(ARGS)

deps: ## installs the Debian packages that are missing
	@Scripts/install-dependencies.sh

deps-all:
	@Scripts/install-dependencies.sh test-all

clean: ## removes everything that was built
	rm -rf .build .build-tsan .build-fuzz

help: ## lists these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
