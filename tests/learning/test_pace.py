"""The ceremony's day and a pace: to whom they are shown, and that they never hurry."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from enrolments.actions import withdraw
from enrolments.models import Couple, CoupleMember
from learning.pace import suggest
from registry.actions.claims import link, make_claim
from registry.gateway import ApplicationState
from registry.standin import cast as couples
from tests.learning import story
from tests.registry.people import identified, told, typed
from tests.told import told as said

pytestmark = pytest.mark.django_db
PAGES = ("/kk/learn/", "/kk/couple/")


def link_to(user, who, application, **changes):
    """Link a person to an application as the registry told of it."""
    record = replace(application.on(timezone.localdate()), **changes)
    known = told(record)
    claim = make_claim(user=user, **(typed(who, application) | {"country": "KZ"}))
    assert link(claim, known.applicants.get(position=1))
    return record


def tell(record, **changes):
    """The registry tells something newer of an application."""
    return told(replace(record, updated_at=record.updated_at + timedelta(hours=1), **changes))


def shown(client, record, path):
    return date_format(record.ceremony_date, "DATE_FORMAT") in client.get(path).text


@pytest.fixture
def her(aigerim, daniyar, edition, signed_in):
    story.begin(aigerim, edition)
    couple = Couple.objects.create()
    for one in (aigerim, daniyar):
        CoupleMember.objects.create(couple=couple, user=one)
    return signed_in(aigerim)


@pytest.mark.parametrize("path", PAGES)
def test_the_day_is_shown_to_a_proved_person_only(her, aigerim, daniyar, signed_in, path):
    identity = identified(aigerim, couples.AIGERIM)
    record = link_to(aigerim, couples.AIGERIM, couples.AIGERIM_AND_DANIYAR)
    assert not shown(her, record, path)
    identity.assurance, identity.proved_at = "phone", timezone.now()
    identity.save()
    assert shown(her, record, path)
    assert not shown(signed_in(daniyar), record, path), "it is told to whoever linked it alone"


@pytest.mark.parametrize("path", PAGES)
def test_nothing_of_it_after_the_day_or_the_marriage_and_none_where_none_is_set(her, aigerim, path):
    identified(aigerim, couples.AIGERIM, "seen")
    record = link_to(aigerim, couples.AIGERIM, couples.AIGERIM_AND_DANIYAR)
    without = set()
    yesterday = replace(record, ceremony_date=timezone.localdate() - timedelta(days=1))
    for changes, seen in (
        ({"ceremony_date": timezone.localdate()}, True),
        ({"ceremony_date": yesterday.ceremony_date}, False),
        ({"state": ApplicationState.MARRIED}, False),
        ({"ceremony_date": None}, False),
        ({"ceremony_date": record.ceremony_date}, True),
    ):
        record = replace(record, updated_at=record.updated_at + timedelta(hours=1))
        known = tell(record, **changes)
        context = her.get(path).context
        assert (context.get("day") is not None) is seen, changes
        without.add(known.ceremony_date)
    assert None in without


def test_a_pace_is_suggested_in_a_whole_sentence_and_no_days_are_counted(her, aigerim):
    identified(aigerim, couples.AIGERIM, "seen")
    record = link_to(aigerim, couples.AIGERIM, couples.AIGERIM_AND_DANIYAR)
    for path in PAGES:
        page = her.get(path)
        words = story.text_of(page).replace(date_format(record.ceremony_date, "DATE_FORMAT"), "")
        assert page.context["suggestion"] == "weekly"
        assert said("Nothing lapses on that day: you can go on with the course afterwards just as "
                    "well.") in words  # fmt: skip
        days = (record.ceremony_date - timezone.localdate()).days
        assert f" {days} " not in words, "no countdown"


def test_a_person_who_takes_nothing_reads_the_day_alone(her, aigerim):
    identified(aigerim, couples.AIGERIM, "seen")
    record = link_to(aigerim, couples.AIGERIM, couples.AIGERIM_AND_DANIYAR)
    withdraw(enrolment=aigerim.enrolments.get())
    for path in PAGES:
        assert shown(her, record, path)
        assert her.get(path).context.get("suggestion") == ""


def test_the_couples_page_and_my_learning_ask_a_few_more_things_only(
    her, aigerim, django_assert_max_num_queries
):
    identified(aigerim, couples.AIGERIM, "seen")
    link_to(aigerim, couples.AIGERIM, couples.AIGERIM_AND_DANIYAR)
    for path in PAGES:
        her.get(path)
        with django_assert_max_num_queries(11):
            her.get(path)


TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("lessons", "days", "suggestion"),
    [
        (0, 30, ("", 0)), (1, 30, ("weekly", 1)), (8, 30, ("weekly", 2)), (12, 12, ("weekly", 7)),
        (12, 10, ("daily", 9)), (30, 12, ("", 0)), (1, 6, ("", 0)), (1, 0, ("", 0)),
        (3, 7, ("weekly", 3)), (4, -3, ("", 0)),
    ],
)  # fmt: skip
def test_a_pace_is_unhurried_or_there_is_none(lessons, days, suggestion):
    assert suggest(lessons=lessons, today=TODAY, day=TODAY + timedelta(days=days)) == suggestion
