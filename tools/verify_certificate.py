#!/usr/bin/env python3
"""Verify the QR code of an Otau certificate from saved files: without a network, without Otau.

Save https://HOST/.well-known/otau/keys.json and .../status.cbor while there is a network. Needs
Python 3.11 and `cryptography`. Exit codes: 0 it holds (and the name matches, where one is given),
1 it does not, 2 cannot tell.
"""

import argparse
import base64
import hashlib
import json
import re
import sys
import time
import unicodedata
from datetime import date, timedelta
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

BASE41 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-$/.:"
NUMBER = "0123456789CDFJKLMNPTVWX"
DAY, ALMATY = 86400, 5 * 3600  # the whole country is five hours ahead of UTC, all year
WRONG = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def _from_base41(text):  # three characters are two bytes, the least digit first; two are a last one
    data = b""
    for group in (text[at : at + 3] for at in range(0, len(text), 3)):
        value = sum(BASE41.index(sign) * 41**place for place, sign in enumerate(group))
        data += value.to_bytes(len(group) - 1 or -1, "big")  # -1 is an error, as it should be
    return data


def _item(data, at=0):  # one CBOR item, in its shortest form and of known length, and its end
    kind, info, at = data[at] >> 5, data[at] & 31, at + 1
    if (kind, info) == (7, 22):
        return None, at
    size = 1 << info - 24 if info > 23 else 0
    value = int.from_bytes(data[at : at + size], "big") if size else info
    at += size
    if kind > 4 or info > 27 or (size and value < max(24, 1 << 4 * size)):
        raise ValueError("not the CBOR of this format")
    if kind < 2:
        return (-1 - value if kind else value), at
    if kind < 4:
        return data[at : at + value].decode() if kind == 3 else data[at : at + value], at + value
    items = []
    for _ in range(value):
        one, at = _item(data, at)
        items.append(one)
    return items, at


def _opened(message, keys, kind=None):  # what a COSE_Sign1 message says, and the key that signed it
    headers, end = _item(message, 2)  # behind the tag 18 and the head of an array of four
    body, stop = _item(message, end + 1)  # behind an empty map
    frame = message[:2] + message[end : end + 1] + message[stop : stop + 2] + headers[:-4]
    if frame != b"\xd2\x84\xa0\x58\x40\xa2\x01\x32\x04\x44" or len(message) != stop + 66:
        raise ValueError("a message of another format")
    key = keys[headers[-4:].hex()]
    public_key = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(key["x"] + "="))
    signed = b"\x84\x6aSignature1" + message[2:end] + b"\x40" + message[end + 1 : stop]
    public_key.verify(message[-64:], signed)
    said, end = _item(body)
    if end != len(body) or (kind and (said[:2] != [1, kind] or key.get("revoked_at"))):
        raise ValueError("of another format, or a list signed by a stolen key")
    return said, key


def _holds(entries, size, text):  # whether the hash of a text is among them
    wanted = hashlib.sha256(text.encode()).digest()[:size]
    return wanted in {entries[at : at + size] for at in range(0, len(entries), size)}


def _number(value):  # as printed; its check character: ISO/IEC 7064, modulus 23, radix 5
    text, total = "".join(NUMBER[value // 23**place % 23] for place in range(11, -1, -1)), 0
    for sign in text:
        total = (total + NUMBER.index(sign)) * 5 % 23
    return f"{text[:4]}-{text[4:8]}-{text[8:]}{NUMBER[(1 - total) % 23]}"


def _name_hash(name, number):  # of the name in its normal form, salted with the number
    name = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
    hyphens = r"\s*[-\u2010-\u2015\u2212\ufe58\ufe63\uff0d]+\s*"
    name = " ".join(re.sub(hyphens, "-", name.replace("ё", "е")).split()).encode()
    return hashlib.sha256(b"otau-name-1%c%b%b" % (len(number), number.encode(), name)).digest()[:10]


def _verify(text, asked):  # an exit code and what there is to say
    try:
        text = Path(text).read_text() if text.endswith(".txt") else text
        listed = json.loads(asked.keys.read_text())
        since, till = float(listed["made_at"]), float(listed["good_until"])
        keys = {key["kid"]: key for key in listed["keys"]}
        status: list = [1, "", 0, 0, b"", b""]
        kept: list = []
        if asked.status:
            status, _ = _opened(asked.status.read_bytes(), keys, "otau-status")
        if asked.kept:
            kept, _ = _opened(asked.kept.read_bytes(), keys, "otau-kept")
    except (InvalidSignature, OSError, *WRONG):
        return 2, "Cannot tell: a file is missing, damaged, or not signed by a good key."
    try:
        address, _, proof = text.strip().upper().rpartition("#")
        facts, key = _opened(_from_base41(proof), keys)
        version, value, course, edition, done, until, name_hash = facts
        number, ends = _number(value), until is not None
        first, last = (date(1970, 1, 1) + timedelta(day) for day in (done, until if ends else 0))
        printed = address.rpartition("/")[2].replace("-", "")
        fits = version == 1 and 0 <= value < 23**12 and (type(course), type(edition)) == (str, int)
        if not fits or printed not in ("", number.replace("-", "")):
            return 1, "Damaged: the signed facts are not those of the address."
    except InvalidSignature:
        return 1, "The signature does not fit: made or changed by somebody without the key."
    except KeyError:
        return 2, "Cannot tell: the key is not in keys.json. Save it anew, or check online."
    except WRONG:
        return 1, "Damaged, or not the code of a certificate of Otau."
    now, stolen = time.time(), key.get("revoked_at")
    is_kept = kept and kept[3].hex() == key["kid"] and _holds(kept[5], 16, "otau-kept-1" + proof)
    checks = (
        (stolen and not kept, 2, "Cannot tell: signed with a key that was stolen. Give --kept."),
        (stolen and not is_kept, 1, "Signed with a stolen key: proves nothing."),
        (_holds(status[4], 8, "otau-status-1" + number), 1, "Revoked."),
        (_holds(status[5], 8, "otau-status-1" + number), 1, "Replaced by a newer certificate."),
        (now + 600 < max(status[2], since), 2, "Cannot tell: this computer's clock is wrong."),
        (ends and until < (now + ALMATY) // DAY, 1, "Its time has ended."),
        (now > min(till, since + 30 * DAY), 2, "Signed; keys.json is too old: check online."),
        (now > min(status[3], status[2] + 7 * DAY), 2, "Signed; the list is old: check online."),
        (asked.name and _name_hash(asked.name, number) != name_hash, 1, "The name does not match."),
        (True, 0, "Signed, and not on the list of ended certificates."),
    )
    code, said = next((code, said) for is_so, code, said in checks if is_so)
    facts = f"{number}, course {course}, edition {edition}, completed {first}"
    return code, f"{said}\n{facts}, until {last if ends else 'no end'}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("text", help="the text of the code, or a file *.txt that holds it")
    for option in ("--keys", "--status", "--kept"):
        parser.add_argument(option, type=Path, required=option == "--keys")
    parser.add_argument("--name", help="the name in the identity document")
    given = parser.parse_args()
    code, words = _verify(given.text, given)
    sys.exit(print(words) or code)
