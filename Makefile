# make demo: everything the tool makes, from the examples.  make test: what CI runs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
DEMO := demonstration
CODE := src tests scripts benchmarks docs

.PHONY: demo test check format docs pictures communes lock locked audit clean

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
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/ptce referentiel verifier

test: check
	$(BIN)/pytest

format: $(VENV)/.dev
	$(BIN)/ruff format $(CODE)
	$(BIN)/ruff check --fix $(CODE)

docs: $(VENV)/.dev
	$(BIN)/ptce referentiel provenance > docs/provenance.md
	$(BIN)/ptce referentiel schema > docs/referentiel.schema.json
	$(BIN)/ptce echange schema > docs/echange.schema.json
	$(BIN)/python docs/commands.py
	$(BIN)/python scripts/second_version.py

pictures: $(VENV)/.dev
	$(BIN)/python docs/pictures.py

communes: $(BIN)/ptce
	$(BIN)/python scripts/communes.py

# The versions and hashes of everything, for Python 3.11 on Linux x86-64; other systems resolve pyproject.toml.
LOCKING := --generate-hashes --strip-extras --allow-unsafe --no-annotate --no-header --quiet --upgrade \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host

lock:
	$(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/python -m pip install --quiet 'pip-tools>=7.4,<8'
	printf 'hatchling>=1.27\neditables\n' > $(VENV)-lock/build.in
	$(VENV)-lock/bin/pip-compile $(LOCKING) --extra dev -o $(VENV)-lock/dev.txt pyproject.toml $(VENV)-lock/build.in
	$(VENV)-lock/bin/pip-compile $(LOCKING) -c $(VENV)-lock/dev.txt -o $(VENV)-lock/run.txt pyproject.toml
	{ head -n 2 requirements-dev.lock; grep -v '^ *#' $(VENV)-lock/dev.txt; } > $(VENV)-lock/head && cp $(VENV)-lock/head requirements-dev.lock
	{ head -n 2 requirements.lock; grep -v '^ *#' $(VENV)-lock/run.txt; } > $(VENV)-lock/head && cp $(VENV)-lock/head requirements.lock

# The environment of « make test », to the byte: run it before « make test », which then finds nothing to add.
locked:
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes -r requirements-dev.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $(BIN)/ptce $(VENV)/.dev

# Asks the database of known vulnerabilities about everything that is locked (SECURITY.md).
audit:
	$(PYTHON) -m venv $(VENV)-audit
	$(VENV)-audit/bin/python -m pip install --quiet 'pip-audit>=2.9,<3'
	$(VENV)-audit/bin/pip-audit --require-hashes --disable-pip -r requirements-dev.lock

clean:
	rm -rf $(VENV) $(VENV)-lock $(VENV)-audit $(DEMO) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
