# make demo: everything the tool makes, from the examples.  make test: what CI runs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
DEMO := demonstration

.PHONY: demo test check format docs pictures communes clean

$(BIN)/ptce: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --editable .
	@touch $(BIN)/ptce

$(VENV)/.dev: pyproject.toml $(BIN)/ptce
	$(PIP) install --editable '.[dev]'
	@touch $(VENV)/.dev

demo: $(BIN)/ptce
	$(BIN)/ptce demo --sortie $(DEMO)

check: $(VENV)/.dev
	$(BIN)/ruff format --check src tests
	$(BIN)/ruff check src tests
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/ptce referentiel verifier

test: check
	$(BIN)/pytest

format: $(VENV)/.dev
	$(BIN)/ruff format src tests
	$(BIN)/ruff check --fix src tests

docs: $(VENV)/.dev
	$(BIN)/ptce referentiel provenance > docs/provenance.md
	$(BIN)/ptce referentiel schema > docs/referentiel.schema.json
	$(BIN)/python docs/commands.py

pictures: $(VENV)/.dev
	$(BIN)/python docs/pictures.py

communes: $(BIN)/ptce
	$(BIN)/python scripts/communes.py

clean:
	rm -rf $(VENV) $(DEMO) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
