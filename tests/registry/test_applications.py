"""What the registry tells us of an application: kept, in any order, and the newest believed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from accounts.identity import identity_key
from registry.actions import learn_of_application, learn_of_applications
from registry.actions.offices import load_offices
from registry.management.commands.load_offices import OFFICES
from registry.models import Applicant, ApplicationClaim, MarriageApplication, RegistryOffice
from registry.questions import name_of
from registry.signals import application_became_known
from registry.standin import cast as couples
from tests.registry.people import identified

TODAY = date(2026, 11, 22)
RECORD = couples.AIGERIM_AND_DANIYAR.on(TODAY)
LATER = replace(
    RECORD, state="moved", office_code="KZ-75-01", region="KZ-75", version=3,
    updated_at=RECORD.updated_at + timedelta(days=1), ceremony_date=date(2026, 12, 9),
)  # fmt: skip


@pytest.fixture(autouse=True)
def offices(db):
    load_offices(file=OFFICES)


def learn(record, source="gateway"):
    return learn_of_application(record=record, source=source)


@pytest.mark.parametrize("order", [[RECORD, LATER], [LATER, RECORD], [LATER, RECORD, LATER]])
def test_in_whatever_order_news_come_the_newest_is_believed(order):
    for record in order:
        learn(record)
    application = MarriageApplication.objects.get()
    assert (application.state, application.office.code) == ("moved", "KZ-75-01")
    assert application.ceremony_date == date(2026, 12, 9)
    assert application.facts.count() == 2
    assert {fact.told_at for fact in application.facts.all()} == {
        RECORD.updated_at, LATER.updated_at
    }  # fmt: skip


def test_the_same_news_from_two_sources_are_two_facts_and_one_application():
    heard = []

    def hear(sender, application, source, **kwargs):
        heard.append(source)

    application_became_known.connect(hear)
    for source in ("import", "gateway", "gateway"):
        learn(RECORD, source)
    application_became_known.disconnect(hear)
    assert heard == ["import"]
    facts = MarriageApplication.objects.get().facts
    assert set(facts.values_list("source", flat=True)) == {"import", "gateway"}
    assert facts.count() == 2


def test_news_already_known_cost_one_query(django_assert_num_queries):
    learn(RECORD)
    with django_assert_num_queries(1):
        learn(RECORD)


def test_an_office_we_do_not_know_is_not_an_error():
    application = learn(replace(RECORD, office_code="KZ-43-77"))
    assert application.office is None
    assert application.region == "KZ-43"


def test_of_whom_no_account_has_given_the_number_the_key_alone_is_kept(aigerim):
    identified(aigerim, couples.AIGERIM)
    learn(RECORD)
    hers, his = Applicant.objects.order_by("position")
    assert {bytes(one.lookup_key) for one in (hers, his)} == {
        identity_key(kind="iin", country="KZ", number=one.identity.number)
        for one in RECORD.applicants
    }
    empty = ("", "", None, None, None)
    fields = ("kind", "country", "sealed_number", "sealed_name", "sealed_phone")
    assert tuple(getattr(his, field) for field in fields) == empty
    row = b"".join(
        bytes(getattr(hers, field))
        for field in ("sealed_number", "lookup_key", "sealed_name", "sealed_phone")
    )
    for told in RECORD.applicants:
        for text in (told.identity.number, told.name, told.phone):
            assert text.encode() not in row
    assert name_of(hers) == couples.AIGERIM.name
    assert name_of(his) == ""


def test_a_phone_written_for_both_is_kept_of_nobody(aigerim, daniyar):
    for user, who in ((aigerim, couples.MADINA), (daniyar, couples.NURLAN)):
        identified(user, who)
    learn(couples.MADINA_AND_NURLAN.on(TODAY))
    for applicant in Applicant.objects.all():
        assert name_of(applicant)
        assert applicant.sealed_phone is None


def test_a_source_that_names_nobody_takes_no_name_away(aigerim):
    identified(aigerim, couples.AIGERIM)
    learn(RECORD)
    nameless = tuple(replace(one, name="", phone=None) for one in RECORD.applicants)
    learn(replace(LATER, applicants=nameless), "import")
    assert name_of(Applicant.objects.exclude(sealed_number=None).get()) == couples.AIGERIM.name


def test_what_is_known_of_a_thousand_costs_one_query(django_assert_num_queries):
    records = [replace(RECORD, number=f"43-02-{serial:05}") for serial in range(12)]
    assert [one.change for one in learn_of_applications(records=records, source="push")] == [
        "new"
    ] * 12
    with django_assert_num_queries(1):
        learned = learn_of_applications(records=records, source="push")
    assert [one.change for one in learned] == ["same"] * 12
    assert [one.application.number for one in learned] == [one.number for one in records]
    moved = replace(records[3], state="moved", updated_at=LATER.updated_at)
    twice = [records[0], moved, moved, records[3]]
    learned = learn_of_applications(records=twice, source="push")
    assert [one.change for one in learned] == ["same", "changed", "same", "same"]
    assert learned[-1].application.number == moved.number


@pytest.mark.parametrize(("news", "most"), [(RECORD, 16), (LATER, 10)])
def test_news_cost_few_queries(news, most, django_assert_max_num_queries):
    if news is LATER:
        learn(RECORD)
    with django_assert_max_num_queries(most):
        learn(news)


def test_a_corrected_person_takes_the_place_and_the_old_claim_is_unlinked(aigerim):
    application = learn(RECORD)
    identity = identified(aigerim, couples.AIGERIM)
    first = application.applicants.get(lookup_key=bytes(identity.lookup_key))
    ApplicationClaim.objects.create(
        user=aigerim, identity=identity, sealed_number=b"", state="confirmed", applicant=first
    )
    learn(replace(LATER, applicants=(couples.OLGA, couples.DANIYAR)))
    olga = couples.OLGA.identity
    first.refresh_from_db()
    assert bytes(first.lookup_key) == identity_key(kind="iin", country="KZ", number=olga.number)
    assert aigerim.claims.get().state == "unlinked"
    assert Applicant.objects.count() == 2


def test_a_fact_is_never_changed():
    fact = learn(RECORD).facts.get()
    fact.state = "married"
    with pytest.raises(DatabaseError, match="insert-only"), transaction.atomic():
        fact.save()


class TestOffices:
    def test_the_file_is_loaded_as_often_as_one_likes(self, capsys):
        assert RegistryOffice.objects.count() == 40
        call_command("load_offices")
        assert capsys.readouterr().out == "0 added, 0 changed, 40 as they stood.\n"

    def test_a_renamed_office_is_renamed(self, tmp_path):
        file = tmp_path / "offices.csv"
        file.write_text("code,region,name_kk,name_ru\nKZ-75-01,KZ-75,Жаңа атау,Новое имя\n")
        loaded = load_offices(file=file)
        assert (loaded.added, loaded.changed, loaded.same) == (0, 1, 0)
        assert RegistryOffice.objects.get(code="KZ-75-01").name_ru == "Новое имя"

    def test_with_a_wrong_line_nothing_is_loaded_and_every_wrong_line_is_named(self, tmp_path):
        file = tmp_path / "offices.csv"
        file.write_text(
            "code,region,name_kk,name_ru\nX-1,KZ-75,А,Б\nX-2,KZ-00,А,Б\nX-1,KZ-75,А,Б\nX-3,KZ-75,,Б\n"
        )
        with pytest.raises(CommandError) as error:
            call_command("load_offices", str(file))
        for line in ("line 3", "line 4", "line 5"):
            assert line in str(error.value)
        assert not RegistryOffice.objects.filter(code__startswith="X").exists()

    def test_a_file_that_is_not_there_or_not_a_table_is_said(self, tmp_path):
        with pytest.raises(CommandError, match="cannot be read"):
            call_command("load_offices", str(tmp_path / "none.csv"))
        (tmp_path / "other.csv").write_text("a,b\n1,2\n")
        with pytest.raises(CommandError, match="lacks"):
            call_command("load_offices", str(tmp_path / "other.csv"))
