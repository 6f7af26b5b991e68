# Two commands on a fresh machine: `make chat` and `make test`. Each creates the environment, installs and runs.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
EMULATOR := tests/emulator/node_modules/.installed

.PHONY: chat serve slack teams talk chaos test test-slack test-teams lint check docs eval bench requirements clean load

chat: $(VENV)/.installed
	@$(BIN)/vanort chat

test: $(VENV)/.installed-test
	$(BIN)/pytest

# The server with its test channel, on an SQLite file in data/. Ask it from a second terminal, with `make talk`.
serve: $(VENV)/.installed
	VANORT_SECRET_KEY=$${VANORT_SECRET_KEY:-only-for-development-on-this-machine} \
	VANORT_LOOPBACK_SECRET='a secret of the loopback channel, for tests' \
	VANORT_LOOPBACK_URL=http://127.0.0.1:8001/answers $(BIN)/vanort serve

talk: $(VENV)/.installed
	@$(BIN)/python tests/loopback_peer.py

# Kills processes and the database while 1,000 questions flow through; `make test` does it with 200.
chaos: $(VENV)/.installed-test
	CHAOS_QUESTIONS=1000 $(BIN)/pytest tests/chaos -s

# The bot and the emulated Slack, together: ask in the terminal, look at the channels in the browser.
slack: $(VENV)/.installed $(EMULATOR)
	@$(BIN)/python tests/slack_peer.py

# The Slack of these tests is an npm package: without Node they are skipped, and say so.
test-slack: $(VENV)/.installed-test $(if $(shell command -v npm),$(EMULATOR))
	$(BIN)/pytest tests/channels/slack -rs

$(EMULATOR): tests/emulator/package-lock.json
	cd tests/emulator && npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

# The Teams of these tests is Microsoft's Agents Playground, an npm package; its page is driven in Debian's chromium.
PLAYGROUND := tests/playground/node_modules/.installed
test-teams: $(VENV)/.installed-test $(if $(shell command -v npm),$(PLAYGROUND))
	$(BIN)/pytest tests/channels/teams -rs

# The bot and the Agents Playground, to be tried by hand at http://localhost:56150.
teams: $(VENV)/.installed-test $(PLAYGROUND)
	@$(BIN)/python tests/playground_by_hand.py

$(PLAYGROUND): tests/playground/package-lock.json
	cd tests/playground && npm ci --silent
	@touch $@

lint: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check: $(VENV)/.installed
	$(BIN)/vanort check

# The documentation as a site, in build/docs/index.html; a warning, such as a broken link, is an error.
docs: $(VENV)/.installed-docs
	$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going --nitpicky --fresh-env docs build/docs
	@echo "build/docs/index.html"

# Writes benchmarks/RESULTS.md in some minutes; `make bench FULL=--full` asks everything and grows to 100,000 entries.
bench: $(VENV)/.installed-bench
	$(BIN)/python -m benchmarks.quality
	$(BIN)/python -m benchmarks.own $(FULL)
	$(BIN)/python -m benchmarks.growth $(FULL)
	$(BIN)/python benchmarks/speed.py

# What two processes carry, and a plan for 290 municipalities. On an idle machine; two minutes.
load: $(VENV)/.installed-test
	$(BIN)/python -m benchmarks.load
	$(BIN)/python -m benchmarks.capacity

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Vänort needs Python 3.11 or newer; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	@$(BIN)/python -m compileall -q bot  # as an install does: each start would compile it anew where none may be written
	@touch $@

$(VENV)/.installed-test: requirements-test.txt $(VENV)/.installed
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.txt
	@touch $@

$(VENV)/.installed-bench: requirements-bench.txt $(VENV)/.installed
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.txt
	@touch $@

$(VENV)/.installed-docs: requirements-docs.txt $(VENV)/.installed
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-docs.txt
	@touch $@

# Compile the lock files anew: versions and hashes, no addresses.
requirements: $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check "pip-tools>=7.4"
	$(BIN)/pip-compile -o requirements.txt pyproject.toml
	$(BIN)/pip-compile --extra test -o requirements-test.txt pyproject.toml
	$(BIN)/pip-compile --extra bench -o requirements-bench.txt pyproject.toml
	$(BIN)/pip-compile --extra docs --constraint requirements.txt -o requirements-docs.txt pyproject.toml

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache build dist
