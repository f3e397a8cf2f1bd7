#!/bin/sh
# Every check that needs no running service. Runs them all and fails at the end if one failed.
set -u
cd "$(dirname "$0")/.."
export OTAU_MODE=${OTAU_MODE:-test}
PY=${PY:-.venv/bin/python}
failed=
check() {
  name=$1
  shift
  if out=$("$@" 2>&1); then
    printf '  ok    %s\n' "$name"
  else
    printf '  WRONG %s\n%s\n' "$name" "$out"
    failed="$failed $name,"
  fi
}

untranslated() {
  # Collecting needs GNU gettext; the state of the catalogues can be told without it.
  $PY -m config.translations check || return 1
  if command -v xgettext >/dev/null 2>&1; then
    $PY -m config.translations stale
  elif [ "${CI:-}" = true ]; then
    echo "GNU gettext is missing, so new strings could not be looked for."
    return 1
  else
    echo "Not looked for: strings that are not collected yet (GNU gettext is missing)."
  fi
}

lessons() {
  # hunspell and its dictionaries are Debian's; without them everything but spelling is told.
  if [ "${CI:-}" = true ]; then spelling=must; else spelling=where-installed; fi
  $PY manage.py proofread_curriculum --quiet --spelling "$spelling"
}

check "ruff check" $PY -m ruff check --quiet .
check "ruff format" $PY -m ruff format --quiet --check .
check "imports point down" $PY -m importlinter.cli lint-imports --no-cache
check "types" $PY -m mypy --no-error-summary .
check "templates (djlint)" $PY -m djlint --quiet --lint templates
check "templates (djade)" sh -c "git ls-files -z 'templates/*.html' | xargs -0 $(dirname $PY)/djade --check --target-version 6.0"
check "system check" $PY manage.py check --fail-level WARNING
check "migrations" $PY -W ignore manage.py makemigrations --check --dry-run
check "translations" untranslated
check "lessons" lessons
check "production settings" $PY -m config.check_deploy

if [ -n "$failed" ]; then
  printf '\nWrong:%s see above.\n' "$failed"
  exit 1
fi
