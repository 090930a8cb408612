# make run: the app. make test: the tests. Both set up .venv first; the second time that costs nothing.
# Windows has no make: see make.ps1.

PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$python" && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PYTEST ?= -n auto

.PHONY: help run test mutants lint bench lock clean

help:
	@echo 'make run      install into .venv and open the app'
	@echo 'make test     install what the tests need and run them'
	@echo 'make mutants  whether the scenarios notice every small mistake in a pathway that could matter (minutes)'
	@echo 'make lint     ruff and mypy'
	@echo 'make bench    measure the speed, as ratios to something bare'
	@echo 'make lock     resolve the dependencies again (needs uv)'
	@echo 'make clean    remove .venv and caches'

run: .venv/run.stamp
	@$(BIN)/triage

test: .venv/dev.stamp
	@$(BIN)/python -m pytest $(PYTEST)

mutants: .venv/run.stamp
	@$(BIN)/triage test --mutants --threshold 100

lint: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/bench.stamp
	@$(BIN)/python -m benchmarks

# A lock for the app, one for its tests, one for its benchmarks, from one resolution; each has hatchling, which installs the
# project. An editable install is not compiled by pip, and not everybody's Python may write byte code: it is done here.
.venv/run.stamp .venv/dev.stamp .venv/bench.stamp: .venv/%.stamp: requirements/%.txt pyproject.toml | .venv/pyvenv.cfg
	@echo 'Installing into .venv ...'
	@$(PIP) install --require-hashes -r $<
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q triage_tui
	@touch $@

.venv/pyvenv.cfg:
	@test -n "$(PYTHON)" || { echo 'Python 3.11 or later is needed; found none. Install it, or: make PYTHON=/path/to/python run' >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
	--custom-compile-command 'make lock' --upgrade

lock:
	$(LOCK) pyproject.toml --extra dev --output-file requirements/dev.txt
	echo 'hatchling' | $(LOCK) pyproject.toml - --constraint requirements/dev.txt --output-file requirements/run.txt
	echo 'hatchling' | $(LOCK) pyproject.toml - --extra bench --constraint requirements/dev.txt --output-file requirements/bench.txt

clean:
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
