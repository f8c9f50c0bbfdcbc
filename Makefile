# `make serve` and `make test` do all the set-up. PYTHON: the interpreter to make the environment with, 3.11 or newer.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export NO_MKDOCS_2_WARNING := 1

.PHONY: help serve test build validate bench lock browser clean

help: ## what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

serve: $(READY) ## check the records, make the site, serve it, rebuild on every change
	@$(BIN)/postmortems serve

build: $(READY) ## check the records and make the site in site/
	@$(BIN)/postmortems build

validate: $(READY) ## check the records
	@$(BIN)/postmortems validate

test: $(READY) browser ## run every check, the real browser included
	@$(BIN)/ruff check scripts tests
	@$(BIN)/ruff format --check scripts tests
	@$(BIN)/postmortems validate
	@$(BIN)/python -m pytest

bench: $(READY) ## measure speed, memory and weight beside their baselines (slow)
	@$(BIN)/python tests/bench.py

# The interpreter is checked first: every later message would be harder to read.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name one with: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "Setting up $(VENV) ..."
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes --only-binary :all: -r requirements.lock
	@$(BIN)/python -m pip --disable-pip-version-check install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

browser: $(READY)
	@$(BIN)/python tests/browser/install.py

lock: ## renew requirements.lock from pyproject.toml (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --python-version 3.11 --group test --upgrade pyproject.toml -o requirements.lock

clean: ## remove what the commands above have made
	rm -rf $(VENV) site site.* .cache
