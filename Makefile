# The handbook's commands: "make help" lists them. The first that needs it makes .venv from the lock.

PYTHON ?= python3
SPHINX_OPTIONS ?=
PAPER ?= a4
PYTEST_OPTIONS ?=
LINKS_OPTIONS ?=
BENCH_OPTIONS ?=
BASE ?= main
PORT ?= 8000
UV_VERSION = 0.13.9

# What the caller's shell sets for another Python must not reach the environment.
unexport PYTHONPATH PYTHONHOME

# An environment that was copied here from another folder, or has lost its Python, is made anew.
ifneq ($(shell test -x .venv/bin/python && cat .venv/.ready 2>/dev/null),$(CURDIR))
.PHONY: .venv/.ready
endif

.PHONY: help html epub pdf serve test check export diff bench linkcheck lint format schema lock clean

help: ## Show this list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo 'To choose the Python: make PYTHON=python3.12 html'

html: .venv/.ready ## Build the handbook: open build/html/index.html
	.venv/bin/python -m sphinx -c conf -W --keep-going -n -j auto -d build/doctrees $(SPHINX_OPTIONS) docs build/html

pdf: .venv/.ready ## Build the handbook as PDFs in build/pdf/: for readers, and complete (make pdf PAPER=a5: small ones)
	for complete in 0 1; do .venv/bin/python -m sphinx -c conf -W --keep-going -n -j auto -b typstpdf \
	  -D typst_book_paper=$(PAPER) -D typst_book_complete=$$complete -d build/doctrees-pdf $(SPHINX_OPTIONS) docs build/pdf \
	  || exit 1; done

epub: .venv/.ready ## Build the handbook as a book for reading devices: build/epub/magnesium-and-calcification.epub
	.venv/bin/python -m sphinx -c conf -b epub -W --keep-going -n -j auto -d build/doctrees $(SPHINX_OPTIONS) docs build/epub

serve: .venv/.ready ## Show the handbook while it is edited, with its problems, at http://127.0.0.1:8000 (PORT=8001: there)
	.venv/bin/python -m sphinx_autobuild -c conf -n -j auto -D evidence_preview=1 -d build/preview-doctrees \
	  --watch conf --port $(PORT) $(SPHINX_OPTIONS) docs build/preview

test: .venv/.ready ## Run all checks of the handbook and of its engine
	.venv/bin/python -m pytest $(PYTEST_OPTIONS)

check: .venv/.ready ## Check the evidence in docs/ only, without building pages
	.venv/bin/evidence check docs

export: .venv/.ready ## Write claims and studies as JSON and CSV to build/export/
	.venv/bin/evidence export docs build/export

diff: .venv/.ready ## Say what changed in the evidence since a revision: make diff BASE=main
	.venv/bin/evidence diff "$(BASE)" docs

bench: .venv/.ready ## Measure how fast builds are, with invented handbooks, into docs/how-fast-it-is.md
	@# What we are compared with is no part of the environment, so it comes here.
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --editable '.[bench]'
	.venv/bin/python -m checks.bench $(BENCH_OPTIONS)

linkcheck: .venv/.ready ## Ask whether all external links still lead somewhere; needs the network
	@# What Sphinx calls broken (code 1) is judged by the next command: servers have bad days. Any other end
	@# of Sphinx leaves half a result, or none, and nothing is judged.
	.venv/bin/python -m sphinx -c conf -b linkcheck -q -j 1 -d build/doctrees $(SPHINX_OPTIONS) docs build/linkcheck \
	  || test $$? -eq 1
	.venv/bin/evidence links $(LINKS_OPTIONS)

lint: .venv/.ready ## Check the style and types of the code, the form and spelling of pages
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/rumdl check --quiet docs README.md CONTRIBUTING.md CHANGELOG.md
	.venv/bin/typos

schema: .venv/.ready ## Renew conf/study.schema.json, by which editors check study files
	.venv/bin/evidence schema conf

format: .venv/.ready ## Bring code, pages and study files into the project's form
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .
	.venv/bin/rumdl fmt --quiet docs README.md CONTRIBUTING.md CHANGELOG.md
	.venv/bin/evidence format docs/studies/*.yaml

lock: .venv/.ready ## Renew requirements.lock: names, versions and hashes for every platform
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --upgrade --target build/uv uv==$(UV_VERSION)
	build/uv/bin/uv pip compile --quiet --upgrade --universal --generate-hashes --extra test --extra edit --extra build --only-binary :all: \
	  --no-header --no-annotate --no-emit-index-url --no-emit-find-links --output-file requirements.lock pyproject.toml

clean: ## Remove what was built (.venv stays)
	rm -rf build .mypy_cache .pytest_cache .ruff_cache

.venv/.ready: requirements.lock pyproject.toml
	@command -v "$(PYTHON)" >/dev/null || { echo '$(PYTHON) was not found: install Python 3.11 or newer, or name it: make PYTHON=/path/to/python3 html.' >&2; exit 1; }
	@"$(PYTHON)" conf/set_up.py
