"""The tool for strangers: run as one would, in an empty folder, from saved files alone."""

import datetime as dt
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.utils import timezone

from certificates import base41
from certificates.actions import revoke, supersede
from certificates.addresses import qr_text
from certificates.models import KeyRevocation
from certificates.payload import name_digest, number_salt, sign_payload
from tests.certificates.lists import (
    DAY,
    OTHER_KEY,
    kept_list,
    key_entry,
    key_id,
    keys_json,
    message,
    stolen_entry,
)
from tests.certificates.lists import status_list as status_by
from tests.certificates.sample import BASE_URL, NAME, NUMBER, PRIVATE_KEY, make_payload, signed
from tests.certificates.story import completed
from tests.certificates.trusted import configured, published

ALMATY = dt.timezone(dt.timedelta(hours=5))
TOOL = Path(settings.BASE_DIR) / "tools" / "verify_certificate.py"
HOLDS, DOES_NOT, CANNOT_TELL = 0, 1, 2
QR = qr_text(BASE_URL, NUMBER, signed())


@pytest.fixture
def folder(tmp_path):
    """A stranger's folder with lists made an hour ago."""
    made_at = time.time() - 3600
    (tmp_path / "keys.json").write_bytes(keys_json(key_entry(PRIVATE_KEY), made_at=made_at))
    (tmp_path / "status.cbor").write_bytes(status_by(PRIVATE_KEY, made_at=made_at))
    return tmp_path


def run(folder: Path, *arguments: str, lists: bool = True) -> tuple[int, str]:
    """Run the tool, alone, in `folder`; return its exit code and what it said."""
    given = ["--keys", "keys.json", "--status", "status.cbor"] if lists else []
    done = subprocess.run(
        [sys.executable, "-I", str(TOOL), *arguments, *given],
        cwd=folder, capture_output=True, text=True, timeout=60, check=False, env={},
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout


def many(folder: Path, texts: list[str]) -> list[int]:
    """Return the tool's answers to many texts: its own functions in one process, as strange."""
    (folder / "texts").write_text("\n".join(texts))
    loop = (
        "import argparse, runpy, pathlib\n"
        f"tool = runpy.run_path({str(TOOL)!r})\n"
        "asked = argparse.Namespace(keys=pathlib.Path('keys.json'), kept=None, name=None,"
        " status=pathlib.Path('status.cbor'))\n"
        "for text in pathlib.Path('texts').read_text().split('\\n'):\n"
        "    print(tool['_verify'](text, asked)[0])\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", loop], cwd=folder, capture_output=True, text=True,
        timeout=120, check=True, env={},
    )  # fmt: skip
    return [int(line) for line in done.stdout.split()]


def test_it_is_short_and_takes_nothing_of_ours():
    lines = TOOL.read_text().splitlines()
    imported = {line.split()[1].partition(".")[0] for line in lines
                if line.startswith(("import ", "from "))}  # fmt: skip

    assert len(lines) < 150
    assert imported - set(sys.stdlib_module_names) == {"cryptography"}


def test_a_certificate_holds_and_says_its_facts(folder):
    code, said = run(folder, QR)

    assert code == HOLDS, said
    for fact in (NUMBER, "NEKE", "edition 3", "2026-11-22", "2027-11-22"):
        assert fact in said
    assert run(folder, signed().lower())[0] == HOLDS


def test_a_file_does_as_well_and_the_name_matches_or_not(folder):
    (folder / "code.txt").write_text(QR + "\n")

    assert run(folder, "code.txt", "--name", f"  {NAME.upper()} ")[0] == HOLDS
    code, said = run(folder, "code.txt", "--name", "Айгерим Сарсенова")
    assert code == DOES_NOT
    assert "name" in said


def test_every_bit_turned_is_refused(folder):
    encoded = base41.decode(signed())
    turned = []
    for place in range(len(encoded)):
        for bit in range(8):
            changed = bytearray(encoded)
            changed[place] ^= 1 << bit
            turned.append(base41.encode(bytes(changed)))

    codes = many(folder, [signed(), *turned])

    assert codes[0] == HOLDS, "the control: the code itself"
    assert len(codes) == 8 * len(encoded) + 1
    assert HOLDS not in codes[1:]


def test_every_character_changed_lost_or_added_is_refused(folder):
    text = signed()
    others = [text[:place] for place in range(1, len(text))]
    others += [text[:place] + sign + text[place + 1 :] for place in range(len(text))
               for sign in "0A:" if text[place] != sign]  # fmt: skip
    others += [text + more for more in ("0", "00", "000", "AAA" * 1000)] + [
        QR + "0",
        "",
        "#",
        "X" * 5000,
    ]

    codes = many(folder, [QR, *others])

    assert codes[0] == HOLDS
    assert HOLDS not in codes[1:]


