# `make run` serves the demo in the browser, `make test` checks everything; both set up first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := demo
FRONTEND := src/banyan/desk/ui/static/ui/icons.svg

.PHONY: setup frontend messages run demo-settle test coverage bench lock clean

setup: $(VENV)/.ready frontend messages

$(VENV)/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Banyan needs Python 3.11 or newer; say which with PYTHON=..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || ./scripts/install-venv
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

# styles, scripts and icons of the pages; the icons are those that templates and code name
frontend: $(FRONTEND)

$(FRONTEND): $(VENV)/.ready scripts/build-frontend $(shell find src/banyan/desk -name node_modules \
		-prune -o -type f \( -path '*/frontend/*' -o -name '*.html' -o -name '*.py' \) -print)
	./scripts/build-frontend $(BIN)/python

messages: $(VENV)/.messages

$(VENV)/.messages: $(VENV)/.ready scripts/messages.py $(shell find src -name '*.po')
	$(BIN)/python scripts/messages.py compile
	@touch $@

run: setup
	@$(BIN)/banyan serve --demo

# the engine alone: a city of files, settled, and one line followed
demo-settle: setup
	@test -d $(DEMO)/city || $(BIN)/banyan generate --organizations 20000 --seed 2026 --out $(DEMO)/city
	@$(BIN)/banyan settle $(DEMO)/city --year 2026 --out $(DEMO)/run-2026 --csv
	@$(BIN)/python scripts/first_steps.py $(DEMO)/city $(DEMO)/run-2026

test: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	BANYAN_DATA=$(VENV)/check $(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/pytest -n auto --dist worksteal
	BANYAN_TEST_DATABASE=postgresql $(BIN)/pytest -n auto --dist worksteal tests/desk

# how much of the program the tests run, line by line; it takes half as long again
coverage: setup
	$(BIN)/pytest -n auto --dist worksteal --cov --cov-report=term:skip-covered

bench: setup
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-bench.lock
	$(BIN)/python tests/benchmarks/run.py

# needs uv and npm; every package is pinned by its hashes, no registry is named; extras stay, for pip
# before 23.3 does not see that a pin of a package holds for its extras
lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
		--generate-hashes --no-annotate --no-header --no-strip-extras \
		--output-file requirements.lock
	uv pip compile pyproject.toml --extra dev --extra bench --universal --python-version 3.11 \
		--generate-hashes --no-annotate --no-header --no-strip-extras \
		--constraint requirements.lock --output-file requirements-bench.lock

clean:
	rm -rf $(VENV) $(DEMO)
