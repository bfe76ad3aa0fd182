# `make run` opens the workbench, `make test` checks everything; `make help` lists the rest.

SHELL := /bin/bash
.DEFAULT_GOAL := build

# One configuration for running and testing, so that neither builds anew what the other has built. (Left to itself,
# `swift test` adds a second -enable-testing, which is a configuration of its own.)
BUILD := -c release -Xswiftc -enable-testing
TEST := $(BUILD) --disable-testable-imports --disable-xctest
SWIFT_CODE := Package.swift Sources Tests Examples/Package.swift Examples/Sources
BBWB := .build/release/bbwb

# How long each reader is fuzzed, and which (all if none is named).
SECONDS ?= 60
READERS ?=

# How long the workbench is used at random, and the seed of what is done (any if none is given).
MINUTES ?= 60
SEED ?=

# Test targets that run under the sanitizers.
TARGETS ?= BinaryBrainTests NetlistTests DatasetsTests ExportTests WorkbenchTests TerminalUITests EndToEndTests

# Arguments of the program, as in: make run ARGS="run mnist-lut-tiny --epochs 3"
ARGS ?=

# Where `make install` puts the program; DESTDIR goes before it, for packages.
PREFIX ?= /usr/local
DESTDIR ?=

.PHONY: install uninstall build run results test test-all examples sanitize soak golden pages fuzz format lint bench deps deps-all clean help

build: deps ## builds the program (.build/release/bbwb)
	swift build $(BUILD) --product bbwb

run: build ## builds and runs the program: make run ARGS="run mnist-lut-tiny"
	@exec $(BBWB) $(ARGS)

results: build ## trains the nets of Documentation/Results.md and rewrites it: make results ARGS="--quick"
	$(BBWB) results $(ARGS)

test: deps lint ## checks the format, runs all tests but the slow ones, and the examples
	swift test $(TEST)
	Scripts/examples.sh
	@Scripts/count-lines.sh

test-all: deps-all lint ## runs all tests, slow ones too, and again under the sanitizers
	TEST="$(TEST)" Scripts/test-all.sh $(TARGETS)
	@Scripts/count-lines.sh

examples: deps ## builds and runs the programs in Examples
	Scripts/examples.sh

sanitize: deps ## looks for data races and wrong memory accesses: make sanitize TARGETS=WorkbenchTests
	Scripts/sanitize.sh thread $(TARGETS)
	Scripts/sanitize.sh address $(TARGETS)

soak: deps ## uses the workbench at random, then replays every run: make soak MINUTES=60 SEED=7
	BBWB_SLOW_TESTS=1 BBWB_SOAK_MINUTES=$(MINUTES) BBWB_SOAK_SEED=$(SEED) swift test $(TEST) --filter SoakTests

golden: deps ## compares with the original and writes Documentation/Original/Golden.md
	BBWB_GOLDEN_REPORT=$(CURDIR)/Documentation/Original/Golden.md swift test $(TEST) --filter BinaryBrainTests || true
	swift test $(TEST) --skip-build --filter GoldenPageTests

install: build ## installs program, data, man page and completions: make install PREFIX=/usr/local
	Scripts/install.sh $(BBWB) "$(PREFIX)" "$(DESTDIR)"

uninstall: ## removes what `make install` has installed, from the same PREFIX
	Scripts/install.sh --remove $(BBWB) "$(PREFIX)" "$(DESTDIR)"

pages: deps ## rewrites the pages that come from the program: keys, commands, layers, screens
	BBWB_RECORD=1 swift test $(TEST) --filter 'KeyDocumentation|LayerDocumentation|OptionPageTests|ScreenPageTests'

fuzz: deps ## feeds damaged files to all readers: make fuzz SECONDS=600 READERS="bb_net yaml"
	BBWB_FUZZ=1 swift build $(BUILD) --scratch-path .build-fuzz --product bbwb-fuzz --sanitize=address \
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
	rm -rf .build .build-thread .build-address .build-fuzz

help: ## lists these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
