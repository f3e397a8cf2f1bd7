"""The record of look-ups: insert-only, chained, readable by the person."""

from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.actions.identity import declare_identity, prove_identity
from accounts.actions.record import (
    head,
    link,
    lookups_of,
    record_lookup,
    record_lookups,
    verify_chain,
)
from accounts.exceptions import ChainBroken
from accounts.models import Lookup, LookupSubject
from accounts.record_words import place_words
from tests import cast

pytestmark = pytest.mark.django_db
IIN = "900101300007"


@pytest.fixture
def clerk(db):
    return cast.make_staff(name="Құралай")


@pytest.fixture
def look(clerk):
    def look(identity=None, **kwargs):
        return record_lookup(
            **{
                "actor": clerk, "place": "Алматы АХАТ", "purpose": "desk",
                "lookup_key": identity.lookup_key if identity else b"k" * 32, "answer": "completed",
            } | kwargs
        )  # fmt: skip

    return look


def test_several_lookups_are_written_together_in_few_queries(clerk):
    record_lookups(actor=clerk, place="Алматы", purpose="desk", answers=[(b"k" * 32, "x")])
    counts = []
    for number in (2, 10):
        answers = [(bytes([n]) * 32, "completed") for n in range(number)]
        with CaptureQueriesContext(connection) as queries:
            record_lookups(actor=clerk, place="Алматы", purpose="desk", answers=answers)
        counts.append(len(queries))
    assert counts[0] == counts[1] == 6  # two of them are the test's savepoint
    assert verify_chain() == 13


def test_a_system_is_recorded_by_its_public_id(clerk):
    record_lookups(actor=clerk, place="Алматы", purpose="desk", answers=[(b"k" * 32, "completed")])
    record_lookups(client="reg-almaty", place="АХАЖ", purpose="api", answers=[(b"k" * 32, "not")])
    assert list(Lookup.objects.values_list("actor", "client")) == [
        (clerk.pk, ""),
        (None, "reg-almaty"),
    ]
    assert verify_chain() == 2
    without_trigger("update accounts_lookup set client = 'reg-astana' where sequence = 2")
    with pytest.raises(ChainBroken):
        verify_chain()


def test_a_look_up_has_exactly_one_who_looked(clerk):
    answers = [(b"k" * 32, "completed")]
    for who in ({}, {"actor": clerk, "client": "reg-almaty"}):
        with pytest.raises(ValueError, match="one who looked"):
            record_lookups(**who, place="", purpose="api", answers=answers)
    for wrong in ("two words", "қала", "x" * 41, "a\0b", "\ud800"):
        with pytest.raises(ValueError, match="public id"):
            record_lookups(client=wrong, place="", purpose="api", answers=answers)
    assert not Lookup.objects.exists()
    entry = record_lookups(actor=clerk, place="", purpose="api", answers=answers)[0]
    for actor, client in ((None, ""), (clerk, "reg-almaty")):
        with pytest.raises(IntegrityError, match="has_one_who_looked"), transaction.atomic():
            Lookup.objects.create(
                sequence=9, at=entry.at, actor=actor, client=client, place="", purpose="",
                commitment=b"", chain=b"",
            )  # fmt: skip


def test_entries_from_before_there_were_clients_keep_their_digest():
    entry = Lookup(
        sequence=3, at=datetime(2026, 3, 1, 9, 30, tzinfo=UTC), actor_id=7, place="Алматы АХАТ",
        purpose="desk", commitment=b"c" * 32,
    )  # fmt: skip
    assert link(b"b" * 32, entry).hex() == (
        "0b55f463ff2e7af369edc3e563237b948fbbab51e5f5de4943946adb670ae792"
    )


def without_trigger(statement, *values):
    """What somebody with the keys to the database could do."""
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("set session_replication_role = origin")


def test_a_chain_of_lookups_is_whole(look):
    for _ in range(3):
        look()
    assert verify_chain() == 3
    assert [lookup.sequence for lookup in Lookup.objects.all()] == [1, 2, 3]


