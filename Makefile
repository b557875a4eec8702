# What people run. Needs python3 (3.11 or later), pip and make; everything else is fetched from the
# package index into .venv, at the versions of constraints.txt.
#
#   make demo    the month of the shipped example, in a fresh environment
#   make test    lint, types, fast tests
#   make slow    browser, notebooks, real places
#   make bench   quality and speed, written to benchmarks/results/
#   make docs    the documentation site, in site/
#   make clean   removes what these made

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
# Two cores are the size this is built for; one thread of arithmetic for each of two workers.
WORKERS ?= 2

RUN_EXTRAS := workbook,postcodes,plots,parquet
SETUP      := pyproject.toml constraints.txt

.PHONY: demo test lint types fast explore slow bench docs clean
.DELETE_ON_ERROR:

demo: $(VENV)/.ready-to-run
	@$(BIN)/sap-match demo

test: lint types fast

lint: $(VENV)/.ready-to-develop
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.ready-to-develop
	$(BIN)/mypy

fast: $(VENV)/.ready-to-develop
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n $(WORKERS) -m "not slow" --doctest-modules sap_match tests

explore: $(VENV)/.ready-to-develop
	SAP_MATCH_EXPLORE=1 OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n $(WORKERS) -m "not slow" tests

slow: $(VENV)/.ready-to-develop
	$(BIN)/python -m pytest -m slow tests

bench: $(VENV)/.ready-to-develop
	$(BIN)/python -m benchmarks

docs: $(VENV)/.ready-to-develop
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "the site is in site/"

clean:
	rm -rf $(VENV) build dist site out *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A python without the venv installer (as some distributions ship it) lends its own pip instead.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "sap_match needs Python 3.11 or later; name one: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV) || \
	  { $(PYTHON) -m venv --clear --without-pip $(VENV) && \
	    $(PYTHON) -m pip --python $(BIN)/python install --quiet pip; }

# torch goes first and by itself: pinned, and with nothing else that could choose another build.
$(VENV)/.torch: $(SETUP) | $(BIN)/python
	@echo "installing into $(VENV): some minutes the first time"
	$(PIP) torch==2.13.0
	@touch $@

$(VENV)/.ready-to-run: $(VENV)/.torch
	$(PIP) --editable '.[$(RUN_EXTRAS)]'
	@touch $@

$(VENV)/.ready-to-develop: $(VENV)/.torch
	$(PIP) --editable '.[dev]'
	@touch $@ $(VENV)/.ready-to-run
