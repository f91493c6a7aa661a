# Two commands do everything on a fresh machine: `make run` and `make test`.
# On Windows, or where there is no make, the README names the plain pip lines.

PYTHON ?= python3
BIN := .venv/bin
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard resources/locale/*/LC_MESSAGES/*.po))

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := run
.PHONY: run test check bench translations manual clean system-run system-test

run: system-run .venv/.ready-run $(CATALOGUES)
	$(BIN)/python -m crm_desktop --first-run-demo

test: system-test .venv/.ready-test $(CATALOGUES)
	$(MAKE) --no-print-directory check
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n auto --dist worksteal

check: .venv/.ready-test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --strict
	$(BIN)/lint-imports

bench: system-run .venv/.ready-test $(CATALOGUES)
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m benchmarks

# Collects the marked texts, brings every catalogue up to date with them, and compiles.
translations: .venv/.ready-test
	$(BIN)/python tools/translations.py

# Renders the pictures of the manual anew, in both languages.
manual: .venv/.ready-test $(CATALOGUES)
	$(BIN)/python tools/manual_pictures.py

clean:
	rm -rf .cache dist demo .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find crm_desktop tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
	rm -f $(CATALOGUES)

# The system's libraries are looked at each time: that takes a few milliseconds, and they can go away.
system-run system-test: system-%:
	@sh tools/prepare.sh system $*

.venv/.ready-run .venv/.ready-test: .venv/.ready-%: pyproject.toml setup.py | system-run
	@PYTHON="$(PYTHON)" sh tools/prepare.sh python $*

%.mo: %.po | .venv/.ready-run
	$(BIN)/pybabel --quiet compile --input-file $< --output-file $@
