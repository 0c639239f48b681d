# Gadatirgus. `make run` is all that is needed; the other targets are for those who change the code.
# Variables, on the command line or in the environment: PORT, HOST, DATA_DIR, DATABASE_URL, ARGS (more words for pytest).

PORT ?= 8000
DATA_DIR ?= var
export PORT DATA_DIR

# macOS searches Homebrew's libraries (Pango) only when told to, and forgets what was said further up
ifeq ($(shell uname),Darwin)
LIBRARIES := DYLD_FALLBACK_LIBRARY_PATH=/opt/homebrew/lib:/usr/local/lib
endif
PYTHON := $(LIBRARIES) .venv/bin/python

.PHONY: help run setup test lint types messages bench screens clean tools dev-tools

help:
	@echo "make run      set up what is missing, fill an empty database with the demo, serve http://127.0.0.1:$(PORT)"
	@echo "make setup    the set-up alone; afterwards .venv/bin/python manage.py …"
	@echo "make test     the whole suite   (ARGS='-k door', DATABASE_URL=postgres://…)"
	@echo "make lint     style, layers between modules, size figures"
	@echo "make types    static types"
	@echo "make messages collect the texts to translate into locale/"
	@echo "make bench    how fast, how much work: door, shop, badges"
	@echo "make screens  a picture of every screen, below $(DATA_DIR)/screens"
	@echo "make clean    remove what the set-up made, but no data"

run: tools
	@DEMO=1 $(PYTHON) manage.py prepare --demo
	@DEMO=1 exec $(PYTHON) -m config.run

setup: tools
	@$(PYTHON) manage.py prepare

test: dev-tools
	@$(PYTHON) -m pytest $(or $(ARGS),-n 2)

lint: dev-tools
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check --quiet .
	@.venv/bin/djlint templates --lint --quiet
	@.venv/bin/lint-imports --no-logo
	@.venv/bin/python bin/sizes.py

types: dev-tools
	@.venv/bin/mypy

messages: tools
	@$(PYTHON) manage.py translations

bench: dev-tools
	@for one in door shop badges; do $(PYTHON) bench/$$one.py || exit 1; done

screens: dev-tools
	@SCREENS=$(DATA_DIR)/screens $(PYTHON) -m pytest tests/journeys/test_screens.py

clean:
	rm -rf .venv .ruff_cache .mypy_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find locale -name '*.mo' -delete

tools:
	@bin/setup

dev-tools:
	@bin/setup --dev
