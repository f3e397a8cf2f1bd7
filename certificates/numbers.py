"""Certificate numbers: what a person reads out and a clerk types.

A number looks like ``XXXX-XXXX-XXXXC``: twelve random characters and a check character, all of
one alphabet of 23. It names a certificate and opens nothing by itself, but it must not be
guessable in bulk: 23**12 is 54.3 bits, so with ten million certificates issued a guess hits with
a chance of one in two thousand million.

The alphabet is chosen for people who see Latin letters and think in Kazakh or Russian:

- no vowels, so that no number spells a word in any of the three languages, read as Latin or as
  Cyrillic shapes;
- no letter that looks like a digit or like another letter (O/0, I/1, Z/2, S/5, G/6, B/8, Q/0, U/V);
- no letter whose Cyrillic *reading* is another letter of the alphabet. The shape ``H`` is read as
  «эн», so only N is used; ``P`` is read as «пэ» or «эр», so R is not used; ``C`` as «цэ» or
  «эс», so S is not used; «вэ» is V, so B is not used; «ха» is X, so H is not used.

What is left (ten digits and thirteen letters) is a prime number of characters, which makes the
check character plain arithmetic; see `check_character`.
"""

import secrets
import unicodedata
from typing import Final

ALPHABET: Final = "0123456789CDFJKLMNPTVWX"
RANDOM_CHARACTERS: Final = 12
# The body of the number that samples bear: no certificate ever gets it.
SAMPLE: Final = "X" * RANDOM_CHARACTERS
GROUPS: Final = (4, 4, 5)

_MODULUS: Final = len(ALPHABET)
_RADIX: Final = 5
_VALUES: Final = {character: value for value, character in enumerate(ALPHABET)}

# Typed for a character of the alphabet: the same shape under another keyboard layout, or the
# letter that was heard. Only what can mean one character alone stands here: B may be V or 8, H may
# be N or X, S may be C or 5, Z may be 2 or 3, so these make a number unreadable instead of wrong.
_MEANT: Final = {
    "O": "0",
    "О": "0",
    "Ө": "0",
    "I": "1",
    "І": "1",
    "З": "3",
    "С": "C",
    "Ц": "C",
    "Д": "D",
    "Ф": "F",
    "Й": "J",
    "Ж": "J",
    "К": "K",
    "Қ": "K",
    "Л": "L",
    "М": "M",
    "Н": "N",
    "Ң": "N",
    "П": "P",
    "Р": "P",
    "R": "P",
    "Т": "T",
    "В": "V",
    "Ш": "W",
    "Х": "X",
}

# Dashes, the minus sign, spaces, controls and invisible marks that come along with copied text.
_SKIPPED_CATEGORIES: Final = frozenset({"Pd", "Sm", "Zs", "Zl", "Zp", "Cc", "Cf"})


def make_number() -> str:
    """Return a new random number in its written form, ``XXXX-XXXX-XXXXC``.

    Uniqueness is the database's to promise, not this function's.
    """
    body = SAMPLE
    while body == SAMPLE:
        body = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_CHARACTERS))
    return _written(body + check_character(body))


def check_character(body: str) -> str:
    """Return the check character for the characters of `body`, all from `ALPHABET`.

    The pure system of ISO/IEC 7064 (clause 7: the weighted sum of all characters, the check
    character included, is congruent to 1) with modulus 23 and radix 5. As 23 is prime and 5 a
    primitive root of it, every single substitution and every exchange of any two characters,
    adjacent or not, changes the sum; so do all twin errors (``11`` for ``77``).
    The standard's own MOD 37-2 and MOD 37,36 need letters that look alike; Luhn mod N misses the
    exchange of the first and the last character of the alphabet.
    """
    total = 0
    for character in body:
        total = (total + _VALUES[character]) * _RADIX % _MODULUS
    return ALPHABET[(1 - total) % _MODULUS]


def normalise_number(text: str) -> str | None:
    """Return the written form of a number that was typed, scanned or dictated, or None.

    Takes lower case, spaces, any dashes, and Cyrillic letters typed for the Latin ones. None when
    a character cannot be read with certainty, the length is wrong or the check character fails:
    such a number was never issued, so there is nothing to look up.
    """
    if len(text) > 100:
        return None
    characters = []
    for character in unicodedata.normalize("NFKC", text.replace("№", "")).upper():
        if character in "_." or unicodedata.category(character) in _SKIPPED_CATEGORIES:
            continue
        characters.append(_MEANT.get(character, character))
    if len(characters) != RANDOM_CHARACTERS + 1 or not all(c in _VALUES for c in characters):
        return None
    compact = "".join(characters)
    if check_character(compact[:-1]) != compact[-1]:
        return None
    return _written(compact)


def sample_number() -> str:
    """Return the number of samples. It is well formed and never given to a certificate."""
    return _written(SAMPLE + check_character(SAMPLE))


def number_as_integer(number: str) -> int:
    """Return the random part of a written `number` as an integer below 23**12.

    The check character follows from it, so it is left out. ValueError when it is not a number.
    """
    normal = normalise_number(number)
    if normal is None:
        raise ValueError("not a certificate number")
    value = 0
    for character in normal.replace("-", "")[:-1]:
        value = value * _MODULUS + _VALUES[character]
    return value


def number_from_integer(value: int) -> str:
    """Return the written number of an integer made by `number_as_integer`.

    ValueError when `value` is not within 0 <= value < 23**12.
    """
    if not 0 <= value < _MODULUS**RANDOM_CHARACTERS:
        raise ValueError("out of the range of certificate numbers")
    characters = []
    for _ in range(RANDOM_CHARACTERS):
        value, digit = divmod(value, _MODULUS)
        characters.append(ALPHABET[digit])
    body = "".join(reversed(characters))
    return _written(body + check_character(body))


def _written(compact: str) -> str:
    first, second = GROUPS[0], GROUPS[0] + GROUPS[1]
    return f"{compact[:first]}-{compact[first:second]}-{compact[second:]}"
