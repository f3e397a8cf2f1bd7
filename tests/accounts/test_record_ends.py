"""The record is kept for its years; then its oldest entries go and the chain goes on."""

import logging
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.actions.appeals import make_appeal
from accounts.actions.record import head, lookups_of, record_lookups, verify_chain
from accounts.actions.record_ends import kept_since, remove_oldest
from accounts.exceptions import ChainBroken, TooYoung
from accounts.identity import account_key
from accounts.models import Appeal, Lookup, LookupCheckpoint, LookupSubject
from accounts.tasks import note_head
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def looks(aigerim, clock):
    """`looks(years)`: two entries about Aigerim, made so many years ago."""
    clerk, today = cast.make_staff(), timezone.now()

    def look(years):
        clock(today - timedelta(days=366 * years))
        answers = [(account_key(aigerim.pk), "read")] * 2
        return record_lookups(actor=clerk, place="А / Б", purpose="appeal", answers=answers)

    return look


@pytest.fixture
def clock(monkeypatch):
    """The record's clock, set to a moment."""

    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture
def seven_years(looks, monkeypatch):
    """Entries 1 to 6: of seven, six and two years ago. The clock is right again."""
    for years in (7, 6, 2):
        looks(years)
    monkeypatch.undo()


def test_what_is_over_goes_and_the_chain_goes_on(seven_years, aigerim, capsys):
    noted = head()
    assert verify_chain() == 6
    call_command("end_lookups")
    assert "4 were removed" in capsys.readouterr().out
    assert list(Lookup.objects.values_list("sequence", flat=True)) == [5, 6]
    assert LookupSubject.objects.count() == 2
    assert (LookupCheckpoint.objects.get().sequence, head()) == (4, noted)
    assert verify_chain(known=noted) == 2
    assert lookups_of(aigerim).count() == 2
    call_command("end_lookups")
    assert "0 were removed" in capsys.readouterr().out
    assert LookupCheckpoint.objects.count() == 1


def test_pieces_are_closed_one_by_one_and_an_emptied_record_goes_on_counting(looks, monkeypatch):
    looks(7)
    looks(6)
    monkeypatch.undo()
    assert [remove_oldest(before=kept_since(), at_once=3) for _ in range(3)] == [3, 1, 0]
    assert list(LookupCheckpoint.objects.values_list("sequence", "entries")) == [(3, 3), (4, 1)]
    assert head()[0] == 4
    assert looks(0)[0].sequence == 5
    monkeypatch.undo()
    assert verify_chain() == 2


def test_what_was_noted_is_compared_with_the_checkpoint(seven_years):
    noted = Lookup.objects.values_list("sequence", "chain").get(sequence=4)
    remove_oldest(before=kept_since())
    assert verify_chain(known=(4, bytes(noted[1]))) == 2
    with pytest.raises(ChainBroken, match="Entry 4"):
        verify_chain(known=(4, b"x" * 32))
    assert verify_chain(known=(2, b"x" * 32)) == 2  # nothing is left to compare it with


def test_a_change_after_the_checkpoint_shows_and_a_forged_checkpoint_too(seven_years):
    remove_oldest(before=kept_since())
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table accounts_lookupcheckpoint disable trigger insert_only")
        cursor.execute("update accounts_lookupcheckpoint set digest = %s", [b"x" * 32])
    with pytest.raises(ChainBroken, match="Entry 5"):
        verify_chain()


def test_a_record_that_was_tampered_with_is_not_thrown_away(seven_years):
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        cursor.execute("update accounts_lookup set place = 'x' where sequence = 2")
        cursor.execute("set session_replication_role = origin")
    with pytest.raises(CommandError, match="Entry 2"):
        call_command("end_lookups")
    assert Lookup.objects.count() == 6


def test_nobody_removes_what_is_young(seven_years):
    with pytest.raises(TooYoung):
        remove_oldest(before=timezone.now() - timedelta(days=1))
    assert Lookup.objects.count() == 6


def test_the_guard_stands_again_afterwards(seven_years):
    remove_oldest(before=kept_since())
    for table in ("accounts_lookup", "accounts_lookupcheckpoint"):
        with pytest.raises(IntegrityError, match="insert-only"), transaction.atomic():  # noqa: SIM117
            with connection.cursor() as cursor:
                cursor.execute(f"delete from {table}")


def test_the_applications_role_removes_nothing(seven_years):
    call_command("grant_application_role", "--role", "otau_app_of_a_test")
    with connection.cursor() as cursor:
        cursor.execute("set session authorization otau_app_of_a_test")
    with pytest.raises(CommandError, match="owner"), transaction.atomic():
        call_command("end_lookups")
    with connection.cursor() as cursor:
        cursor.execute("set session authorization default")
    assert Lookup.objects.count() == 6
    assert not LookupCheckpoint.objects.exists()


def test_a_question_about_a_look_up_outlives_it(looks, aigerim, monkeypatch):
    entry = looks(6)[0]
    monkeypatch.undo()
    asked = make_appeal(user=aigerim, about="lookup", text="Неге?", lookup=entry)
    remove_oldest(before=kept_since())
    assert Appeal.objects.get(pk=asked.pk).lookup is None


def test_where_the_record_ends_is_noted_every_night_elsewhere(looks, settings, caplog):
    settings.RECORD_HEAD_EMAIL = "protector@example.org"
    note_head()
    assert not mail.outbox  # there is nothing yet
    looks(0)
    with caplog.at_level(logging.INFO):
        note_head()
    noted = f"2:{head()[1].hex()}"
    assert noted in caplog.text
    assert mail.outbox[0].body.strip() == noted
    call_command("verify_record", "--was", noted)


def test_people_read_for_how_long_it_is_kept(looks, aigerim, signed_in, settings):
    settings.LOOKUP_YEARS = 7
    page = signed_in(aigerim).get("/kk/account/lookups/")
    assert page.context["years"] == 7
