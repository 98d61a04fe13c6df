# `make` alone lists the targets. `make run` and `make test` set up what is missing, and nothing a second time.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8050
PY := .venv/bin/python
# Nothing is installed that the lock beside the requirements does not name with its hash.
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --no-input --require-hashes

# Install Debian or Ubuntu packages; the lists are fetched only when they do not know the package yet.
define apt_install
apt() { if [ "$$(id -u)" = 0 ]; then env DEBIAN_FRONTEND=noninteractive apt-get "$$@"; \
	else sudo env DEBIAN_FRONTEND=noninteractive apt-get "$$@"; fi </dev/null; }; \
add() { apt install -y --no-install-recommends "$$@"; }; \
command -v apt-get >/dev/null || { echo "Missing: $(1). Install it by hand, then run make again." >&2; exit 1; }; \
echo "Installing $(1)"; add $(1) >/dev/null 2>&1 || { apt update -qq; add $(1) >/dev/null; }
endef

.PHONY: help run test install lint bench soak pictures demo bundle chromium redis nginx worker mutants sbom audit lock

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s%s\n", $$1, $$2 }' Makefile

run: .venv/.runtime ## serve the dashboard at http://127.0.0.1:8050, with the demonstration in an empty database
	@$(PY) app.py demo --if-empty
	@exec $(PY) app.py serve --host $(HOST) --port $(PORT)

test: install redis lint ## every check and every test, those in Chromium among them; ENGINE=postgresql for the demonstration too
	@$(PY) -m pytest --numprocesses 2 --dist loadfile $(if $(ENGINE),--engine $(ENGINE))

worker: .venv/.celery ## do background jobs handed over by the Redis that TUOYU_JOBS names
	@exec $(PY) app.py worker

install: .venv/.development chromium ## the set-up alone, test tools included, into .venv

lint: .venv/.development ## style, types and the import contracts
	@.venv/bin/ruff check --quiet .
	@.venv/bin/ruff format --check --quiet .
	@.venv/bin/mypy
	@PYTHONPATH=. .venv/bin/lint-imports --no-cache

bench: install ## ratios against the usual way, in one run; WRITE=docs/bench.md keeps them, CHART=docs/images/bench.svg draws them
	@$(PY) -m tests.bench $(if $(WRITE),--write $(WRITE)) $(if $(CHART),--chart $(CHART))

soak: install ## the long forms of the tests
	@$(PY) -m pytest -m soak

pictures: install ## the pictures of README and docs/design.md, from the demonstration in the database of `make run`
	@$(PY) -m tests.browser.pictures

sbom: .venv/.development ## what it is made of, with versions and licences, as CycloneDX into out/sbom.json
	@mkdir -p out
	@$(PY) -m tests.inventory > out/sbom.json

audit: .venv/.audit ## known weaknesses of what it is made of (asks PyPI), and bandit's rules over our own code
	@.venv/bin/ruff check --quiet --select S --ignore S101 app.py callbacks data layouts metrics
	@$(PY) -m tests.weaknesses

lock: .venv/.audit ## the hash of every file that may answer a pin, of all platforms, into requirements*.lock (asks PyPI)
	@for one in requirements*.txt; do .venv/bin/uv pip compile --quiet --universal --generate-hashes --no-annotate \
		--no-header --python-version 3.11 --output-file "$${one%.txt}.lock" "$$one"; done

mutants: .venv/.mutants ## wrong rules put in on purpose, and whether the tests see them; EVERY=10 tries a tenth
	@$(PY) -m tests.mutants
	@$(PY) -m tests.mutants.every $(if $(EVERY),--every $(EVERY))

demo: .venv/.runtime ## the demonstration returns as workbooks into out/demo
	@$(PY) app.py demo --out out/demo

bundle: .venv/.runtime ## everything for an installation without internet into out/bundle; ARCH=x86_64 or aarch64
	@bash docs/deploy/bundle.sh $(or $(ARCH),$(shell uname -m))

.venv/.made:
	@command -v $(PYTHON) >/dev/null || { $(call apt_install,python3); }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; PYTHON=python3.12 make names another one." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { $(call apt_install,python3-venv); }
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/.runtime: requirements.lock | .venv/.made
	@echo "Installing what the dashboard needs into .venv"
	@$(PIP) -r requirements.lock
	@touch $@

.venv/.celery: requirements-celery.lock | .venv/.made
	@$(PIP) -r requirements-celery.lock
	@touch .venv/.runtime $@

.venv/.development: requirements-dev.lock | .venv/.made
	@echo "Installing what the tests need into .venv"
	@$(PIP) -r requirements-dev.lock
	@touch .venv/.runtime $@

.venv/.mutants: requirements-mutants.lock | .venv/.development
	@$(PIP) -r requirements-mutants.lock
	@touch $@

.venv/.audit: requirements-audit.lock | .venv/.development
	@$(PIP) -r requirements-audit.lock
	@touch $@

# The tests of background jobs need one; where it cannot be had, they say that they were skipped.
redis:
	@command -v redis-server >/dev/null || ( $(call apt_install,redis-server) ) || \
		echo "REDIS IS MISSING: jobs by Celery will not be tested" >&2

# The setting of the proxy is tried on a real one where there is one; as a server it starts by itself, so only CI installs it.
nginx:
	@PATH="$$PATH:/usr/sbin"; command -v nginx >/dev/null || ( $(call apt_install,nginx-light) ) || \
		echo "NGINX IS MISSING: the setting of the proxy will not be tested" >&2

# Any Chromium or Chrome that starts will do; Ubuntu's package is only a pointer to a snap, hence the last resort.
chromium: .venv/.development
	@$(PY) -m tests.browser.chromium || { $(call apt_install,chromium); } || true
	@$(PY) -m tests.browser.chromium || $(PY) -m playwright install --with-deps chromium
