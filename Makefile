# `make` sets everything up and draws the quick figures; `make test` checks everything.
PYTHON ?= python3
# nproc is of Linux, getconf of macOS as well
CORES ?= $(shell nproc 2>/dev/null || getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
N ?= 2
SEED ?= 0
NAMES ?=
FILE ?= $(wildcard dist/*-archive.tar.gz)
SLURM_TESTS ?= tests/slurm
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# environments for tests that need more: the plugin for Slurm, which slows every start; a browser;
# one for the tool that makes pages; and one with the tools that a release needs, without torch
SLURM := $(VENV)/slurm
BROWSER := $(VENV)/browser
SITE := $(VENV)/site
RELEASE := $(VENV)/release
LOCK = $(BIN)/uv pip compile pyproject.toml -c constraints.txt --config-file lock.toml --quiet
SNAKEMAKE = $(BIN)/snakemake --cores $(CORES)
# with what data/reference was trained, where that is not what paper.yaml says now
ARCHIVED := --configfile workflow/config/archived.yaml
# what the lock leaves out: this package, and torch, whose builds share a version but no hash
OURS := --no-build-isolation -c constraints.txt -e '.[test]'

.PHONY: quick paper archive budget verify recount deviations figures tables site release check-release test test-browser test-release test-slurm test-container lint notebooks environment lock clean help

quick: $(READY)  ## train small networks and draw the figures (minutes, no download)
	$(SNAKEMAKE) --configfile workflow/config/quick.yaml
	$(BIN)/snakemake --configfile workflow/config/quick.yaml --report figures/quick/report.html
	@cat data/quick/summary.txt
	@echo "Report: figures/quick/report.html"

paper: $(READY)  ## regenerate the whole paper (many hours; downloads data)
	$(SNAKEMAKE)

archive: $(READY)  ## keep what is finished of the paper's run in data/reference
	$(BIN)/python -m sparse_rnn.archive collect

budget: $(READY)  ## print what the archived run cost, beside what its jobs ask of a cluster
	@$(BIN)/python -m sparse_rnn.archive budget $(ARCHIVED)

verify: $(READY)  ## train N=2 archived conditions again (SEED=0 draws them) and compare
	$(BIN)/python -m sparse_rnn.archive verify --number $(N) --seed $(SEED) --cores $(CORES) $(ARCHIVED)

recount: $(READY)  ## count the archived networks afresh and compare with the archived tables
	$(BIN)/python -m sparse_rnn.archive recount

deviations: $(READY)  ## measure what deviations from the paper change (NAMES="..." or all)
	$(BIN)/python -m sparse_rnn.archive deviations $(NAMES) --cores $(CORES) $(ARCHIVED)

figures: $(READY)  ## execute the notebooks on the archive; fill the tables of the documents
	$(BIN)/python -m sparse_rnn.drawing.two_triads
	$(BIN)/python -m sparse_rnn.archive figures
	$(BIN)/python -m sparse_rnn.archive documents
	$(BIN)/python -m sparse_rnn.notebooks run notebooks/00_start_here.py --out notebooks/00_start_here.ipynb

tables: $(READY)  ## write docs/tables.md and data/reference/datapackage.json from the schema
	$(BIN)/python -m sparse_rnn.results.schema

site: $(SITE)/.ready  ## make the static pages in site/ from documents, notebooks and archive
	$(SITE)/bin/python -m sparse_rnn.site --out build/site
	rm -rf build/site/html
	SOURCE_DATE_EPOCH=0 $(SITE)/bin/python -m sphinx -W --keep-going --quiet \
	  -c docs/site -d build/site/doctrees build/site/source build/site/html
	@rm -rf site build/site/html/.buildinfo build/site/html/objects.inv
	@mv build/site/html site
	@echo "open site/index.html"

release: $(RELEASE)/.ready site  ## build dist/: package, archive and their descriptions (docs/release.md)
	$(RELEASE)/bin/python -m sparse_rnn.release build

check-release: $(RELEASE)/.ready  ## check FILE=dist/*-archive.tar.gz in an empty folder and a new environment
	$(RELEASE)/bin/python -m sparse_rnn.release check $(FILE)

test: $(READY) lint  ## run all tests
	$(BIN)/python -m pytest -n $(CORES) --dist loadfile

test-release: $(RELEASE)/.ready  ## test what needs the tools of a release; build one twice and compare
	$(RELEASE)/bin/python -m pytest -W ignore --noconftest tests/release/test_crate.py
	for copy in 1 2; do $(RELEASE)/bin/python -m sparse_rnn.release build --out build/release/$$copy; done
	cmp build/release/1/SHA256SUMS build/release/2/SHA256SUMS
	@echo "two builds have the same bytes"

test-container:  ## build the image of Containerfile and run a part of quick in it
	.ci/container

test-slurm: $(SLURM)/.ready  ## run jobs on a Slurm cluster inside this machine, with faults (as root)
	@test "$$(id -u)" = 0 || { echo "only root can start Slurm's daemons: run it as root, in a container"; exit 1; }
	@which slurmctld slurmd munged >/dev/null || \
	  { apt-get update -qq && apt-get install -y -qq slurm-wlm munge; } || \
	  { echo "Slurm is missing; install it, on Debian: apt-get install slurm-wlm munge"; exit 1; }
	$(SLURM)/bin/python -m pytest -v $(SLURM_TESTS)

test-browser: $(BROWSER)/.ready site  ## open notebooks and site in a browser and look for faults
	@which chromium chromedriver >/dev/null && test -d /usr/share/javascript/mathjax || \
	  { apt-get update -qq && \
	    apt-get install -y -qq --no-install-recommends chromium chromium-driver libjs-mathjax; } || \
	  { echo "on Debian, as root: apt-get install chromium chromium-driver libjs-mathjax"; exit 1; }
	$(BROWSER)/bin/python -m pytest -v tests/browser

lint: $(READY)  ## check style of code and workflow
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/snakefmt --check Snakefile workflow/rules

notebooks: $(READY)  ## bring the paired .ipynb files in step with the .py sources
	$(BIN)/python -m sparse_rnn.notebooks pair notebooks

environment: $(READY)  ## install into .venv, nothing else

lock: $(READY)  ## write both locks from pyproject.toml and constraints.txt
	$(LOCK) --extra test --output-file requirements.lock
	$(LOCK) --extra release --output-file release.lock

$(READY): pyproject.toml constraints.txt requirements.lock
	@test -w . || { echo "make installs and computes here; give it a checkout to write into"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed; name one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || \
	  { echo "Python's venv is missing; on Debian: apt-get install python3-venv"; exit 1; }
	@echo "installing into $(VENV): a few minutes"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --progress-bar off --no-deps --require-hashes -r requirements.lock
	$(BIN)/uv pip install --python $(BIN)/python --torch-backend cpu $(OURS) || \
	  { echo "uv finds no CPU build of torch; pip takes the build that it finds"; \
	    $(BIN)/python -m pip install --progress-bar off $(OURS); }
	@touch $@

$(SLURM)/.ready $(BROWSER)/.ready $(SITE)/.ready: $(VENV)/%/.ready: $(READY)
	$(BIN)/python -m venv $(VENV)/$*
	realpath $(VENV)/lib/python3*/site-packages > $$(echo $(VENV)/$*/lib/python3*/site-packages)/shared.pth
	$(VENV)/$*/bin/python -m pip install --progress-bar off -c constraints.txt -e '.[$*]'
	@touch $@

$(RELEASE)/.ready: pyproject.toml release.lock
	$(PYTHON) -m venv $(RELEASE)
	$(RELEASE)/bin/python -m pip install --progress-bar off --no-deps --require-hashes -r release.lock
	$(RELEASE)/bin/python -m pip install --progress-bar off --no-deps --no-build-isolation -e .
	@touch $@

clean:  ## remove what was computed, but neither downloads nor the environment
	rm -rf data/quick data/smoke data/paper data/verify data/deviation_*
	rm -rf figures/quick figures/smoke figures/paper figures/start_here build/site site

help:  ## show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':[^#]*## ' '{ printf "%-16s%s\n", $$1, $$2 }'
