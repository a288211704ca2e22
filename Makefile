# Two commands on a fresh machine with Python 3.11 or later, git and make: `make demo` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

# The tests start the command some hundred times: it is to be compiled once, not each time.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test lint types schemas checks lock clean

demo: $(READY)
	$(BIN)/exporter demo

# A worker per core, and the tests of a file in one of them: they share what is slow to make.
test: $(READY)
	$(BIN)/python -m pytest -n auto --dist loadfile

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

# The published contract, from the codebook; a test fails where it is out of date.
schemas: $(READY)
	$(BIN)/python -m exporter.codebook.publish schemas

# The pages of the checks, from the codebook; a test fails where they are out of date.
checks: $(READY)
	$(BIN)/python -m exporter.validation.pages docs/checks.md

# Newer versions of everything, with hashes; needs uv (pip install uv).
lock:
	uv pip compile pyproject.toml --all-extras --group dev --universal --python-version 3.11 \
		--generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links \
		--upgrade -o requirements.lock

clean:
	rm -rf $(VENV)

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; name one with make PYTHON=...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(READY)