def test_facts_of_another_kind_are_refused_and_a_missing_file_cannot_tell(folder):
    """Whoever stole a key could sign them; a fault of Python's would read as "does not hold"."""
    facts = [1, 5, "NEKE", 1, 20_779, None, b"0123456789"]
    assert many(folder, [base41.encode(message(facts, PRIVATE_KEY))]) == [HOLDS]
    strange = [
        base41.encode(message([*facts[:place], value, *facts[place + 1 :]], PRIVATE_KEY))
        for place, value in [(0, "1"), (2, 7), (2, None), (3, b""), (5, ""), (5, [])]
    ]
    assert set(many(folder, strange)) == {DOES_NOT}
    assert run(folder, "nowhere.txt")[0] == CANNOT_TELL


def test_the_signed_facts_under_another_number_are_refused(folder):
    assert run(folder, QR.replace("KM3DCT4WC7FN4", "000000000000W"))[0] == DOES_NOT


@pytest.mark.parametrize(("which", "said"), [("revoked", "Revoked"), ("superseded", "Replaced")])
def test_one_that_ended_is_refused_also_by_an_old_list(folder, which, said):
    for age in (3600, 60 * DAY):
        made = status_by(PRIVATE_KEY, made_at=time.time() - age, **{which: ["AAAA", NUMBER]})
        (folder / "status.cbor").write_bytes(made)
        code, words = run(folder, QR)
        assert (code, said in words) == (DOES_NOT, True)


def test_one_whose_time_has_ended_is_refused(folder):
    yesterday = dt.datetime.fromtimestamp(time.time() - DAY, ALMATY).date()
    code, said = run(folder, signed(make_payload(valid_until=yesterday)))
    assert (code, "ended" in said) == (DOES_NOT, True)
    assert run(folder, signed(make_payload(valid_until=None)))[0] == HOLDS


@pytest.mark.parametrize(
    ("keys_age", "status_age"), [(31 * DAY, 3600), (3600, 8 * DAY), (31 * DAY, 8 * DAY)]
)
def test_old_lists_cannot_tell(folder, keys_age, status_age):
    now = time.time()
    # They promise a hundred days; no more than thirty and seven are believed.
    keys = keys_json(key_entry(PRIVATE_KEY), made_at=now - keys_age, lasts=100 * DAY)
    (folder / "keys.json").write_bytes(keys)
    status = status_by(PRIVATE_KEY, made_at=now - status_age, lasts=100 * DAY)
    (folder / "status.cbor").write_bytes(status)

    code, said = run(folder, QR)

    assert code == CANNOT_TELL
    assert "Signed" in said


def test_a_clock_behind_the_lists_cannot_tell(folder):
    later = time.time() + DAY
    (folder / "status.cbor").write_bytes(status_by(PRIVATE_KEY, made_at=later))

    code, said = run(folder, QR)

    assert (code, "clock" in said) == (CANNOT_TELL, True)


def test_without_lists_or_with_strange_ones_it_cannot_tell(folder):
    good = (folder / "status.cbor").read_bytes()
    stranger = Ed25519PrivateKey.generate()
    assert run(folder, QR, "--keys", "keys.json", lists=False)[0] == CANNOT_TELL
    assert run(folder, QR, "--keys", "nothing.json", lists=False)[0] == CANNOT_TELL
    for status in (b"", good[:-1], good + b"\0", status_by(stranger, made_at=time.time()),
                   kept_list(PRIVATE_KEY, of=OTHER_KEY, proofs=[], made_at=time.time())):  # fmt: skip
        (folder / "status.cbor").write_bytes(status)
        assert run(folder, QR)[0] == CANNOT_TELL
    for keys in (b"", b"[]", b"{}", b"null", b'{"keys": 1}', b"\xff"):
        (folder / "keys.json").write_bytes(keys)
        assert run(folder, QR)[0] == CANNOT_TELL


def test_an_unknown_key_cannot_tell_and_a_stranger_under_our_key_id_is_refused(folder):
    stranger = Ed25519PrivateKey.generate()
    assert run(folder, sign_payload(make_payload(), stranger, key_id(stranger)))[0] == CANNOT_TELL
    assert run(folder, sign_payload(make_payload(), stranger, key_id(PRIVATE_KEY)))[0] == DOES_NOT


