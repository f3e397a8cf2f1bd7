#!/bin/sh
# Resolves pyproject.toml into pins with hashes; no address of an index is written down.
set -eu
cd "$(dirname "$0")/.."
uv=var/uv/bin/uv
[ -x "$uv" ] || uv=uv
lock() {
  "$uv" pip compile --quiet --upgrade --universal --python-version 3.13 --generate-hashes \
    --no-header --no-annotate --no-emit-index-url --no-emit-find-links "$@"
}
lock pyproject.toml -o requirements.lock
lock pyproject.toml --extra dev -c requirements.lock -o requirements-dev.lock
