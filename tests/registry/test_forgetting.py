"""Who never linked an application goes 30 days after the ceremony; who is linked stays."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions.erasing import erase_account
from registry.actions import (
    forget_applicants,
    forget_words,
    forgetting,
    learn_of_application,
    make_claim,
    settle_claim,
)
from registry.models import Applicant, ApplicationClaim, ApplicationFact, MarriageApplication
from registry.questions import name_of
from registry.standin import cast as couples
from registry.tasks import forget_past_applicants
from reports.models import ApplicationCount
from tests.registry.people import identified, told, typed

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
RECORD = couples.AIGERIM_AND_DANIYAR.on(TODAY())
NUMBER = RECORD.number


def held(**changes):
    """An application as the registry told of it, with nobody linked."""
    return replace(RECORD, **changes)


def known():
    return MarriageApplication.objects.get()


def linked(user, who, record):
    """Let `user` be linked to the application of `record`."""
    identity = identified(user, who, "phone")
    application = told(record)
    applicant = application.applicants.get(lookup_key=bytes(identity.lookup_key))
    return ApplicationClaim.objects.create(
        user=user, identity=identity, sealed_number=b"", state="confirmed", applicant=applicant
    )


@pytest.mark.parametrize(("days", "left"), [(29, 2), (30, 0), (400, 0)])
def test_thirty_days_after_the_ceremony_nobody_is_left_who_is_not_linked(days, left):
    told(held(ceremony_date=TODAY() - timedelta(days=days)))
    assert forget_applicants() == 2 - left
    assert Applicant.objects.count() == left


@pytest.mark.parametrize(
    ("state", "days", "left"),
    [("withdrawn", 29, 2), ("withdrawn", 31, 0), ("annulled", 31, 0), ("married", 31, 0),
     ("filed", 31, 2), ("half_signed", 179, 2), ("confirmed", 181, 0)],
)  # fmt: skip
def test_without_a_date_the_last_news_count(state, days, left):
    told(held(state=state, ceremony_date=None, updated_at=timezone.now() - timedelta(days=days)))
    forget_applicants()
    assert Applicant.objects.count() == left


def test_the_day_begins_at_midnight_in_the_country(monkeypatch):
    told(held(ceremony_date=datetime(2026, 12, 1, tzinfo=UTC).date()))
    almaty = ZoneInfo("Asia/Almaty")
    for moment, left in ((time(23, 59), 2), (time(0, 1), 0)):
        day = 30 if left else 31
        now = datetime.combine(datetime(2026, 12, day, tzinfo=UTC), moment, almaty)
        monkeypatch.setattr("django.utils.timezone.now", lambda now=now: now)
        forget_applicants()
        assert Applicant.objects.count() == left


def test_of_two_the_linked_one_stays_with_all_that_is_kept(aigerim):
    claim = linked(aigerim, couples.AIGERIM, held(ceremony_date=TODAY() - timedelta(days=300)))
    hers = claim.applicant
    before = Applicant.objects.filter(pk=hers.pk).values().get()
    forget_past_applicants()
    assert list(Applicant.objects.values()) == [before]
    application = known()
    assert (application.number, application.forgotten_at) == (NUMBER, None)
    assert name_of(hers) == couples.AIGERIM.name
    claim.refresh_from_db()
    assert (claim.state, claim.applicant_id) == ("confirmed", hers.pk)
    assert forget_applicants() == 0


def test_of_whom_nobody_is_left_the_number_goes_and_the_facts_stay_for_the_counts():
    told(held(ceremony_date=TODAY() - timedelta(days=30)))
    facts = ApplicationFact.objects.values().get()
    counted = list(ApplicationCount.objects.values())
    forget_applicants()
    application = known()
    assert application.forgotten_at is not None
    assert NUMBER not in application.number
    assert ApplicationFact.objects.values().get() == facts
    assert list(ApplicationCount.objects.values()) == counted


def test_old_news_of_a_forgotten_application_bring_nobody_back_and_count_nothing():
    record = held(ceremony_date=TODAY() - timedelta(days=30))
    told(record, "import")
    forget_applicants()
    counted, before = list(ApplicationCount.objects.values()), known().number
    for source in ("import", "push", "clerk"):
        told(replace(record, state="married", updated_at=timezone.now()), source)
    assert not Applicant.objects.exists()
    assert known().number == before
    assert list(ApplicationCount.objects.values()) == counted


@pytest.mark.parametrize("source", ["import", "gateway"])
def test_a_new_day_brings_it_back_as_the_same_application(source):
    told(held(ceremony_date=TODAY() - timedelta(days=30)), "import")
    forget_applicants()
    counted = list(ApplicationCount.objects.values())
    later = held(
        state="moved", ceremony_date=TODAY() + timedelta(days=9), updated_at=timezone.now()
    )
    told(later, source)
    application = known()
    assert (application.number, application.forgotten_at) == (NUMBER, None)
    assert application.facts.count() == 2
    assert Applicant.objects.count() == 2
    assert list(ApplicationCount.objects.values()) == counted


@pytest.mark.usefixtures("asked_registry")
def test_who_claims_a_forgotten_one_is_linked_by_the_registrys_answer(aigerim, asked_registry):
    past = couples.IRINA_AND_VIKTOR
    told(past.on(TODAY()))
    forget_applicants()
    claim = make_claim(user=aigerim, **(typed(couples.IRINA, past) | {"country": "KZ"}))
    assert settle_claim(claim_id=claim.pk).state == "confirmed"
    assert ApplicationCount.objects.get().count == 1
    forget_past_applicants()
    assert Applicant.objects.get().claims.get() == claim


def test_a_claim_that_was_taken_back_holds_nobody(aigerim):
    claim = linked(aigerim, couples.AIGERIM, held(ceremony_date=TODAY() - timedelta(days=30)))
    ApplicationClaim.objects.update(state="unlinked")
    assert forget_applicants() == 2
    claim.refresh_from_db()
    assert claim.applicant is None


def test_it_goes_in_batches_and_costs_the_same_queries_for_many(monkeypatch):
    def forgotten_with(many):
        for serial in range(many):
            told(held(number=f"43-02-{many}{serial:03}",
                      ceremony_date=TODAY() - timedelta(days=40)))  # fmt: skip
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert forget_applicants() == 2 * many
        return len(asked)

    assert forgotten_with(2) == forgotten_with(9)
    monkeypatch.setattr(forgetting, "A_BATCH", 2)
    assert forgotten_with(5) > 5
    assert not Applicant.objects.exists()


def test_who_erases_the_account_leaves_the_key_alone(aigerim, daniyar):
    hers = linked(aigerim, couples.AIGERIM, RECORD).applicant
    his = linked(daniyar, couples.DANIYAR, replace(RECORD, updated_at=timezone.now())).applicant
    assert name_of(Applicant.objects.get(pk=hers.pk)) == couples.AIGERIM.name
    erase_account(user=aigerim)
    row = Applicant.objects.get(pk=hers.pk)
    assert (row.sealed_number, row.sealed_name, row.sealed_phone, row.kind) == (
        None, None, None, "",
    )  # fmt: skip
    assert name_of(Applicant.objects.get(pk=his.pk)) == couples.DANIYAR.name


def test_an_erased_impostor_takes_nothing_of_the_person_with_them(aigerim, daniyar):
    applicant = linked(aigerim, couples.AIGERIM, RECORD).applicant
    identified(daniyar, couples.AIGERIM)
    erase_account(user=daniyar)
    assert name_of(Applicant.objects.get(pk=applicant.pk)) == couples.AIGERIM.name


def test_words_go_by_night_where_no_account_has_the_number_any_more(aigerim):
    identity = identified(aigerim, couples.AIGERIM)
    told(RECORD)
    assert forget_words() == 0
    identity.delete()
    assert forget_words() == 1
    assert not Applicant.objects.exclude(sealed_number=None).exists()


def test_news_and_forgetting_at_once_leave_nobody_half(aigerim):
    """An application that is written to at this moment is left for the next night."""
    told(held(ceremony_date=TODAY() - timedelta(days=30)))
    assert forget_applicants() == 2
    assert forget_applicants() == 0
    assert learn_of_application(record=RECORD, source="gateway").applicants.count() == 2
