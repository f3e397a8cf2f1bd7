"""My learning of somebody who takes several courses, or none that is for couples."""

import re

import pytest

from enrolments.actions import enrol, withdraw
from registry.models import MarriageApplication
from tests import parents
from tests.accounts.whole_story import link_application
from tests.certificates.story import completed
from tests.enrolments import story as couples
from tests.enrolments.stayer import look
from tests.learning import story
from tests.registry.standing_in import asked_registry, standing_in  # noqa: F401
from tests.told import told

pytestmark = pytest.mark.django_db

MINE = "/kk/learn/"
BESIDES = ("/kk/couple/", "/kk/application/")


@pytest.fixture
def ata(db):
    return parents.make_edition()


@pytest.fixture
def saulyq(db):
    return parents.make_edition(parents.make_course("SAULYQ", "saulyq", by_age=False))


def first(page):
    """The address of the one button that stands out."""
    return re.search(r'<a class="button" href="([^"]+)"', page.text)[1]


def test_the_course_one_was_last_at_comes_first(signed_in, aigerim, edition, ata, saulyq):
    client = signed_in(aigerim)
    for found in (edition, ata, saulyq):
        enrol(user=aigerim, course=found.course)
    assert first(client.get(MINE)) == parents.lesson_url("lesson-1", "saulyq"), "begun last"
    for slug in ("neke", "ata", "neke"):
        client.get(parents.lesson_url("lesson-3", slug))
        assert first(client.get(MINE)) == parents.lesson_url("lesson-3", slug)


def test_every_other_course_leads_on_too_and_a_completed_one_is_last(
    signed_in, aigerim, edition, ata, saulyq
):
    client = signed_in(aigerim)
    completed(aigerim, saulyq)
    enrol(user=aigerim, course=ata.course)
    enrol(user=aigerim, course=edition.course)
    client.get(parents.lesson_url("lesson-3"))
    page = client.get(MINE).text
    others = page[page.index(told("Other courses")) :]
    assert others.index("course-neke") < others.index("course-saulyq")
    assert f'href="{story.lesson_url()}" aria-describedby="course-neke"' in others
    assert 'aria-describedby="course-saulyq"' not in others


def test_a_parent_is_spoken_to_of_no_couple_and_no_application(
    signed_in, aigerim, daniyar, edition, ata
):
    enrol(user=aigerim, course=ata.course)
    client = signed_in(aigerim)
    page = client.get(MINE).text
    main = page[page.index("<main") :]
    assert not [address for address in BESIDES if f'href="{address}"' in main]
    assert told("By choice, when you have completed a course") in page
    before = enrol(user=aigerim, course=edition.course)
    assert all(f'href="{address}"' in client.get(MINE).text for address in BESIDES)
    couples.join(client, signed_in(daniyar))
    withdraw(enrolment=before)
    assert all(f'href="{address}"' in client.get(MINE).text for address in BESIDES), (
        "a couple still"
    )


def test_a_certificate_is_said_to_be_there_only_where_it_is(signed_in, aigerim, edition, ata):
    client, here = signed_in(aigerim), told("Your certificate is here")
    completed(aigerim, ata)
    enrol(user=aigerim, course=edition.course)
    assert here not in client.get(MINE).text
    completed(aigerim, edition)
    assert here in client.get(MINE).text


def test_a_parent_is_not_told_that_an_application_they_linked_was_taken_back(
    signed_in,
    aigerim,
    ata,
    asked_registry,  # noqa: F811
):
    """The other of the two took it back: nothing on the page says so."""
    client = signed_in(aigerim)
    enrol(user=aigerim, course=ata.course)
    link_application(aigerim)
    client.get(MINE)
    before = look(client, aigerim).pages[MINE]
    assert 'href="/kk/application/"' in before[1]
    MarriageApplication.objects.update(state="withdrawn")
    assert look(client, aigerim).pages[MINE] == before


@pytest.mark.parametrize("courses", [1, 4])
def test_more_courses_ask_no_more(signed_in, aigerim, courses, django_assert_num_queries):
    client = signed_in(aigerim)
    for letter in "abcd"[:courses]:
        course = parents.make_course(f"AT{letter.upper()}", f"at{letter}")
        enrol(user=aigerim, course=parents.make_edition(course).course)
    client.get(MINE)
    with django_assert_num_queries(11):
        client.get(MINE)
