# People, CI and scripts use the same commands. `make help` lists them.
PORT ?= 8000
PY := .venv/bin/python
# Reading byte code from disk makes Django start in a third of the time.
unexport PYTHONDONTWRITEBYTECODE
export PORT

.PHONY: help setup demo demo-reset test lint fix bench messages lock clean

help: ## list the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: ## install everything into .venv (quick when nothing changed)
	@sh scripts/setup.sh

demo: setup ## bring everything up on http://127.0.0.1:8000 (PORT=8001 for another port)
	@OTAU_MODE=demo exec $(PY) -m config.supervisor

demo-reset: setup ## forget the demo's data; the next `make demo` starts over
	@OTAU_MODE=demo $(PY) -m config.supervisor --reset

test: setup ## the whole suite (ARGS="-k desk" for a part)
	@OTAU_MODE=test exec $(PY) -m config.run_tests $(ARGS)

bench: setup ## measure what must not grow (benchmarks/README.md)
	@$(PY) -m benchmarks.figures
	@$(PY) -m benchmarks.desk
	@$(PY) -m benchmarks.desks
	@$(PY) -m benchmarks.bulk
	@$(PY) -m benchmarks.chain
	@$(PY) -m benchmarks.documents
	@$(PY) -m benchmarks.phones

lint: setup ## every check that needs no running service
	@OTAU_MODE=test PY=$(PY) exec sh scripts/lint.sh

fix: setup ## mend what can be mended by machine
	@$(PY) -m ruff check --fix --quiet . ; $(PY) -m ruff format --quiet . ; git ls-files -z 'templates/*.html' | xargs -0 $(dir $(PY))djade --target-version 6.0 ; true

messages: setup ## collect the strings to translate into locale/
	@OTAU_MODE=test $(PY) -m config.translations collect

lock: setup ## resolve the pins anew
	@sh scripts/lock.sh

clean: ## remove what the commands made, data of the demo included
	@if [ -x $(PY) ]; then OTAU_MODE=demo $(PY) -m config.supervisor --reset; OTAU_MODE=test $(PY) -m config.supervisor --reset; fi
	rm -rf .venv var
