"""What a scanner, or a hand, typed while the keyboard stood on the Kazakh or Russian layout.

A scanner sends key presses for the United States layout; under another one they come out as what
those keys bear there, and with Caps Lock on the letters come out in the other case. The tables are
the layouts that Windows ships for the two languages (Kazakh: RST KazSSR 903-90), row by row from
the key left of "1" to the one left of the right Shift; first without Shift, then with it.
"""

import re

_PLAIN = r"`1234567890-=qwertyuiop[]asdfghjkl;'zxcvbnm,./" + "\\"
_SHIFT = '~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?|'
_RUSSIAN_PLAIN = r"ё1234567890-=йцукенгшщзхъфывапролджэячсмитьбю." + "\\"
_RUSSIAN_SHIFT = 'Ё!"№;%:?*()_+ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,/'
_KAZAKH_PLAIN = '("әіңғ,.үұқөһйцукенгшщзхъфывапролджэячсмитьбю№' + "\\"
_KAZAKH_SHIFT = ")!ӘІҢҒ;:ҮҰҚӨҺЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ?/"

_RUSSIAN = str.maketrans(_RUSSIAN_PLAIN + _RUSSIAN_SHIFT, _PLAIN + _SHIFT)
_KAZAKH = str.maketrans(_KAZAKH_PLAIN + _KAZAKH_SHIFT, _PLAIN + _SHIFT)
# Shift and "3" of the United Kingdom's layout.
_ENGLISH = str.maketrans("£", "#")

# The digits and the dash, whichever way Caps Lock stood, and nothing that has digits already:
# those who type "75.01" by hand mean a full stop.
_KAZAKH_DIGITS = str.maketrans('"әіңғ,.үұқө№', "1234567890-/")
_AS_IT_STANDS = re.compile(r"[0-9]", re.ASCII)
_NUMBER = re.compile(r"[\d\s\-/]+", re.ASCII)


def digits_meant(text: str) -> str:
    """Return the digits that were typed with the Kazakh layout on; other text comes back as is."""
    if _AS_IT_STANDS.search(text):
        return text
    digits = text.lower().translate(_KAZAKH_DIGITS)
    return digits if _NUMBER.fullmatch(digits) else text


def readings(text: str) -> list[str]:
    """Return what a scanned text may have been, the likeliest first; each once.

    As it is, under the Russian layout, under the Kazakh one, and the last two with Caps Lock on.
    Under the Kazakh layout the digits are letters too, so that the case decides: the small one of
    a key is "4", the capital is "$". In capitals, as our QR codes are, also where a layout kept
    the small letters of a Caps Lock.
    """
    other_case = text.swapcase()
    found = [text.translate(_ENGLISH)]
    found += [one.translate(table) for one in (text, other_case) for table in (_RUSSIAN, _KAZAKH)]
    return list(dict.fromkeys([found[0], *(one.upper() for one in found[1:])]))
