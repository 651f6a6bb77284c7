# Short names for the project's commands. Every target makes its environment first: see scripts/setup.

LOCK = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --fork-strategy fewest \
	--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' $(UPGRADE)

.PHONY: help site serve test check audit bench lock clean

help: ## print this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-6s %s\n", $$1, $$2}' Makefile

site: ## build the site into site/
	@scripts/setup site
	@.venv/bin/dossier build

serve: ## show the site on this machine, and again after every change
	@scripts/setup site
	@.venv/bin/dossier serve

test: ## run the linters, the type checker and all tests
	@scripts/setup test
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/pytest -n 2

check: ## check code and content, without the tests
	@scripts/setup test
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/dossier check
	.venv/bin/dossier fmt --check

audit: ## let the Nu HTML checker read all pages, and Lighthouse look at three (installs Node and Java)
	@scripts/setup site
	@scripts/setup audit
	.venv/bin/python audit/audit.py

bench: ## measure dossier against the usual stack of plugins, and the link checker against a plain trial
	@scripts/setup site
	@scripts/setup bench
	.venv/bin/python benchmarks/link_checker.py --short
	.venv/bin/python benchmarks/run.py

lock: ## make the lock files anew (needs uv and npm; UPGRADE=--upgrade takes newer versions)
	$(LOCK) pyproject.toml --group build -o requirements/site.txt
	$(LOCK) pyproject.toml --group build --group test --group lint -c requirements/site.txt -o requirements/test.txt
	$(LOCK) --group bench -c requirements/site.txt -o requirements/bench.txt
	cd audit && npm install --package-lock-only

clean: ## remove everything that was made: environments, site, caches
	rm -rf .venv .venv-bench site site.*/ build dist *.egg-info benchmarks/out audit/node_modules
	rm -rf .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -prune -exec rm -rf {} +
