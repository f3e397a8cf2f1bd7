"""The check on an individual identification number (IIN; ЖСН, ИИН)."""

_LENGTH = 12
_FIRST_PASS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
_SECOND_PASS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)


def is_valid_iin(text: str) -> bool:
    """Say whether ``text`` could be an IIN: its length and its check digit, nothing more.

    In: the number as typed, already stripped of spaces. Only the ASCII digits 0-9 count as
    digits; Arabic-Indic or full-width ones make the number invalid. Out: true or false, no error.

    Algorithm (the published rule for the IIN and BIN): the first eleven digits are multiplied by
    the weights 1..11, and the sum modulo 11 is the check digit. When that is 10, the sum is taken
    again with the weights 3, 4, ..., 11, 1, 2. When it is 10 again, the number is never issued.

    Since Government resolution No. 853 (2013) the digits are not tied to the date of birth or to
    the sex of the person, and a mismatch is not an error. So neither an age nor a sex is ever
    derived from an IIN; a date of birth is a field of its own.
    """
    if len(text) != _LENGTH or not (text.isascii() and text.isdigit()):
        return False
    return iin_check_digit(text[:-1]) == int(text[-1])


def iin_check_digit(first_eleven: str) -> int | None:
    """Give the twelfth digit for eleven ASCII digits, or None when such a number is never issued.

    Algorithm: see ``is_valid_iin``. Raises ValueError, without the digits in its words, when
    ``first_eleven`` is anything but eleven ASCII digits.
    """
    if len(first_eleven) != _LENGTH - 1 or not (first_eleven.isascii() and first_eleven.isdigit()):
        raise ValueError("The check digit of an IIN is made from eleven digits.")
    digits = [int(character) for character in first_eleven]
    for weights in (_FIRST_PASS, _SECOND_PASS):
        remainder = sum(d * w for d, w in zip(digits, weights, strict=True)) % 11
        if remainder < 10:
            return remainder
    return None
