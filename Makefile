# Two commands are enough on a fresh machine with Python 3.11 or newer: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test check fmt golden pictures bench bench-cold bench-desk bench-imposition bench-stamping wheel clean

# Build every starter handout into output/ and print the paths.
demo: $(VENV)/.installed
	@$(BIN)/handouts schema > /dev/null
	@$(BIN)/handouts build

# Run all tests: the quick ones with line coverage, then the slow ones without (tests/conftest.py says why).
test: $(VENV)/.dev
	@$(BIN)/python -m pytest -n auto --cov --cov-report=term:skip-covered --cov-fail-under=90

# The gate: formatting, lint, types, then the quick tests.
check: $(VENV)/.dev
	@$(BIN)/ruff format --check handouts tests
	@$(BIN)/ruff check handouts tests
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -q -n auto -m "not slow"

# Format the code.
fmt: $(VENV)/.dev
	@$(BIN)/ruff format handouts tests
	@$(BIN)/ruff check --fix handouts tests

# Write the golden files anew; read the diff before you commit it.
golden: $(VENV)/.dev
	@GOLDEN_UPDATE=1 $(BIN)/python -m pytest -q -k golden
	@$(BIN)/python docs/make_rules.py

# Make the pictures in the README anew.
pictures: $(VENV)/.installed
	@$(BIN)/python docs/make_pictures.py
	@$(BIN)/python docs/make_print_pictures.py
	@$(BIN)/python docs/make_desk_pictures.py

# Measure one document of five pages beside Typst, WeasyPrint, fpdf2, platypus and Chromium (Debian: chromium).
bench: $(VENV)/.dev
	@$(BIN)/python -m pip -q install -r benchmarks/requirements.txt
	@$(BIN)/python benchmarks/bench.py

# Measure an imposed booklet beside other tools (Debian: bookletimposer, texlive-extra-utils).
bench-imposition: $(VENV)/.dev
	@$(BIN)/python benchmarks/imposition.py

# Measure cold starts, with an empty cache and with a compiled workspace.
bench-cold: $(VENV)/.dev
	@$(BIN)/python benchmarks/cold.py
# Measure what the next variant of a kept plate costs, and memory over 10,000 of them (two minutes).
bench-stamping: $(VENV)/.dev
	@$(BIN)/python benchmarks/stamping.py

# Measure the front desk with 50 clients at once.
bench-desk: $(VENV)/.dev
	@$(BIN)/python benchmarks/desk.py

# Build the wheel into dist/.
wheel: $(VENV)/.dev
	@$(BIN)/python -m pip -q install build
	@$(BIN)/python -m build --wheel

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .coverage

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "handouts needs Python 3.11 or newer; '$(PYTHON)' is older. Try: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
	  || { echo "Python's venv module is missing. On Debian and Ubuntu: sudo apt install python3-venv"; exit 1; }
	@echo "Making a virtual environment in $(VENV) ..." >&2
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	@echo "Installing handouts ..." >&2
	@$(BIN)/python -m pip -q install -e .
	@touch $@

$(VENV)/.dev: pyproject.toml | $(VENV)/bin/python
	@echo "Installing handouts and its test tools ..." >&2
	@$(BIN)/python -m pip -q install -e '.[dev]'
	@touch $@ $(VENV)/.installed