@pytest.mark.parametrize(
    "change", ["update accounts_lookup set place = 'x'", "delete from accounts_lookup"]
)
def test_the_database_refuses_to_change_an_entry(look, change):
    look()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.parametrize(
    "change",
    [
        "update accounts_lookup set place = 'x' where sequence = 2",
        "update accounts_lookup set at = now() where sequence = 2",
        "update accounts_lookup set purpose = 'x' where sequence = 2",
        "update accounts_lookup set sequence = 9 where sequence = 3",
    ],
)
def test_a_change_behind_the_databases_back_shows(look, change):
    for _ in range(3):
        look()
    without_trigger(change)
    with pytest.raises(ChainBroken):
        verify_chain()


def test_a_changed_answer_shows_and_an_erased_subject_does_not(look):
    first, second = look(), look()
    LookupSubject.objects.filter(lookup=first).delete()
    assert verify_chain() == 2
    with pytest.raises(IntegrityError, match="insert-only"), transaction.atomic():
        LookupSubject.objects.filter(lookup=second).update(answer="not")
    without_trigger(
        "update accounts_lookupsubject set answer = 'not' where lookup_id = %s", second.pk
    )
    with pytest.raises(ChainBroken):
        verify_chain()


def test_removed_newest_entries_show_against_what_was_noted(look):
    look()
    last = look()
    noted = head()
    LookupSubject.objects.filter(lookup=last).delete()
    without_trigger("delete from accounts_lookup where sequence = 2")
    assert verify_chain() == 1
    with pytest.raises(ChainBroken):
        verify_chain(known=noted)


def test_the_command_says_what_it_found(look, capsys):
    look()
    call_command("verify_record")
    noted = capsys.readouterr().out.splitlines()[-1]
    look()
    call_command("verify_record", "--was", noted)
    assert "2 entries" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("verify_record", "--was", "nonsense")
    without_trigger("update accounts_lookup set place = 'x' where sequence = 1")
    with pytest.raises(CommandError):
        call_command("verify_record")


def test_one_sequence_number_is_one_entry(look):
    lookup = look()
    with pytest.raises(IntegrityError), transaction.atomic():
        Lookup.objects.create(
            sequence=1, at=lookup.at, actor=lookup.actor, place="", purpose="",
            commitment=b"", chain=b"",
        )  # fmt: skip


def test_a_person_sees_who_looked_once_the_identity_is_confirmed(aigerim, look, signed_in):
    identity = declare_identity(user=aigerim, kind="iin", country="KZ", number=IIN)
    look(identity)
    look(identity, purpose="something new")
    look()
    assert "Алматы АХАТ" not in signed_in(aigerim).get("/kk/account/lookups/").text
    prove_identity(identity=identity, assurance="phone")
    page = signed_in(aigerim).get("/kk/account/lookups/").text
    assert page.count("Алматы АХАТ") == 2
    shown = page.split("<main")[1]
    assert cast.said("To see at the counter whether a course is completed") in shown
    assert "completed" not in shown
    assert cast.said("Course completed") not in shown
    assert lookups_of(aigerim).count() == 2


def test_the_list_costs_the_same_for_one_and_for_many(
    aigerim, look, signed_in, django_assert_num_queries
):
    identity = declare_identity(user=aigerim, kind="iin", country="KZ", number=IIN)
    prove_identity(identity=identity, assurance="phone")
    browser = signed_in(aigerim)
    for number in (1, 30):
        for _ in range(number):
            look(identity)
        with django_assert_num_queries(6):
            browser.get("/kk/account/lookups/")


@pytest.mark.parametrize(
    ("language", "words"), [("kk", "Медеу АХАТ бөлімі"), ("ru", "РАГС Медеуского района")]
)
def test_a_place_is_told_in_the_language_of_the_page(language, words):
    with translation.override(language):
        assert place_words("Медеу АХАТ бөлімі / РАГС Медеуского района") == words
        assert place_words("Медеу АХАТ бөлімі") == "Медеу АХАТ бөлімі"
