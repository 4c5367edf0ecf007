# One word for each thing a person or CI does. `make run` is all a newcomer needs.
PYTHON3 ?= python3
PY := .venv/bin/python
LOCKER := var/locker
# Files are UTF-8, and Chinese can be printed, whatever the terminal says.
export PYTHONUTF8 = 1

.PHONY: run test check trial password backup restore upgrade downgrade bench pictures lock clean venv venv-dev

run: venv
	@$(PY) manage.py serve

test: venv-dev
	@$(PY) tests/run.py

check: venv-dev
	@$(PY) tests/run.py --check

trial: venv-dev
	@$(PY) tests/run.py --trial

password: venv
	@$(PY) manage.py password

backup: venv
	@$(PY) manage.py backup $(OPTIONS)

restore: venv
	@$(PY) manage.py restore "$(FILE)" $(OPTIONS)

upgrade: venv
	@$(PY) manage.py upgrade $(OPTIONS)

downgrade: venv
	@$(PY) manage.py upgrade --back $(OPTIONS)

bench: venv
	@$(PY) manage.py bench_report
	@$(PY) tools/bench_import.py

pictures: venv-dev
	@$(PY) tools/take_pictures.py

venv:
	@$(PYTHON3) hemao/bootstrap.py run

venv-dev:
	@$(PYTHON3) hemao/bootstrap.py dev

# The locker is no dependency of ours: it lives in an environment of its own.
LOCK = $(LOCKER)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock"

lock:
	@test -x $(LOCKER)/bin/uv || { $(PYTHON3) -m venv $(LOCKER) && $(LOCKER)/bin/pip install -q uv; }
	@$(LOCK) $(UPGRADE) pyproject.toml -o requirements/run.txt
	@$(LOCK) $(UPGRADE) pyproject.toml --extra dev -c requirements/run.txt -o requirements/dev.txt
	@$(LOCK) $(UPGRADE) --group pdf -o requirements/pdf.txt

# Leaves var/ alone: it holds the town's data.
clean:
	@rm -rf .venv .venv-before .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -not -path './var/*' -prune -exec rm -rf {} +
