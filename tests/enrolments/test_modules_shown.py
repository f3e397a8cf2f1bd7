"""By one's own choice the partner sees how many modules are complete, as of the day before."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.models import LessonSnapshot
from enrolments.actions import (
    accept_invitation,
    enrol,
    hide_modules,
    invite,
    leave_couple,
    settle_requirement,
    show_modules,
)
from enrolments.models import CoupleMember, Enrolment, EnrolmentRequirement
from enrolments.partner import begin_of_today
from tests import cast
from tests.enrolments import story
from tests.told import told

pytestmark = pytest.mark.django_db
SHOWN = "What your partner shows you"


@pytest.fixture
def couple(aigerim, daniyar, edition):
    _invitation, token = invite(by=aigerim)
    formed = accept_invitation(token=token, by=daniyar)
    for one in (aigerim, daniyar):
        enrol(user=one, course=edition.course)
    Enrolment.objects.update(began_at=timezone.now() - timedelta(days=5))
    return formed


@pytest.fixture
def her(signed_in, aigerim, couple):
    return signed_in(aigerim)


@pytest.fixture
def him(signed_in, daniyar, couple):
    return signed_in(daniyar)


def settle(user, *numbers, at=None):
    """Let somebody have done the lessons of these numbers, by now or at a moment."""
    enrolment = user.enrolments.open().get()
    for number in numbers:
        key = LessonSnapshot.objects.filter(slug=f"lesson-{number}").first().lesson_key
        settle_requirement(enrolment=enrolment, kind="lesson", key=str(key))
        EnrolmentRequirement.objects.filter(enrolment=enrolment, key=key).update(
            settled_at=at or timezone.now() - timedelta(days=2)
        )


def speak_of_violence(*numbers):
    """Correct lessons so that they are about violence."""
    rows = list(LessonSnapshot.objects.filter(slug__in=[f"lesson-{one}" for one in numbers]))
    for row in rows:
        row.pk, row.correction, row.is_sensitive = None, 1, True
    LessonSnapshot.objects.bulk_create(rows)


def modules_on(client):
    """How many modules the page says the partner has completed, or None."""
    response = client.get(story.couple_url())
    found = response.context["modules"]
    assert (told(SHOWN) in response.text) is bool(found)
    return found[0]["raised"] if found else None


def test_nobody_sees_modules_until_the_other_shows_them(her, him, daniyar):
    settle(daniyar, 1, 2)
    assert modules_on(her) is None
    page = him.post(reverse("enrolments:show_modules"), follow=True)
    assert reverse("enrolments:hide_modules") in page.text
    assert modules_on(her) == 1
    assert modules_on(him) is None, "one shows theirs; the other's are the other's"
    him.post(reverse("enrolments:hide_modules"))
    assert modules_on(her) is None


def test_a_module_counts_when_it_is_whole_and_from_the_day_after(her, him, daniyar):
    show_modules(user=daniyar)
    settle(daniyar, 1)
    assert modules_on(her) == 0
    for moment, raised in (
        (begin_of_today(), 0),
        (begin_of_today() + timedelta(hours=1), 0),
        (begin_of_today() - timedelta(seconds=1), 1),
    ):
        settle(daniyar, 2)
        EnrolmentRequirement.objects.exclude(settled_at=None).update(settled_at=moment)
        assert modules_on(her) == raised, moment


def test_a_course_begun_today_or_taken_by_one_alone_is_not_shown(her, him, aigerim, daniyar):
    show_modules(user=daniyar)
    Enrolment.objects.filter(user=daniyar).update(began_at=timezone.now())
    assert modules_on(her) is None
    Enrolment.objects.update(began_at=timezone.now() - timedelta(days=2))
    assert modules_on(her) == 0
    Enrolment.objects.filter(user=aigerim).update(withdrawn_at=timezone.now())
    assert modules_on(her) is None


def test_a_lesson_about_violence_decides_nothing_that_is_shown(her, him, daniyar):
    speak_of_violence(2)
    show_modules(user=daniyar)
    settle(daniyar, 1)
    without = her.get(story.couple_url()).context["modules"]
    settle(daniyar, 2)
    assert her.get(story.couple_url()).context["modules"] == without
    assert without[0]["raised"] == 1


def test_a_module_of_lessons_about_violence_alone_waits_for_the_end(her, him, daniyar):
    speak_of_violence(1, 2)
    show_modules(user=daniyar)
    settle(daniyar, 1, 2)
    assert modules_on(her) == 0
    settle(daniyar, 3, 4)
    assert modules_on(her) == 1
    Enrolment.objects.filter(user=daniyar).update(completed_at=timezone.now() - timedelta(days=2))
    assert modules_on(her) == 2


def test_what_was_shown_stays_when_the_other_has_left_and_grows_no_more(her, him, daniyar):
    show_modules(user=daniyar)
    settle(daniyar, 1, 2)
    page = him.get(reverse("enrolments:leave_couple"))
    assert told(
        "You show your partner your modules. They go on seeing them as they are shown now, and "
        "nothing that you do later. If you would rather not, stop showing them first."
    ) in page.text.replace("&#x27;", "'")
    leave_couple(user=daniyar)
    assert modules_on(her) == 1
    settle(daniyar, 3, 4)
    assert modules_on(her) == 1
    hide_modules(user=daniyar)
    assert modules_on(her) == 1, "who has left decides before leaving; the page says so"


@pytest.mark.parametrize("shows", [True, False])
def test_the_page_takes_as_many_questions_after_the_other_has_left(
    her, him, daniyar, aigerim, shows, django_assert_num_queries
):
    """Nor may the time it takes tell."""
    settle(daniyar, 1, 2)
    if shows:
        show_modules(user=daniyar)
    her.get(story.couple_url())
    with CaptureQueriesContext(connection) as before:
        her.get(story.couple_url())
    leave_couple(user=daniyar)
    with django_assert_num_queries(len(before)):
        her.get(story.couple_url())


def test_hidden_before_leaving_nothing_is_kept(her, him, aigerim, daniyar):
    show_modules(user=daniyar)
    settle(daniyar, 1, 2)
    hide_modules(user=daniyar)
    leave_couple(user=daniyar)
    assert modules_on(her) is None
    assert "modules" not in him.get(reverse("enrolments:leave_couple")).text


def test_what_is_kept_of_the_other_is_sealed(her, him, aigerim, daniyar):
    leave_couple(user=daniyar)
    kept = bytes(CoupleMember.objects.get(user=aigerim).sealed_last_seen)
    assert daniyar.name.encode() not in kept


def test_a_couple_formed_anew_begins_with_nothing_shown(her, him, aigerim, daniyar):
    show_modules(user=daniyar)
    leave_couple(user=daniyar)
    leave_couple(user=aigerim)
    story.join(him, her)
    assert modules_on(her) is None
    assert modules_on(him) is None


def test_whoever_is_in_no_couple_shows_nothing(signed_in, irina):
    client = signed_in(irina)
    for name in ("show_modules", "hide_modules"):
        assert client.post(reverse(f"enrolments:{name}")).status_code == 302
        assert client.get(reverse(f"enrolments:{name}")).status_code == 405


def test_the_database_keeps_nothing_shown_by_or_to_somebody_who_left(couple, aigerim):
    leave_couple(user=aigerim)
    mine = CoupleMember.objects.filter(user=aigerim)
    for change in ({"modules_shown_at": timezone.now()}, {"sealed_last_seen": b"x"}):
        with pytest.raises(IntegrityError, match="who_left_shows"), transaction.atomic():
            mine.update(**change)


def test_modules_of_two_courses_cost_no_more_queries_than_of_one(
    her, him, aigerim, daniyar, edition, django_assert_max_num_queries
):
    show_modules(user=daniyar)
    her.get(story.couple_url())
    with django_assert_max_num_queries(10):
        her.get(story.couple_url())
    for number in range(2):
        other = cast.make_edition(cast.make_course(f"K{number}", f"kurs-{number}"))
        for one in (aigerim, daniyar):
            enrol(user=one, course=other.course)
    Enrolment.objects.update(began_at=timezone.now() - timedelta(days=2))
    assert len(her.get(story.couple_url()).context["modules"]) == 3
    with django_assert_max_num_queries(10):
        her.get(story.couple_url())


def test_an_invitation_that_ended_or_was_withdrawn_is_made_again_by_one_button(signed_in, irina):
    client = signed_in(irina)
    again = told("Invite again")
    assert again not in client.get(story.couple_url()).text
    story.make_link(client)
    assert again not in client.get(story.couple_url()).text
    client.post(reverse("enrolments:withdraw_invitation"))
    assert again in client.get(story.couple_url()).text
    story.make_link(client)
    irina.invitations_sent.update(made_at=timezone.now() - timedelta(days=92))
    assert again in client.get(story.couple_url()).text
    assert story.make_link(client)
