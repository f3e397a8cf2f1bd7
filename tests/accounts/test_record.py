"""The record of look-ups: insert-only, chained, readable by the person."""

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from accounts.actions.identity import declare_identity, prove_identity
from accounts.actions.record import head, lookups_of, record_lookup, record_lookups, verify_chain
from accounts.exceptions import ChainBroken
from accounts.models import Lookup, LookupSubject
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
    counts = []
    for number in (2, 10):
        answers = [(bytes([n]) * 32, "completed") for n in range(number)]
        with CaptureQueriesContext(connection) as queries:
            record_lookups(actor=clerk, place="Алматы", purpose="desk", answers=answers)
        counts.append(len(queries))
    assert counts[0] == counts[1] == 6  # two of them are the test's savepoint
    assert verify_chain() == 12


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
    LookupSubject.objects.filter(lookup=second).update(answer="not")
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
        with django_assert_num_queries(5):
            browser.get("/kk/account/lookups/")
