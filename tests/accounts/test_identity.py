"""Identities: declared by anybody, proved by one."""

import logging

import pytest

from accounts.actions.identity import active_identity, declare_identity, prove_identity
from accounts.exceptions import (
    IdentityAlreadyProved,
    IdentityMalformed,
    IdentityProvedElsewhere,
)
from accounts.identity import open_number
from accounts.models import Identity, IdentityConflict
from accounts.signals import identity_displaced, identity_proved
from tests import cast

pytestmark = pytest.mark.django_db
IIN, OTHER = "900101300007", "850505400127"


def declare(user, number=IIN, **kwargs):
    return declare_identity(
        **{"user": user, "kind": "iin", "country": "KZ", "number": number} | kwargs
    )


@pytest.fixture
def facts():
    heard = []

    def proved(sender, identity, **kwargs):
        heard.append(("proved", identity.pk))

    def displaced(sender, identity, **kwargs):
        heard.append(("displaced", identity.pk))

    identity_proved.connect(proved)
    identity_displaced.connect(displaced)
    yield heard
    identity_proved.disconnect(proved)
    identity_displaced.disconnect(displaced)


def test_a_declared_number_is_sealed_and_found_again(aigerim):
    identity = declare(aigerim, "900101 300007")
    assert identity.assurance == "declared"
    assert IIN.encode() not in bytes(identity.sealed_number)
    assert open_number(identity.sealed_number) == IIN
    assert Identity.objects.for_number(kind="iin", country="KZ", number=IIN).get() == identity
    assert active_identity(aigerim) == identity
    assert declare(aigerim) == identity


@pytest.mark.parametrize(
    "kind,country,number",
    [
        ("iin", "KZ", ""), ("iin", "KZ", "900101300006"), ("iin", "KZ", "90010130000"),
        ("iin", "KZ", "٩٠٠١٠١٣٠٠٠٠٧"), ("passport", "TR", "U"), ("passport", "TR", "U" * 30),
        ("passport", "", "U1234567"), ("passport", "Türkiye", "U1234567"), ("passport", "TR", "<x>1234"),
        ("visa", "TR", "U1234567"),
    ],
)  # fmt: skip
def test_a_malformed_number_is_refused_in_words_without_it(aigerim, kind, country, number):
    with pytest.raises(IdentityMalformed) as refused:
        declare(aigerim, number, kind=kind, country=country)
    assert not number or number not in str(refused.value)
    assert active_identity(aigerim) is None


def test_a_passport_may_be_written_with_spaces_and_small_letters(aigerim):
    one = declare(aigerim, "u 1234567", kind="passport", country="tr")
    assert declare(aigerim, "U1234567", kind="passport", country="TR") == one


def test_two_may_declare_the_same_and_neither_learns_of_it(aigerim, daniyar):
    assert declare(aigerim).pk != declare(daniyar).pk


def test_another_number_takes_the_place_of_a_declared_one(aigerim):
    first = declare(aigerim)
    second = declare(aigerim, OTHER)
    first.refresh_from_db()
    assert first.displaced_at
    assert active_identity(aigerim) == second


def test_a_proved_number_stays(aigerim):
    identity = prove_identity(identity=declare(aigerim), assurance="phone")
    assert declare(aigerim) == identity
    with pytest.raises(IdentityAlreadyProved):
        declare(aigerim, OTHER)


def test_a_stronger_proof_displaces_a_weaker_one(aigerim, daniyar, facts):
    clerk = cast.make_staff()
    impostor = prove_identity(identity=declare(daniyar), assurance="phone")
    facts.clear()
    rightful = prove_identity(identity=declare(aigerim), assurance="seen", by=clerk)
    impostor.refresh_from_db()
    assert impostor.displaced_at
    assert (rightful.assurance, rightful.proved_by) == ("seen", clerk)
    assert facts == [("displaced", impostor.pk), ("proved", rightful.pk)]
    conflict = IdentityConflict.objects.get()
    assert (conflict.winner, conflict.loser) == (rightful, impostor)
    with pytest.raises(IdentityProvedElsewhere):
        prove_identity(identity=impostor, assurance="seen", by=clerk)


@pytest.mark.parametrize("assurance", ["phone", "egov"])
def test_an_equal_or_weaker_proof_is_refused_and_queued(aigerim, daniyar, assurance, facts):
    first = prove_identity(identity=declare(aigerim), assurance="egov")
    second = declare(daniyar)
    facts.clear()
    for _ in range(2):
        with pytest.raises(IdentityProvedElsewhere):
            prove_identity(identity=second, assurance=assurance)
    conflict = IdentityConflict.objects.get()
    assert (conflict.winner, conflict.loser) == (first, second)
    assert facts == []


def test_a_proof_that_adds_nothing_changes_nothing(aigerim, facts):
    identity = prove_identity(identity=declare(aigerim), assurance="egov")
    facts.clear()
    again = prove_identity(identity=identity, assurance="phone")
    assert again.assurance == "egov"
    assert facts == []


def test_a_number_under_an_old_lookup_key_is_the_same_number(aigerim, daniyar, settings):
    old = prove_identity(identity=declare(aigerim), assurance="egov")
    settings.LOOKUP_KEYS = [f"new:{settings.PUBLIC_OLD_KEY}", *settings.LOOKUP_KEYS]
    later = declare(daniyar)
    assert bytes(later.lookup_key) != bytes(old.lookup_key)
    with pytest.raises(IdentityProvedElsewhere):
        prove_identity(identity=later, assurance="egov")


def test_the_number_reaches_no_log(aigerim, caplog):
    with caplog.at_level(logging.DEBUG):
        prove_identity(identity=declare(aigerim), assurance="egov")
    assert IIN not in caplog.text
