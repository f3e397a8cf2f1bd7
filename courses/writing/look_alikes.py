"""Latin letters that look like Cyrillic ones, inside a word that is Cyrillic.

A keyboard that was left in English writes `сoл` with a Latin o: it looks right, is read out wrong
and is found by no search. The pairs are the letters that cannot be told apart in common fonts, by
Unicode's confusables (UTS #39), kept to the Kazakh and Russian alphabets; `h` for `һ` and `i` for
`і` are the usual ones in Kazakh.
"""

import re
from dataclasses import dataclass

PAIRS = {
    "a": "а", "c": "с", "e": "е", "h": "һ", "i": "і", "o": "о", "p": "р", "x": "х", "y": "у",
    "A": "А", "B": "В", "C": "С", "E": "Е", "H": "Н", "I": "І", "K": "К", "M": "М", "O": "О",
    "P": "Р", "T": "Т", "X": "Х", "Y": "У", "ə": "ә", "Ə": "Ә", "ë": "ё", "Ë": "Ё",
}  # fmt: skip
LATIN = re.compile(r"[A-Za-zƏəËë]")
CYRILLIC = re.compile(r"[Ѐ-ӿ]")
# A word ends at a hyphen too: «e-mail-дан» holds a Latin word and a Cyrillic ending, rightly.
WORD = re.compile(r"[A-Za-zƏəËëЀ-ӿ]+")
TABLE = str.maketrans(PAIRS)


@dataclass(frozen=True)
class LookAlike:
    """A word as it stands, and as it was meant."""

    word: str
    meant: str


def look_alikes(text: str) -> list[LookAlike]:
    """Return each Cyrillic word of plain `text` with Latin look-alikes in it, once, in order.

    A word with a Latin letter that looks like no Cyrillic one is a foreign word and left alone.
    """
    found = {}
    for word in WORD.findall(text):
        if not (LATIN.search(word) and CYRILLIC.search(word)):
            continue
        meant = word.translate(TABLE)
        if not LATIN.search(meant):
            found[word] = LookAlike(word, meant)
    return list(found.values())