def test_what_a_stolen_key_signed_holds_only_if_it_is_kept(folder):
    now = time.time()
    keys = keys_json(stolen_entry(PRIVATE_KEY, now - DAY), key_entry(OTHER_KEY), made_at=now)
    (folder / "keys.json").write_bytes(keys)
    forged = signed(make_payload(number=NUMBER, edition=4))
    # The thief's own list of ended ones is no list.
    assert run(folder, QR)[0] == CANNOT_TELL
    (folder / "status.cbor").write_bytes(status_by(OTHER_KEY, made_at=now))
    assert run(folder, QR)[0] == CANNOT_TELL
    kept = kept_list(OTHER_KEY, of=PRIVATE_KEY, proofs=[signed(), "X"], made_at=now)
    (folder / "kept.cbor").write_bytes(kept)

    assert run(folder, QR, "--kept", "kept.cbor")[0] == HOLDS
    assert run(folder, forged, "--kept", "kept.cbor")[0] == DOES_NOT
    others = kept_list(OTHER_KEY, of=OTHER_KEY, proofs=[signed()], made_at=now)
    (folder / "kept.cbor").write_bytes(others)
    assert run(folder, QR, "--kept", "kept.cbor")[0] == DOES_NOT
    thiefs = kept_list(PRIVATE_KEY, of=PRIVATE_KEY, proofs=[forged], made_at=now)
    (folder / "kept.cbor").write_bytes(thiefs)
    assert run(folder, forged, "--kept", "kept.cbor")[0] == CANNOT_TELL


@pytest.mark.django_db
def test_what_a_stolen_key_of_ours_signed_before(
    client, aigerim, daniyar, edition, tasks_at_once, tmp_path, settings
):
    """The lists as they are really published, after a theft between two documents."""
    stolen, row = published(hours_ago=500)
    other, _ = published(hours_ago=400)
    configured(settings, stolen)
    with tasks_at_once():
        before = completed(aigerim, edition).certificates.get()
    moment = timezone.now()
    with tasks_at_once():
        after = completed(daniyar, edition).certificates.get()
    configured(settings, other)
    KeyRevocation.objects.create(key=row, stolen_from=moment, reason=KeyRevocation.Reason.STOLEN)
    for name in ("keys.json", "status.cbor", f"kept/{stolen.key_id.hex()}.cbor"):
        answer = client.get(f"/.well-known/otau/{name}")
        assert answer.status_code == 200, name
        (tmp_path / Path(name).name).write_bytes(answer.content)
    kept = ["--kept", f"{stolen.key_id.hex()}.cbor"]

    assert run(tmp_path, before.issue.signed_payload)[0] == CANNOT_TELL
    assert run(tmp_path, before.issue.signed_payload, *kept)[0] == HOLDS
    assert run(tmp_path, after.issue.signed_payload, *kept)[0] == DOES_NOT


@pytest.mark.django_db
def test_certificates_that_were_really_issued(
    client, aigerim, daniyar, irina, edition, tasks_at_once, tmp_path
):
    with tasks_at_once():
        standing, ended, corrected = (
            completed(who, edition).certificates.get() for who in (aigerim, daniyar, irina)
        )
    revoke(certificate=ended, reason="granted_in_error")
    with tasks_at_once():
        replacement = supersede(certificate=corrected, by=None, name="Ирина Ким")
    for name in ("keys.json", "status.cbor"):
        (tmp_path / name).write_bytes(client.get(f"/.well-known/otau/{name}").content)

    def answered(certificate, *more):
        certificate.refresh_from_db()
        text = qr_text(BASE_URL, certificate.number, certificate.issue.signed_payload)
        return run(tmp_path, text, *more)[0]

    assert answered(standing, "--name", "Айгерім Сәрсенова") == HOLDS
    assert answered(standing, "--name", "Айгерим Сарсенова") == DOES_NOT
    assert answered(ended) == DOES_NOT
    assert answered(corrected) == DOES_NOT
    assert answered(replacement, "--name", "ИРИНА КИМ") == HOLDS


def test_the_name_is_read_as_by_the_server(folder):
    for name in ("Ёлкина Семёна", "Straße", "İsmet Işık", "ΣΊΣΥΦΟΣ ς", "А – Б"):
        payload = make_payload(name_hash=name_digest(name, number_salt(NUMBER)))
        assert run(folder, signed(payload), "--name", name.upper().lower())[0] == (
            HOLDS if payload.name_matches(name.upper().lower()) else DOES_NOT
        )
        assert run(folder, signed(payload), "--name", name)[0] == HOLDS
