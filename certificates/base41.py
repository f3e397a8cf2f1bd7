"""Bytes as upper-case text that fits both a QR code and the fragment of an address.

A QR code stores 45 characters in 5.5 bits each (its alphanumeric mode), and base45 (RFC 9285)
uses all of them: three characters for two bytes. Two of them, the space and ``%``, may not stand
bare in an address: phones cut it or rewrite it there. Three characters for two bytes need only
41 characters (41**3 = 68,921 >= 65,536), so this is the algorithm of RFC 9285 over 41 of the 45,
without space, ``%``, ``+`` (a space to form decoders) and ``*`` (bold in messengers). The length
is that of base45; base32 would be 7 % longer and hexadecimal a third.

The most significant character is at most 38, so text never ends in ``.`` or ``:``, which
messengers leave out of a link.
"""

from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-$/.:"
_BASE: Final = len(ALPHABET)
_VALUES: Final = {character: value for value, character in enumerate(ALPHABET)}


def encode(data: bytes) -> str:
    """Return `data` as text of `ALPHABET`: three characters for two bytes, two for a last one."""
    characters = []
    for start in range(0, len(data), 2):
        pair = data[start : start + 2]
        value = int.from_bytes(pair, "big")
        for _ in range(len(pair) + 1):
            value, digit = divmod(value, _BASE)
            characters.append(ALPHABET[digit])
    return "".join(characters)


def decode(text: str) -> bytes:
    """Return the bytes of `text`; ValueError when `encode` could not have made it."""
    data = bytearray()
    for start in range(0, len(text), 3):
        group = text[start : start + 3]
        value = 0
        for character in reversed(group):
            digit = _VALUES.get(character)
            if digit is None:
                raise ValueError("a character outside the alphabet")
            value = value * _BASE + digit
        size = len(group) - 1
        if size == 0 or value >= 256**size:
            raise ValueError("not a whole number of bytes")
        data += value.to_bytes(size, "big")
    return bytes(data)
