PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo test check e2e siege fuzz property bench format clean

help:  ## this list
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Yangguang needs Python 3.11 or later; $(PYTHON) is older. Type: make $(MAKECMDGOALS) PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || { rm -rf $(VENV); echo "This Python has no venv module. Type: sudo apt-get install -y python3-venv"; exit 1; }

$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -q --only-binary :all: -r requirements.lock
	$(BIN)/python -m pip install -q --no-deps -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.lock
	$(BIN)/python -m pip install -q --only-binary :all: -r requirements-dev.lock
	@touch $@

setup: $(VENV)/.runtime  ## a virtual environment with the locked dependencies

setup-dev: $(VENV)/.dev  ## the same with the tools for tests and checks

demo: setup  ## a fictional county at http://127.0.0.1:8000, with accounts to sign in
	$(BIN)/yangguang demo $(ARGS)

test: setup-dev  ## the whole suite on SQLite, without browsers
	$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

check: setup-dev  ## format, lint, types, import contracts, migrations
	$(BIN)/ruff format --check yangguang tests benchmarks conftest.py
	$(BIN)/ruff check yangguang tests benchmarks conftest.py
	$(BIN)/lint-imports --no-cache
	YANGGUANG_MODE=test $(BIN)/python -m yangguang manage makemigrations --check --dry-run
	$(BIN)/mypy

e2e: setup-dev  ## journeys in a real Chromium (apt-get install chromium fonts-noto-cjk)
	$(BIN)/python -m pytest -m e2e -n auto --dist loadfile tests/e2e $(ARGS)

fuzz: setup-dev  ## thousands of made-up requests to the API and the public pages
	$(BIN)/python -m pytest -m fuzz tests/fuzz $(ARGS)

siege: setup-dev  ## processes killed at random, long races
	$(BIN)/python -m pytest -m siege $(ARGS)

property: setup-dev  ## the engine against its oracle, 5,000 processes
	YANGGUANG_PROPERTY_EXAMPLES=5000 $(BIN)/python -m pytest yangguang/lib yangguang/casework yangguang/deadlines -k property $(ARGS)

bench: setup-dev  ## what steps, imports and searches cost on this machine
	$(BIN)/python -m benchmarks.steps
	$(BIN)/python -m benchmarks.clocks
	$(BIN)/python -m benchmarks.importing
	$(BIN)/python -m benchmarks.search --items 10000
	$(BIN)/python -m benchmarks.tables
	$(BIN)/python -m benchmarks.serving
	$(BIN)/python -m benchmarks.office
	$(BIN)/python -m benchmarks.requests

format: setup-dev  ## put the code in order
	$(BIN)/ruff format yangguang tests benchmarks conftest.py
	$(BIN)/ruff check --fix yangguang tests benchmarks conftest.py

clean:  ## remove what can be made again (var/, your data, stays)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
