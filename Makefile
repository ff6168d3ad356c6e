# Two commands do everything: `make demo` shows the whole journey, `make test` runs what CI runs.
# Both set up what they need in .venv; neither needs an account or a key.

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
TERRAFORM := $(shell command -v terraform || command -v tofu)
comma := ,
EXTRAS := sandbox$(if $(TERRAFORM),,$(comma)terraform)
BIN := .venv/bin

.PHONY: demo test lint types layers unit live golden bench schemas clean

demo: .venv/.demo
	@$(BIN)/python examples/demo.py

test: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2 --dist worksteal -m "not live"
	$(BIN)/pytest -n 3 --dist loadfile -m live

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/.dev
	$(BIN)/mypy

layers: .venv/.dev
	$(BIN)/lint-imports

unit: .venv/.dev
	$(BIN)/pytest -n 2 --dist worksteal -m "not live"

live: .venv/.dev
	$(BIN)/pytest -n 3 --dist loadfile -m live

golden: .venv/.dev
	NIMBUS_GOLDEN=write $(BIN)/pytest tests/corpus

bench: .venv/.dev
	$(BIN)/python -m benchmarks

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "nimbus needs Python 3.11 or later on the PATH"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.demo: pyproject.toml | .venv/bin/python
	@echo "setting up .venv (once)"
	@$(BIN)/pip install --quiet --disable-pip-version-check -e ".[$(EXTRAS)]"
	@touch $@

.venv/.dev: pyproject.toml | .venv/bin/python
	@echo "setting up .venv (once)"
	@$(BIN)/pip install --quiet --disable-pip-version-check -e ".[dev]"
	@touch $@ .venv/.demo

# Anew from the provider and the release; needs terraform with the AWS provider, and Go.
S := build/schemas
schemas: .venv/.dev
	mkdir -p $(S)
	printf 'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws", version = "5.100.0" }\n  }\n}\n' > $(S)/main.tf
	cd $(S) && terraform init && terraform providers schema -json > schema.json
	$(BIN)/python -m nimbus_lang.schemas.build_aws $(S)/schema.json
	$(BIN)/python -m nimbus_lang.schemas.build_kubernetes "$$(cd nimbus_lang/sandbox/control_plane && go mod download k8s.io/kubernetes && go list -m -f '{{.Dir}}' k8s.io/kubernetes)"
	$(BIN)/python -m nimbus_lang.schemas.build_refinements

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
