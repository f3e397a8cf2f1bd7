"""Unusual look-ups: each rule finds its own, an ordinary week nothing, and nobody is named."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions.record import commit
from accounts.models import Lookup, LookupSubject
from tests import cast
from tests.workshop import story
from workshop.patterns import RULES, found_between

pytestmark = pytest.mark.django_db
PAGE = "/admin/patterns/"
MONDAY = datetime(2026, 11, 16, 10, 0, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def clerk(db):
    return cast.make_staff(name="Құралай Маман")


@pytest.fixture
def looks(clerk):
    """Write entries of any time, which the record's own door would not; the chain is not asked."""

    def look(number=1, *, at=MONDAY, keys=None, answer="completed", **fields):
        first = (
            Lookup.objects.order_by("-sequence").values_list("sequence", flat=True).first()
        ) or 0
        for n in range(number):
            entry = Lookup.objects.create(
                **{
                    "sequence": first + n + 1, "at": at, "place": "Медеу", "purpose": "desk",
                    "actor": None if fields.get("client") else clerk,
                    "commitment": b"", "chain": b"",
                } | fields
            )  # fmt: skip
            key = keys[n % len(keys)] if keys else (first + n).to_bytes(32)
            LookupSubject.objects.create(
                lookup=entry, lookup_key=key, answer=answer, salt=commit(b"", key, answer)[:16]
            )

    return look


def found(days=7):
    """What each rule finds in the days from Monday on: who, by id or client, and how many."""
    told = found_between(MONDAY - timedelta(hours=10), MONDAY + timedelta(days=days))
    return {
        rule.key: [(one.actor or one.client, one.number) for one in findings]
        for rule, findings in told
        if findings
    }


def test_an_ordinary_week_is_not_unusual(looks, clerk):
    for day in range(5):
        looks(20, at=MONDAY + timedelta(days=day))
    looks(9, answer="no_pair")
    looks(9, purpose="elsewhere")
    looks(2, at=MONDAY + timedelta(hours=11))
    looks(3, keys=[b"k" * 32])
    assert found() == {}


def test_a_day_far_busier_than_usual_at_the_place(looks, clerk):
    colleague = cast.make_staff()
    for day in range(5):
        looks(10, at=MONDAY + timedelta(days=day), actor=colleague)
    looks(29)
    assert "busy" not in found()
    looks(300, purpose="day")
    assert "busy" not in found()
    looks(1)
    assert found()["busy"] == [(clerk.pk, 30)]


def test_a_day_on_which_a_key_asks_about_far_more_people_than_usual(looks):
    key = {"client": "reg-almaty", "purpose": "api", "place": "Жүйе / Система"}
    for day in range(5):
        looks(12, at=MONDAY + timedelta(days=day), **key)
        looks(90, at=MONDAY + timedelta(days=day), **key | {"purpose": "changes"})
    assert found() == {}
    looks(24, **key)
    assert found()["busy"] == [("reg-almaty", 36)]


@pytest.mark.parametrize(
    ("hours", "unusual"), [(-3, True), (-2, False), (9.9, False), (10, True), (6 * 24, True)]
)
def test_outside_working_hours(looks, clerk, hours, unusual):
    looks(3, at=MONDAY + timedelta(hours=hours))
    looks(50, at=MONDAY + timedelta(hours=13), client="reg-almaty", purpose="api")
    assert found().get("off_hours", []) == ([(clerk.pk, 3)] if unusual else [])


def test_many_wrong_pairs_also_of_a_system(looks, clerk):
    looks(10, answer="no_pair")
    looks(12, answer="no_pair", client="reg-almaty", purpose="api")
    assert found()["wrong_pairs"] == [("reg-almaty", 12), (clerk.pk, 10)]


def test_applications_of_other_offices(looks, clerk):
    looks(5, purpose="moved")
    looks(5, purpose="elsewhere")
    assert found()["other_offices"] == [(clerk.pk, 10)]


def test_the_same_person_again_and_again(looks, clerk):
    for day in range(4):
        looks(3, at=MONDAY + timedelta(days=day), keys=[b"a" * 32, b"b" * 32, b"c" * 32])
    assert found()["same_person"] == [(clerk.pk, 3)]
    assert "many_places" not in found()


def test_people_looked_up_from_several_places(looks, clerk):
    colleague = cast.make_staff()
    for place, actor in (("Медеу", clerk), ("Алмалы", clerk), ("Бостандық", colleague)):
        looks(2, place=place, actor=actor, keys=[b"a" * 32, b"b" * 32])
    assert found()["many_places"] == [(clerk.pk, 2), (colleague.pk, 2)]


def test_lists_as_files(looks, clerk):
    looks(40, purpose="day_file")
    assert found()["exports"] == [(clerk.pk, 40)]


def test_only_the_days_that_were_asked_for_count(looks):
    looks(40, purpose="day_file", at=MONDAY - timedelta(days=1))
    assert found() == {}


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_officer_reads_who_and_how_often_and_never_whom(looks, clerk, signed_in, language):
    looks(30, at=timezone.now(), purpose="day_file")
    browser = signed_in(story.make_person("officer", language=language))
    page = browser.get(PAGE + "?days=30")
    assert page.context["days"] == 30
    assert "Құралай Маман" in page.text
    assert page.text.count("<h3") == len(RULES)
    for odd in ("x", "365", "-1", "7' or 1=1", "\0"):
        assert browser.get(PAGE, {"days": odd}).context["days"] == 7


def test_no_other_role_sees_them(signed_in):
    assert signed_in(story.make_person("administrator")).get(PAGE)["Location"] == "/admin/"


def test_the_page_costs_the_same_for_few_and_for_many(looks, signed_in):
    browser = signed_in(story.make_person("officer"))

    def cost():
        with CaptureQueriesContext(connection) as queries:
            browser.get(PAGE)
        return len(queries)

    looks(1, at=timezone.now(), purpose="day_file")
    browser.get(PAGE)
    one = cost()
    for _ in range(4):
        looks(10, at=timezone.now(), purpose="day_file", actor=cast.make_staff())
    assert cost() == one
