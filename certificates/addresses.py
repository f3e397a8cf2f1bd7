"""The text of a certificate's QR code: its public address, with the proof behind the ``#``.

``HTTPS://OTAU.EXAMPLE.KZ/C/XXXXXXXXXXXXC#PROOF``

- An ordinary phone opens it as an address, and sees the certificate as it stands today. What
  follows the ``#`` is never sent to a server nor written to its log, and browsers carry it along
  redirects, so a page at the desk can also read it. A query (``?p=``) would be sent and logged.
- All in upper case, which a QR code stores in 5.5 bits a character instead of 8. Scheme and host
  do not depend on case; the path does, so ``/C/`` is routed beside ``/c/``. ``#`` itself is not in
  that mode: it is the one character in 8 bits, between two segments in 5.5 (`qr_segments`).
- A host of up to 24 characters gives version 8 at level M (49 x 49 modules), a longer one
  version 9. In lower case, or as one segment, it would be version 10 or 11. Leaving out the
  number's dashes is what keeps a 24-character host in version 8.
"""

import re
from typing import Final
from urllib.parse import urlsplit

from certificates.numbers import normalise_number

_LONGEST_TEXT: Final = 600
_ADDRESS: Final = re.compile(
    r"(?:https?://)?[^/?#\s]*(?:/(?:kk|ru))?/c/([^/?#]+)/?(?:\?\S*)?", re.IGNORECASE
)


class NotACertificateAddress(ValueError):
    """The text is neither a certificate's address nor a certificate's number."""


def qr_text(base_url: str, number: str, signed: str) -> str:
    """Return the QR code's text for a certificate.

    `base_url` is the site's scheme, host and perhaps port; `signed` comes from `sign_payload`.
    ValueError for a base with a path, a query, a user or anything else behind the host.
    """
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/"):
        raise ValueError("the base is a scheme and a host, such as https://otau.example.kz")
    if parts.query or parts.fragment or "@" in parts.netloc or not parts.netloc.isascii():
        raise ValueError("the base is a scheme and an ASCII host, and nothing behind it")
    compact = number.replace("-", "")
    return f"{parts.scheme}://{parts.netloc}/c/{compact}#{signed}".upper()


def public_address(base_url: str, number: str) -> str:
    """Return the address to print and to read out, in lower case but for the number."""
    return f"{base_url.rstrip('/').lower()}/c/{number}"


def qr_segments(text: str) -> list[str]:
    """Cut a QR text at its ``#`` into parts that each fit one QR mode, to be stored one by one."""
    return [part for part in re.split("(#)", text) if part]


def split_qr_text(text: str) -> tuple[str, str | None]:
    """Return the number and the signed proof (None without one) of a text scanned or typed.

    Takes an address of any host, in any case, with or without the language, and a bare number.
    The host is never looked at, let alone visited: what counts is our own record of the number, or
    the signature. NotACertificateAddress when there is no readable number in it.
    """
    text = text.strip()
    if len(text) > _LONGEST_TEXT:
        raise NotACertificateAddress("too long")
    address, _, signed = text.partition("#")
    if "/" in address:
        found = _ADDRESS.fullmatch(address)
        if found is None:
            raise NotACertificateAddress("not the address of a certificate")
        address = found.group(1)
    number = normalise_number(address)
    if number is None:
        raise NotACertificateAddress("not the number of a certificate")
    return number, signed or None
