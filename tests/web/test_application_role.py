"""The application's own database role adds to tables of facts and can do nothing else to them."""

from contextlib import contextmanager

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.utils import timezone

from accounts.actions.erasing import erase_account
from accounts.actions.record import lookups_of, record_lookup, verify_chain
from accounts.identity import account_key
from accounts.models import LookupSubject, User
from certificates.tasks import issue_pending_certificates
from enrolments.models import Enrolment
from registry.actions.offices import load_offices
from registry.management.commands.load_offices import OFFICES
from registry.models import RegistryOffice
from tests import cast
from tests.certificates.at_the_desk import asked, couples
from tests.certificates.story import settle_all
from tests.enrolments.story import begin_url, join
from tests.learning import story
from tests.registry.people import identified
from web.application_role import EVERYTHING, allowed, differences

pytestmark = pytest.mark.django_db
ANSWER = "/kk/desk/answer/"
ROLE = "otau_app_of_a_test"


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def refused(statement):
    """What the database says to the role that tries it."""
    with pytest.raises(ProgrammingError) as caught, transaction.atomic():
        run(statement)
    return str(caught.value)


@contextmanager
def as_application():
    """Everything within is done by the application's role, as if it had signed in."""
    run(f"set session authorization {ROLE}")
    yield
    run("set session authorization default")


@pytest.fixture
def role(db):
    """The role, made and given its rights; it goes with the test's transaction."""
    call_command("grant_application_role", "--role", ROLE)
    return ROLE


def facts():
    found = {table: may for table, may in allowed().items() if may.privileges != EVERYTHING}
    assert found.pop("django_migrations").privileges == {"SELECT"}
    return found


def test_the_tables_of_facts_are_found_by_their_triggers():
    found = facts()
    assert len(found) == 30
    assert found["accounts_lookup"].privileges == {"SELECT", "INSERT"}
    assert found["accounts_lookup"].columns == ()
    assert found["accounts_lookupsubject"].privileges == {"SELECT", "INSERT", "DELETE"}
    assert found["accounts_appealreply"].columns == ("sealed_text",)
    assert found["workshop_assignment"].columns == ("ended_on", "ended_by_id")


def test_no_fact_is_changed_deleted_or_emptied_and_no_guard_is_taken_away(role):
    with as_application():
        for table, may in facts().items():
            tries = [
                f"truncate {table} cascade",
                f"alter table {table} disable trigger all",
                f"alter table {table} owner to {ROLE}",
                f"alter table {table} add column note text",
                f"drop trigger insert_only on {table}",
                (
                    f"create trigger mine before insert on {table} for each row "
                    f"execute function {table}_is_insert_only()"
                ),
                f"drop table {table} cascade",
                f"update {table} set id = id",
            ]
            if "DELETE" not in may.privileges:
                tries.append(f"delete from {table}")
            for statement in tries:
                said = refused(statement)
                assert "permission denied" in said or "must be owner" in said, statement
        for statement in (
            "set session_replication_role = replica", "create table mine (id int)",
            ("create or replace function accounts_lookup_is_insert_only() returns trigger "
            "language plpgsql as $$ begin return new; end $$"),
            "drop function accounts_lookup_is_insert_only() cascade",
            "create role another", "truncate django_session",
        ):  # fmt: skip
            assert "permission denied" in (said := refused(statement)) or "must be owner" in said


def test_without_the_role_they_could_be(aigerim):
    """The control: who owns the tables empties them."""
    with transaction.atomic():
        run("alter table accounts_lookup disable trigger insert_only")
        run("truncate accounts_lookup cascade")
        transaction.set_rollback(True)


def test_a_couple_learns_a_clerk_asks_and_an_account_is_erased_under_the_role(
    role, aigerim, daniyar, edition, signed_in, tasks_at_once
):
    load_offices(file=OFFICES)
    clerk = cast.make_clerk(RegistryOffice.objects.get(code="KZ-43-02"))
    identified(aigerim, couples.AIGERIM, "phone")
    with as_application(), tasks_at_once():
        hers, his = signed_in(aigerim), signed_in(daniyar)
        assert hers.post(begin_url()).status_code == 302
        join(hers, his)
        assert hers.get(story.lesson_url()).status_code == 200
        assert story.answer(hers, "b").status_code in (200, 302)
        settle_all(Enrolment.objects.get(user=aigerim))
        assert Enrolment.objects.get(user=aigerim).completed_at
    with as_application():
        issue_pending_certificates()
        desk = signed_in(clerk)
        page = desk.post(ANSWER, asked(couples.AIGERIM, couples.AIGERIM_AND_DANIYAR))
        assert page.status_code == 200
        look = lookups_of(aigerim).get()
        listed = hers.get("/kk/account/lookups/").text
        assert f"/kk/account/lookups/{look.pk}/question/" in listed
        hers.post(f"/kk/account/lookups/{look.pk}/question/", {"text": "Неге?"})
        entries = verify_chain()
        erase_account(user=aigerim)
        assert User.objects.get(pk=aigerim.pk).erased_at
        assert not LookupSubject.objects.filter(lookup=look).exists()
        assert verify_chain() == entries


def test_an_entry_is_written_under_the_role_and_not_rewritten(role, aigerim):
    clerk = cast.make_staff()
    with as_application():
        entry = record_lookup(
            actor=clerk, place="А / Б", purpose="desk", lookup_key=account_key(aigerim.pk),
            answer="completed",
        )  # fmt: skip
        refused(f"update accounts_lookup set at = '{timezone.now()}'")
        refused("update accounts_lookupsubject set answer = 'not'")
        refused("delete from accounts_lookup")
    assert lookups_of(aigerim).get() == entry


def test_a_second_run_changes_nothing_and_the_check_says_what_differs(role, capsys):
    call_command("grant_application_role", "--role", ROLE)
    call_command("grant_application_role", "--role", ROLE, "--check")
    run(f"grant truncate on accounts_lookup to {ROLE}")
    run(f"revoke insert on accounts_consent from {ROLE}")
    run("create table accounts_newcomer (id int)")
    with pytest.raises(CommandError) as caught:
        call_command("grant_application_role", "--role", ROLE, "--check")
    assert [line.partition(":")[0] for line in str(caught.value).splitlines()] == [
        "accounts_consent", "accounts_lookup", "accounts_newcomer",
    ]  # fmt: skip
    call_command("grant_application_role", "--role", ROLE)
    assert differences(ROLE) == []


@pytest.mark.parametrize("how", ["superuser", "createrole", "an owner"])
def test_a_role_that_grants_do_not_hold_back_is_refused(role, how):
    if how == "an owner":
        run(f"alter table accounts_lookup owner to {ROLE}")
    else:
        run(f"alter role {ROLE} {how}")
    with pytest.raises(CommandError, match="owns" if how == "an owner" else "superuser"):
        call_command("grant_application_role", "--role", ROLE)


def test_a_role_that_does_not_exist_has_no_rights_to_check():
    for name in ("nobody_here", 'so"; drop table x; --'):
        with pytest.raises(CommandError, match="no role"):
            call_command("grant_application_role", "--role", name, "--check")
    with pytest.raises((CommandError, DatabaseError, ValueError)):
        call_command("grant_application_role", "--role", "a\0b")


def test_deploying_with_an_owners_role_is_warned_of(role):
    ids = {one.id for one in run_checks(include_deployment_checks=True)}
    assert "web.W001" in ids
    with as_application():
        ids = {one.id for one in run_checks(include_deployment_checks=True)}
    assert "web.W001" not in ids
