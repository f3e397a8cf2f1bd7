"""What a scanner, or a hand, typed while the keyboard stood on the Kazakh or Russian layout.

A scanner sends key presses for the United States layout; under another one they come out as the
letters of those keys. The tables are the layouts that Windows ships for the two languages.
"""

import re

_KEYS = "QWERTYUIOPASDFGHJKLZXCVBNM"
_CYRILLIC = "ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ"
_LETTERS = dict(zip(_CYRILLIC, _KEYS, strict=True))
_RUSSIAN = str.maketrans(_LETTERS | {"Ж": ":", ".": "/", "Ю": ".", "№": "#"})
_KAZAKH_DIGITS = {
    '"': "1", "Ә": "2", "І": "3", "Ң": "4", "Ғ": "5", ",": "6", ".": "7", "Ү": "8", "Ұ": "9",
    "Қ": "0", "Ө": "-",
}  # fmt: skip
_KAZAKH = str.maketrans(_LETTERS | _KAZAKH_DIGITS | {"Ж": ":", "№": "/", "Ю": "."})
_DIGITS = str.maketrans(_KAZAKH_DIGITS)
_NUMBER = re.compile(r"[\d\s\-/]+", re.ASCII)


def digits_meant(text: str) -> str:
    """Return the digits that were typed with the Kazakh layout on; other text comes back as is."""
    digits = text.upper().translate(_DIGITS)
    return digits if _NUMBER.fullmatch(digits) else text


def readings(text: str) -> list[str]:
    """Return what a scanned text may have been, by layout: as it is, Russian, Kazakh."""
    # Under the Kazakh layout a digit is a small letter and "#" the capital of "3".
    kazakh = "".join("#" if letter == "І" else letter for letter in text).upper()
    return [text, text.upper().translate(_RUSSIAN), kazakh.translate(_KAZAKH)]
