"""Translations: collect the strings, compile the catalogues.

Compiling needs nothing but Babel, so that a newcomer needs no GNU gettext; collecting does.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("kk", "ru")
CATALOGUES = ROOT / "locale"
OURS = [CATALOGUES / language / "LC_MESSAGES" / "django.po" for language in LANGUAGES]


def compile_all() -> int:
    """Write a .mo beside every .po that is newer. Returns how many were written."""
    written = 0
    for po in sorted(CATALOGUES.rglob("*.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parent.parent.name)
        with mo.open("wb") as target:
            write_mo(target, catalogue)
        written += 1
    return written


def collect(*, quiet: bool = False) -> int:
    """Collect our own strings into locale/kk and locale/ru. Needs GNU gettext."""
    command = [sys.executable, "manage.py", "makemessages", "--no-location", "--no-wrap"]
    command += ["--ignore", "var", "--ignore", ".venv", "--ignore", "tests", "--ignore", "static"]
    for language in LANGUAGES:
        command += ["--locale", language]
    return subprocess.run(command, cwd=ROOT, env=os.environ, check=False).returncode


def stale() -> int:
    """Collect into a copy and name the strings our catalogues lack; return 1 if there is one."""
    before = {po: po.read_bytes() for po in OURS}
    try:
        if collect(quiet=True):
            return 1
        missing = sorted(
            {f"{po.relative_to(ROOT)}: {text!r}" for po in OURS for text in unfinished(po)}
        )
    finally:
        for po, content in before.items():
            po.write_bytes(content)
    print("\n".join(["Not collected yet; run `make messages`:", *missing] if missing else []))
    return 1 if missing else 0


def unfinished(po: Path) -> list[str]:
    """Return the strings of a catalogue that are untranslated or fuzzy."""
    with po.open("rb") as source:
        catalogue = read_po(source, locale=po.parent.parent.name)
    found = []
    for message in catalogue:
        if not message.id:
            continue
        words = message.string if isinstance(message.string, tuple | list) else [message.string]
        if message.fuzzy or not all(words):
            found.append(str(message.id))
    return found


def check() -> int:
    """Name every untranslated or fuzzy string; return 1 if there is one."""
    wrong = [
        f"{po.relative_to(ROOT)}: {text!r}"
        for po in sorted(CATALOGUES.rglob("*.po"))
        for text in unfinished(po)
    ]
    print("\n".join(wrong[:50]))
    if len(wrong) > 50:
        print(f"… and {len(wrong) - 50} more")
    return 1 if wrong else 0


VERBS: dict[str, Callable[[], int]] = {
    "compile": lambda: compile_all() and 0,
    "collect": collect,
    "check": check,
    "stale": stale,
}

if __name__ == "__main__":
    sys.exit(VERBS[sys.argv[1]]())
