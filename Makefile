# Neuroscience and Math: `make book` reads it, `make test` checks it. Needs GNU make and Python.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
PY := .venv/bin/python
PORT ?= 8000
# Kernels are those of .venv, whatever else is installed.
export JUPYTER_PREFER_ENV_PATH := 1
# An environment that is active in the shell has no say in this one.
unexport VIRTUAL_ENV
unexport PYTHONPATH
unexport PYTHONHOME

.PHONY: help book html test coverage lint format lab bench grade lock clean clean-all env

help: ## This list
	@echo "Neuroscience and Math"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "  The first command sets up an environment in .venv (about 1 GB, one to five minutes)."

book: html ## Build the book and open it to your browser (PORT=8000)
	@$(PY) tools/serve.py _build/html --port $(PORT)

html: env ## Build the book into _build/html
	@$(PY) tools/build.py

test: env ## Check everything: style, the build, the library, the notebooks, the pages in a browser
	@$(PY) tools/test.py

coverage: env ## Say which lines of the library its own tests miss
	@$(PY) -m pytest tests/unit tests/physics -n 2 --dist loadfile -q --cov neuromath_lib --cov-report term-missing:skip-covered

lint: env ## Check the style of code and notebooks
	@$(PY) tools/lint.py

format: env ## Mend the style of code and notebooks
	@$(PY) tools/lint.py --fix

lab: env ## Open the chapters in JupyterLab
	@NEUROMATH_EXPLORE=live $(PY) -m jupyterlab --ServerApp.root_dir=. \
	  --LabApp.default_url=/lab/tree/chapters/index.ipynb

bench: env ## Measure: speed, accuracy, page weight, side by side with other programs
	@if [ -f benchmarks/run.py ]; then $(PY) benchmarks/run.py; \
	else echo "There is no benchmarks/run.py in this copy of the project."; exit 1; fi

grade: env ## Grade a folder of notebooks (SUBMISSIONS=folder OUT=folder)
	@if [ -z "$(SUBMISSIONS)" ] || [ -z "$(OUT)" ]; then \
	  echo "Say what and whereto: make grade SUBMISSIONS=folder OUT=folder"; exit 1; fi
	@$(PY) -m assignments.grading "$(SUBMISSIONS)" "$(OUT)" \
	  $(if $(ASSIGNMENT),--assignment "$(ASSIGNMENT)")

lock: ## Bring requirements.lock to the newest versions (needs uv)
	@if ! command -v uv >/dev/null 2>&1; then \
	  echo "make lock needs uv: https://docs.astral.sh/uv/"; exit 1; fi
	uv pip compile --universal --python-version 3.11 --generate-hashes --upgrade --quiet \
	  --extra lab --extra book --extra test pyproject.toml -o requirements.lock

clean: ## Remove what was built
	@rm -rf _build build setup.log .pytest_cache .ruff_cache .hypothesis .coverage .coverage.*
	@find assignments chapters neuromath_lib sphinx_ext tests tools benchmarks \
	  \( -name __pycache__ -o -name .ipynb_checkpoints \) -prune -exec rm -rf {} +

clean-all: clean ## Remove what was built, and the environment
	@rm -rf .venv *.egg-info

env:
	@python=$$(./tools/find_python.sh) && "$$python" tools/setup.py
