# All that a person, CI or the Dockerfile does here. `make help` lists it.
# Needs Python 3.11 or newer, git and make; everything else comes from requirements/, checked by hash.

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

# The first Python that is new enough and can make a virtual environment; looked for only when it is needed.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python; do \
	if $$python -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; \
	then echo $$python; break; fi; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
PYTEST := $(BIN)/python -m pytest
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command 'make lock' pyproject.toml

.DEFAULT_GOAL := help
.PHONY: help install demo test check format lint types contracts run bench eval proof screenshots docs lock \
	image-steps clean

help: ## what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

install: $(INSTALLED) ## .venv with everything in requirements/dev.txt and watcher itself

$(INSTALLED): requirements/dev.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo 'No Python 3.11 or newer that can make a virtual environment was found.' \
		'Debian and Ubuntu: apt-get install python3-venv. Or: make PYTHON=/path/to/python3' >&2; exit 2; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	$(PIP) install --quiet --require-hashes --requirement requirements/dev.txt
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	# Where PYTHONDONTWRITEBYTECODE is set, every start would else compile 270 modules anew.
	$(BIN)/python -m compileall -q watcher
	@touch $@

demo: $(INSTALLED) ## weeks of invented page history on this machine's loopback; leaves a digest in ./demo
	$(BIN)/watcher demo

# A test that passes only at its second try stands in the summary as RERUN: a race to be found, no reason to stop.
test: $(INSTALLED) ## every test
	$(PYTEST) -q -n 2 --reruns 1 -r sR

check: lint types contracts test ## what a change must pass: format, lint, types, import contracts, tests

lint: $(INSTALLED)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(INSTALLED)
	$(BIN)/mypy
	$(BIN)/mypy tools

contracts: $(INSTALLED)
	$(BIN)/lint-imports

format: $(INSTALLED) ## the code in the house style
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

run: $(INSTALLED) ## watcher for the configuration in this folder, until Ctrl-C
	$(BIN)/watcher run

bench: $(INSTALLED) ## what a round over 1,000 local pages costs, beside bare clients; PEERS=1: other watchers too
	$(BIN)/python -m tools.bench

eval: $(INSTALLED) ## precision and recall over the labelled pairs; raises the floors, LOWER="why" lowers one
	$(BIN)/python -m tests.eval.report --lower "$(LOWER)"

proof: $(INSTALLED) ## the slow proofs, some hours: more random examples, more kills; each test is bounded
	WATCHER_PROOF=1 $(PYTEST) -q -n 2 --timeout 600

screenshots: $(INSTALLED) ## docs/pictures: the demo's digest and its audit pages in both themes (needs Chromium)
	$(BIN)/watcher demo >/dev/null
	$(BIN)/python -m tools.screenshots

docs: $(INSTALLED) ## the pages of docs/ that are written from the code
	$(BIN)/python -m tools.kinds_page

lock: $(INSTALLED) ## requirements/ from pyproject.toml; `make lock UPGRADE=--upgrade` takes newer releases
	$(COMPILE) $(UPGRADE) --all-extras --output-file requirements/run.txt
	$(COMPILE) $(UPGRADE) --all-extras --group build --group dev --output-file requirements/dev.txt \
		--constraint requirements/run.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command 'make lock' --group build --output-file requirements/build.txt \
		--constraint requirements/dev.txt $(UPGRADE)

image-steps: ## the Dockerfile's own steps, without a container engine: build/image is its /opt/watcher
	PYTHON=$(or $(PYTHON),python3) tools/build_image.sh build/image

clean: ## forget everything that can be made again; snapshots and databases stay
	rm -rf $(VENV) build dist demo .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .benchmarks
	find watcher tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
