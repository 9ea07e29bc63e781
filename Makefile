# Everything here needs Python 3.11 or newer and make; the rest is installed into .venv.
# The first of these that is new enough; python3 when none is, so that the message below is seen.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
            $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && exit; \
          done; echo python3)
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check
UV_LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
           --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help demo test venv lock migration evaluate bench pictures browser playground soak clean

help:  ## What can be made here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/run.stamp  ## Try it: a sample database and a chat in this terminal
	@$(BIN)/foothold demo

test: venv  ## Lint, types and tests, on two processes
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS)

venv: $(VENV)/dev.stamp  ## The environment with everything that development needs

lock: venv  ## Write the two lock files from pyproject.toml (ARGS=--upgrade: the newest)
	$(UV_LOCK) $(ARGS) --extra build --extra dev pyproject.toml -o requirements.lock
	$(UV_LOCK) --constraint requirements.lock --no-annotate --extra build pyproject.toml -o requirements-run.lock

migration: venv  ## Write a migration from what changed in the tables: make migration m="what changed"
	$(BIN)/python -m store.new_migration $(m)
	$(BIN)/ruff format store/migrations
	$(BIN)/ruff check --fix store/migrations

evaluate: venv  ## How well typed questions are understood
	$(BIN)/python -m evaluation $(ARGS)

bench: venv  ## The figures of the README, measured on this machine
	$(BIN)/python -m benchmarks $(ARGS)

pictures: venv  ## Draw every card as a picture (needs a browser)
	$(BIN)/python -m tests.pictures $(ARGS)

browser: venv  ## Answer a check-in on the page behind its link, in a real browser (needs Chromium)
	$(BIN)/python -m tests.browser $(ARGS)

playground: venv  ## Talk to the Teams side with Microsoft's own test client (needs Node.js)
	$(BIN)/python -m tests.playground $(ARGS)

soak: venv  ## The long tests: load, crashes, days of schedule
	$(BIN)/python -m pytest -m soak $(ARGS)

clean:  ## Remove the environment and what tools leave behind
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist

# Hashes are checked, so what is installed is what was locked. Locked first, then Foothold itself in place.
$(VENV)/run.stamp: pyproject.toml requirements-run.lock | $(BIN)/python
	@echo "Installing Foothold into $(VENV) (once; about half a minute)"
	@$(PIP) install --quiet --require-hashes -r requirements-run.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: pyproject.toml requirements.lock | $(BIN)/python
	@echo "Installing Foothold and its development tools into $(VENV) (once; one or two minutes)"
	@$(PIP) install --quiet --require-hashes -r requirements.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/run.stamp

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Foothold needs Python 3.11 or newer; name one like this: make $(or $(MAKECMDGOALS),venv) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }
