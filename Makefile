# Every target works in a fresh clone. `make run` and `make test` set up what is missing first; the set-up's logic is in
# setup/bootstrap.py. Another interpreter: make run PYTHON=python3.12. Arguments for the shell: make run ARGS=--typed

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=
DATA ?= ../shared/data/text
SECONDS ?= 600

.PHONY: help setup run test check adversarial fuzz bench train chat lock docs pictures dist sbom audit clean python

help:
	@echo "make run     set up what is missing, then start the shell (ARGS=... for its options)"
	@echo "make setup   set up everything, and try again what failed before"
	@echo "make test    set up with the tools for the tests, check, and run the tests"
	@echo "make check   formatting, lint and types"
	@echo "make adversarial  run every attack of the corpus for real (make test takes every third of the large families)"
	@echo "make fuzz    try odd inputs on the gate, the sanitiser, the store, ... (SECONDS=600 for each; ARGS=gate: that one)"
	@echo "make bench   measure every stage on this machine (ARGS=accuracy: how right it is; ARGS=router, ...)"
	@echo "make train   make intents/checkpoint anew (DATA=the folder of public data; hours on a CPU)"
	@echo "make chat    compile the chat engine, where it is missing"
	@echo "make lock    resolve the dependencies anew and write setup/locks (UPGRADE=1: the newest)"
	@echo "make docs    build the documentation site into build/site, strictly (ARGS='-b linkcheck': ask after every address)"
	@echo "make pictures  make the pictures in docs/pictures anew, from real sessions (needs tmux and PulseAudio)"
	@echo "make dist    build the source archive and the wheel into dist"
	@echo "make sbom    write build/sbom.json, the bill of materials (CycloneDX)"
	@echo "make audit   ask the advisory database about every pinned package, where a network allows"
	@echo "make clean   remove the environment and what was built; models stay (golem models list says where)"

python:
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "golem: $(PYTHON) is not here; install Python 3.11 or later, on Debian: apt-get install python3"; exit 2; }

setup chat: python
	@$(PYTHON) -m setup $@

run: python
	@$(PYTHON) -m setup run
	@$(BIN)/golem $(ARGS)

test: python
	@$(PYTHON) -m setup test
	@$(MAKE) --no-print-directory check
	$(BIN)/python -m tests $(ARGS)

check:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

adversarial: python
	@$(PYTHON) -m setup test
	GOLEM_CORPUS=all $(BIN)/python -m pytest -n auto --dist load tests/adversarial $(ARGS)

fuzz: python
	@$(PYTHON) -m setup test
	$(BIN)/python -m tests.fuzz --seconds $(SECONDS) $(ARGS)

bench: python
	@$(PYTHON) -m setup lab
	@$(BIN)/golem bench $(ARGS)

train: python
	@$(PYTHON) -m setup lab
	@$(BIN)/golem models pull all-minilm-l6-v2
	@$(BIN)/python -m intents.training --data $(DATA) $(ARGS)

lock:
	@$(BIN)/python -m setup.lock $(if $(UPGRADE),--upgrade)

docs: python
	@$(PYTHON) -m setup test
	$(BIN)/python -m sphinx --fail-on-warning --keep-going --quiet $(ARGS) docs build/site

pictures: python
	@$(PYTHON) -m setup test
	$(BIN)/python docs/pictures/make.py

dist: python
	@$(PYTHON) -m setup test
	$(BIN)/python -m build --no-isolation

sbom audit:
	@$(BIN)/python -m setup.release $@

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis benchmarks/out
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
