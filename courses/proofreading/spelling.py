"""Spelling by hunspell, where it and its dictionaries are installed.

The Russian dictionary knows the language well: what it does not know is wrong, or a name in the
kept list. The Kazakh one knows about four fifths of good Kazakh, so its list is one to read: each
form is read once by a person and then kept. Kept words stand in `words.<language>.txt` beside the
courses, one to a line; `#` opens a remark.
"""

import re
import shutil
import subprocess
from collections.abc import Collection, Iterable
from pathlib import Path

DICTIONARIES = {"kk": "kk_KZ", "ru": "ru_RU"}
# hunspell takes a word with a hyphen apart, so the parts are what is asked and kept.
CYRILLIC = re.compile(r"[Ѐ-ӿ]+")
MOST_UNKNOWN = 0.22  # of the words of a lesson in Kazakh, kept ones included


class NoDictionary(Exception):
    """hunspell or its dictionary of a language is not installed."""


def unknown(language: str, words: Iterable[str]) -> set[str]:
    """Return those of `words` (Cyrillic letters only) that the dictionary does not know.

    Raises NoDictionary.
    """
    program = shutil.which("hunspell")
    if not program:
        raise NoDictionary("hunspell is not installed")
    done = subprocess.run(
        [program, "-d", DICTIONARIES[language], "-i", "utf-8", "-l"], input="\n".join(words),
        text=True, capture_output=True, check=False,
    )  # fmt: skip
    if done.returncode or "Can't open" in done.stderr:
        raise NoDictionary(f"hunspell has no dictionary {DICTIONARIES[language]}")
    return set(done.stdout.split())


def kept_words(folder: Path, language: str) -> set[str]:
    """Return the kept words of a language in `folder`; none when there is no list."""
    file = folder / f"words.{language}.txt"
    lines = file.read_text().splitlines() if file.exists() else []
    return {word for line in lines if (word := line.partition("#")[0].strip())}


def is_kept(word: str, kept: Collection[str]) -> bool:
    """Whether a word is kept as it stands, or as it is inside a sentence."""
    return word in kept or word[:1].lower() + word[1:] in kept


def words_of(text: str) -> list[str]:
    """Return the Cyrillic words of a text, in order, parted at hyphens."""
    return CYRILLIC.findall(text)
