#!/bin/sh
# Installs the pinned packages into .venv. Needs Python 3 and nothing else: uv, which also finds or
# fetches Python 3.13, is put into a private environment when it is not there already.
set -eu
cd "$(dirname "$0")/.."
stamp=.venv/.installed
want=$(cat requirements-dev.lock .python-version | cksum)
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$want" ] && .venv/bin/python -c '' 2>/dev/null; then
  exit 0
fi

say() { printf '%s\n' "· $*"; }

uv=var/uv/bin/uv
if ! "$uv" --version >/dev/null 2>&1; then
  # A uv that is installed for another Python version can vanish inside this folder, so ask it to run.
  if command -v uv >/dev/null 2>&1 && uv --version >/dev/null 2>&1; then
    uv=uv
  else
    say "Installing uv into var/uv"
    mkdir -p var
    if ! python3 -m venv var/uv 2>var/setup.log; then
      rm -rf var/uv
      if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "Installing python3-venv"
        { apt-get update && apt-get install -y --no-install-recommends python3-venv; } >>var/setup.log 2>&1
        python3 -m venv var/uv
      else
        say "Python's venv module is missing. On Debian or Ubuntu: sudo apt-get install python3-venv"
        exit 1
      fi
    fi
    var/uv/bin/python -m pip install --quiet --disable-pip-version-check uv
  fi
fi

[ -x .venv/bin/python ] && .venv/bin/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 13))' 2>/dev/null || {
  say "Creating .venv with Python 3.13"
  "$uv" venv --quiet --clear --python 3.13 .venv
}
say "Installing packages"
"$uv" pip sync --quiet --python .venv/bin/python --require-hashes requirements-dev.lock
say "Compiling translations"
.venv/bin/python -m config.translations compile
printf '%s' "$want" >"$stamp"
