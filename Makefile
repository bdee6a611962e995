# `make` alone tells what there is to make.

UNAME := $(shell uname -s)
# Tests are built with other flags than the release, so they get a folder of their own: sharing one would
# rebuild everything at each change from one to the other.
TEST_BUILD := .build-tests
SOURCES := Package.swift Sources Tests Benchmarks/Tool corpora
FORMAT := --configuration .swift-format --recursive
HEAD_NOUN := corpora/head-noun
BENCHMARK_OPTIONS :=
DEMO_KERNELS := static,static-wide,attention,attention-random,attention-shuffled
DEMO_OPTIONS := --runs 8 --dimension 100 --batch 10 --learning-rate 0.005 --epochs 40 --patience 0
LIBRARIES := libsqlite3-dev libdnnl-dev libarchive-dev zlib1g-dev
SECONDS := 60
SEED := 1
STATIC := $(if $(filter Linux,$(UNAME)),--static-swift-stdlib)

.PHONY: help setup setup-Linux setup-Darwin build test demo benchmark benchmark-tool fuzz lint format clean

help:
	@echo "make setup    install what the system lacks (Debian, Ubuntu), or say what is missing"
	@echo "make build    build .build/release/textcnn"
	@echo "make test     run all tests, optimized, in $(TEST_BUILD)"
	@echo "make demo     compare kernels on $(HEAD_NOUN), and write demo.html; DEMO_OPTIONS=\"--runs 10\" and DEMO_KERNELS change it"
	@echo "make benchmark  measure against other programs, for hours; BENCHMARK_OPTIONS=--quick for minutes"
	@echo "make fuzz     read mutated files for SECONDS=60, by SEED=1"
	@echo "make lint     check the format of the sources, and that the head-noun corpus is its program's"
	@echo "make format   format the sources"
	@echo "make clean    remove what was built"

setup:
	@command -v swift >/dev/null 2>&1 \
	  || { echo "swift: not found; install Swift 6.2 or later from https://swift.org/install" >&2; exit 1; }
	@$(MAKE) --no-print-directory setup-$(UNAME)

setup-Darwin:
	@xcode-select -p >/dev/null 2>&1 \
	  || { echo "Xcode command line tools: not found; run xcode-select --install" >&2; exit 1; }

# A package list may be old or empty, so a failed installation is tried once more after an update.
setup-Linux:
	@if ! command -v apt-get >/dev/null 2>&1; then \
	  if test -e /usr/include/sqlite3.h && test -e /usr/include/archive.h && test -e /usr/include/zlib.h && { test -e /usr/include/dnnl.h || test -e /usr/include/oneapi/dnnl/dnnl.h; }; \
	  then exit 0; fi; \
	  echo "apt-get: not found; install the development files of SQLite, libarchive, zlib and oneDNN with your package manager" >&2; \
	  exit 1; \
	fi; \
	missing=""; \
	for package in $(LIBRARIES); do \
	  dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q "ok installed" || missing="$$missing $$package"; \
	done; \
	test -n "$$missing" || exit 0; \
	as_root="env"; \
	if test "$$(id -u)" -ne 0; then \
	  command -v sudo >/dev/null 2>&1 \
	    || { echo "missing:$$missing; run as root: apt-get install$$missing" >&2; exit 1; }; \
	  as_root="sudo env"; \
	fi; \
	echo "installing$$missing" >&2; \
	install="$$as_root DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends$$missing"; \
	$$install </dev/null >/dev/null 2>&1 \
	  || { $$as_root apt-get update -qq </dev/null && $$install </dev/null; }

# Swift's libraries go into the program where they can: it then starts in half the time, and runs where there is no Swift.
build: setup
	swift build -c release --product textcnn $(STATIC)

test: setup
	swift test -c release -Xswiftc -enable-testing --scratch-path $(TEST_BUILD)

demo: build
	.build/release/textcnn compare $(HEAD_NOUN)/train.tsv --dev $(HEAD_NOUN)/dev.tsv \
	  --test $(HEAD_NOUN)/test.tsv --kernels $(DEMO_KERNELS) --results .build/demo.sqlite --report demo.html $(DEMO_OPTIONS)

benchmark-tool: setup
	swift build -c release --product textcnn-benchmark $(STATIC)

# Reads and tokenizes mutated files for so many seconds; the seed decides which.
fuzz: setup
	swift build -c release --product textcnn-fuzz $(STATIC)
	.build/release/textcnn-fuzz $(SECONDS) $(SEED)

benchmark: setup
	python3 Benchmarks/run.py $(BENCHMARK_OPTIONS)

lint:
	swift format lint --strict $(FORMAT) $(SOURCES)
	swift $(HEAD_NOUN)/generate.swift --check $(HEAD_NOUN)

format:
	swift format --in-place $(FORMAT) $(SOURCES)

clean:
	rm -rf .build $(TEST_BUILD)
