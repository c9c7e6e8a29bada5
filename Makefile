# make demo, make test: all that a newcomer needs. Python 3.11+, make and a package index suffice.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# What is tested: the checkout itself, or in CI the wheel built from it.
PACKAGE ?= --editable .

.DEFAULT_GOAL := help
.PHONY: help browser demo test check format lock docs wheel bench clean

help:                ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

demo: $(VENV)/run    ## answer for Hama and Aleppo, and write out/hama-aleppo.png
	@mkdir -p out
	@$(BIN)/routegraph whatif Hama Aleppo --scenario khanasser-2015-10 --png out/hama-aleppo.png
	@echo "Go on: . $(BIN)/activate && routegraph whatif Homs Aleppo --close M5   (then docs/tutorial.md)"

test: $(VENV)/dev    ## run all tests
	$(BIN)/python -m pytest -n 2 --cov --cov-report=term

check: $(VENV)/dev   ## ruff, mypy strict, import contracts, docs in step with the commands
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/write_cli.py --check

format: $(VENV)/dev  ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(VENV)/docs   ## write the pages that commands write, and build the site into out/site
	$(BIN)/python docs/write_cli.py
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs out/site

wheel: $(VENV)/dev   ## build dist/routegraph-*.whl
	rm -rf dist
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

lock:                ## pin what the requirements files name (needs uv)
	uv pip compile --quiet --universal --no-strip-extras --python-version 3.11 --generate-hashes --no-header --no-annotate \
		pyproject.toml --group build -o requirements/run.txt
	uv pip compile --quiet --universal --no-strip-extras --python-version 3.11 --generate-hashes --no-header --no-annotate \
		pyproject.toml --group build --group dev -o requirements/dev.txt
	uv pip compile --quiet --universal --no-strip-extras --python-version 3.11 --generate-hashes --no-header --no-annotate \
		pyproject.toml --group build --group dev --group docs -c requirements/dev.txt -o requirements/docs.txt
	uv pip compile --quiet --universal --no-strip-extras --python-version 3.11 --generate-hashes --no-header --no-annotate \
		pyproject.toml --group build --group dev --group browser -c requirements/dev.txt -o requirements/browser.txt

browser: $(VENV)/dev ## test the live map in JupyterLab and headless Chromium, where Chromium and its driver are at hand
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/browser.txt
	$(BIN)/python -m pytest tests/explore

bench: $(VENV)/dev   ## measure what needs no peers, and rewrite benchmarks/README.md
	$(BIN)/python benchmarks/report.py cold_start report_reading

clean:               ## remove what make made
	rm -rf $(VENV) out dist

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/run: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation $(PACKAGE)
	@touch $@

$(VENV)/docs: requirements/docs.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/docs.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation $(PACKAGE)
	@touch $@ $(VENV)/dev $(VENV)/run

$(VENV)/dev: requirements/dev.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation $(PACKAGE)
	@touch $@ $(VENV)/run
