# make ask     answer a question over the documents in examples/    make ask Q="..."
# make run     open the terminal interface with your own library
# make test    everything that CI runs
# make wheel   build the wheel into dist/ and check it
# make train   make the built-in language model anew (hours on two CPU cores)
# make bench   the measurements of benchmarks/
# make clean   remove what was built, but not .venv

PYTHON ?= python3
Q ?= When does the last ferry leave Little Morwen?
TRAINING ?= .training
# How long training is: --minutes 8 on a GPU, or steps of fewer rows on CPUs.
BUDGET ?= --steps 20000 --rows 4 --length 1024
DATA ?= ../shared/data

BIN := .venv/bin
DEMO := $(CURDIR)/.demo
EXAMPLES := $(wildcard examples/*)
# Through the environment, as it was typed: no quotation mark or dollar sign in it can do harm.
export QUESTION := $(value Q)

CHECK_PYTHON = @$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' \
	|| { echo 'KAgent needs Python 3.11 to 3.14, and "$(PYTHON)" is none:' \
	'install one, or name it with make PYTHON=/path/to/python3.12' >&2; exit 1; }

.PHONY: help ask run test wheel smoke train bench clean

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

ask: .demo/.added
	@KAGENT_HOME="$(DEMO)" $(BIN)/kagent ask "$$QUESTION"

run: .venv/.kagent-run
	@$(BIN)/kagent

# The tests start the program some hundred times, which need not be compiled each time.
test: export PYTHONDONTWRITEBYTECODE :=
test: .venv/.kagent-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy packaging/*.py
	$(BIN)/lint-imports
	$(BIN)/python packaging/file_size_gate.py
	@# Two at a time, and then those that look at a terminal or at the clock.
	$(BIN)/pytest -n 2 --dist loadfile -m 'not alone'
	$(BIN)/pytest -m alone tests/acceptance
	$(BIN)/python packaging/wheel_check.py

wheel: .venv/.kagent-dev
	$(BIN)/python packaging/wheel_check.py --keep dist --list

smoke: .venv/.kagent-run
	packaging/pipx_smoke.sh $(BIN)/python

train: .venv/.kagent-train
	$(BIN)/python -m engine.mat.synthetic --data "$(DATA)" --work "$(TRAINING)"
	$(BIN)/python -m models.training --work "$(TRAINING)" --data "$(DATA)" $(BUDGET)

# Not in it, for they take long or need more: scale (a million segments), peers (LanceDB, Chroma).
bench: .venv/.kagent-dev
	@for name in startup first_paint decoding planning ingestion retrieval bench_scoring; do \
		echo "== $$name"; $(BIN)/python -m benchmarks.$$name || exit; \
	done

clean:
	rm -rf .demo build dist snapshot_report.html
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find engine kagent_tui models store tests packaging -name __pycache__ -prune -exec rm -rf {} +

# pip runs only when pyproject.toml has changed, which environment.py knows from its content.
.venv/.kagent-%: pyproject.toml
	$(CHECK_PYTHON)
	@$(PYTHON) packaging/environment.py $*

.demo/.added: $(EXAMPLES) | .venv/.kagent-run
	@rm -rf .demo
	@echo 'Adding the documents of examples/ to a library in .demo' >&2
	@KAGENT_HOME="$(DEMO)" $(BIN)/kagent add examples >&2
	@touch $@
