"""The order of the Kazakh alphabet."""

import unicodedata

# Each letter that Unicode keeps apart from its place is written as the letter before it and a
# mark that no text contains (private use), so "ә" comes after "ая" and before "б".
_FIRST_AFTER = "\ue001"
_SECOND_AFTER = "\ue002"
_PLACES = str.maketrans(
    {
        "ә": "а" + _FIRST_AFTER,
        "ғ": "г" + _FIRST_AFTER,
        "ё": "е" + _FIRST_AFTER,
        "қ": "к" + _FIRST_AFTER,
        "ң": "н" + _FIRST_AFTER,
        "ө": "о" + _FIRST_AFTER,
        "ұ": "у" + _FIRST_AFTER,
        "ү": "у" + _SECOND_AFTER,
        "һ": "х" + _FIRST_AFTER,
        "і": "ы" + _FIRST_AFTER,
    }
)


def kazakh_sort_key(text: str) -> str:
    """Give a key that sorts ``text`` by the Kazakh alphabet when keys are compared by code point.

    The alphabet: а ә б в г ғ д е ё ж з и й к қ л м н ң о ө п р с т у ұ ү ф х һ ц ч ш щ ъ ы і ь э
    ю я (Russian words keep their own order in it). Upper and lower case, composed and decomposed
    letters, and any run of white space give the same key. Digits and Latin letters come before
    Cyrillic ones.

    The key may be stored: give its column ``db_collation="C"``, because another collation of the
    database would order the letters in its own way. It is at most twice as long as the text for
    anything written in Kazakh or Russian.
    """
    plain = unicodedata.normalize("NFC", text).casefold()
    return " ".join(unicodedata.normalize("NFC", plain).split()).translate(_PLACES)
