"""Letters that people write for one another, made alike; and the words of a text.

On a Russian keyboard, and in haste, к is written for қ, о for ө, и for і. Both sides of a
comparison are folded, so nobody has to know which of them was used. Folding keeps the length of a
text: what stands at a place of the folded text stands at the same place of the original.
"""

import re
import unicodedata
from collections.abc import Iterator

KAZAKH = {"ә": "а", "ғ": "г", "қ": "к", "ң": "н", "ө": "о", "ұ": "у", "ү": "у", "һ": "х", "і": "и",
          "й": "и", "ё": "е", "ъ": "ь"}  # fmt: skip
RUSSIAN = {"ё": "е"}
# Latin letters that look like Cyrillic ones.
LOOK_ALIKE = str.maketrans("aceiopxyhkmtb", "асеіорхуһкмтв")

WORD = re.compile(r"[^\W_]+")
CYRILLIC = re.compile(r"[Ѐ-ԯ]")
# Cyrillic and Latin capitals; one character for one, whatever lower() makes of others.
CAPITALS = {ord(c): c.lower() for c in map(chr, range(0x41, 0x530)) if len(c.lower()) == 1}


def _table(alike: dict[str, str]) -> dict[int, str]:
    lower = CAPITALS | {ord(letter): other for letter, other in alike.items()}
    return {code: alike.get(letter, letter) for code, letter in lower.items()}


TABLES = {"kk": _table(KAZAKH), "ru": _table(RUSSIAN)}


def tidy(text: str) -> str:
    """Return `text` with composed letters and without control characters, spaces made single."""
    text = unicodedata.normalize("NFC", text)
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def fold(text: str, language: str) -> str:
    """Return `text`, already composed, in small letters with those of `language` made alike."""
    return text.translate(TABLES[language])


def words(text: str) -> Iterator[re.Match[str]]:
    """Yield the words of a folded text, with their places."""
    return WORD.finditer(text)


def asked_words(query: str) -> list[str]:
    """Return the words of what somebody typed, each once, in small letters, not folded yet.

    A Latin letter within a Cyrillic word is taken for the one that looks like it.
    """
    found = (match[0] for match in WORD.finditer(tidy(query).lower()))
    mended = (w.translate(LOOK_ALIKE) if CYRILLIC.search(w) else w for w in found)
    return list(dict.fromkeys(mended))
