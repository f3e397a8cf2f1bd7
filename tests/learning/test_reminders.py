"""Who is reminded of a course, when, and of nothing that is no longer so."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.actions.consent import withdraw_consent
from courses.models import Audience, Course
from enrolments.actions import withdraw
from enrolments.models import Enrolment
from learning.actions import owe_due_reminders
from learning.models import LessonProgress
from learning.tasks import owe_reminders
from notifications.actions import stop_messages
from notifications.models import Message
from notifications.tasks import deliver_pending_messages
from registry.models import ApplicationClaim, MarriageApplication
from registry.questions import ceremony_date_to_show
from registry.standin import cast as couples
from tests import cast
from tests.certificates.story import settle_all
from tests.enrolments.story import join
from tests.learning.story import begin, lesson_url
from tests.notifications.story import choose
from tests.registry.people import identified, told

pytestmark = pytest.mark.django_db


def ago(**time):
    return timezone.now() - timedelta(**time)


def owed(*users):
    """Decide on reminders as the clock does; return who is owed what."""
    owe_reminders()
    rows = Message.objects.filter(state="pending")
    if users:
        rows = rows.filter(recipient__in=users)
    return [(row.recipient, row.kind) for row in rows.order_by("pk")]


def kinds(user):
    return [kind for _user, kind in owed(user)]


def begun(user, edition, days):
    """Let the person have begun the course so many days ago."""
    enrolment = begin(user, edition)
    Enrolment.objects.filter(pk=enrolment.pk).update(began_at=ago(days=days))
    return enrolment


def opened(client, enrolment, days):
    """Let the person have opened the first lesson through its page, so many days ago."""
    client.get(lesson_url(course=enrolment.course.slug))
    LessonProgress.objects.filter(enrolment=enrolment).update(visited_at=ago(days=days))


def deliver():
    """Deliver as the clock does; return what became of each message."""
    deliver_pending_messages()
    return list(Message.objects.order_by("pk").values_list("kind", "state"))


@pytest.fixture
def parents(db):
    """An edition of a course for everybody."""
    course = Course.objects.create(code="ATA", slug="parents", audience=Audience.EVERYBODY)
    return cast.make_edition(course)


class TestNothingBegun:
    @pytest.mark.parametrize(("days", "reminded"), [(2.9, 0), (3.1, 1), (6.9, 1), (7.1, 0)])
    def test_it_comes_three_days_after_beginning(self, aigerim, edition, days, reminded):
        choose(aigerim, days_ago=30)
        begun(aigerim, edition, days)
        assert kinds(aigerim) == ["nothing_begun"] * reminded

    def test_who_opened_a_lesson_is_not_reminded(self, aigerim, edition, signed_in):
        choose(aigerim, days_ago=30)
        opened(signed_in(aigerim), begun(aigerim, edition, 4), 4)
        assert kinds(aigerim) == []

    def test_who_never_chose_or_chose_only_news_is_not_reminded(self, aigerim, daniyar, edition):
        choose(daniyar, reminders=False)
        choose(daniyar, reminders=False, days_ago=30)
        begun(aigerim, edition, 4)
        begun(daniyar, edition, 4)
        assert owed() == []

    def test_who_has_just_chosen_is_not_reminded_at_once(self, aigerim, edition):
        choose(aigerim)
        begun(aigerim, edition, 4)
        assert kinds(aigerim) == []

    def test_who_took_their_consent_back_is_not_reminded(self, aigerim, edition):
        choose(aigerim, days_ago=30)
        begun(aigerim, edition, 4)
        withdraw_consent(user=aigerim)
        assert kinds(aigerim) == []

    def test_it_comes_once_for_an_enrolment_however_often_the_clock_asks(self, aigerim, edition):
        choose(aigerim, days_ago=30)
        begun(aigerim, edition, 4)
        for _ in range(3):
            owe_reminders()
            deliver_pending_messages()
        assert len(mail.outbox) == 1
        assert owe_due_reminders() == 0


class TestQuiet:
    @pytest.mark.parametrize(
        ("days", "expected"),
        [(6.9, []), (7.1, ["quiet_week"]), (27.9, ["quiet_week"]), (28.1, ["quiet_month"]),
         (59, ["quiet_month"]), (61, [])],
    )  # fmt: skip
    def test_parents_are_reminded_after_a_week_and_after_four(
        self, aigerim, parents, signed_in, days, expected
    ):
        choose(aigerim, days_ago=90)
        opened(signed_in(aigerim), begun(aigerim, parents, 80), days)
        assert kinds(aigerim) == expected

    def test_who_began_and_opened_nothing_counts_from_the_beginning(self, aigerim, parents):
        choose(aigerim, days_ago=90)
        begun(aigerim, parents, 8)
        assert kinds(aigerim) == ["quiet_week"]

    def test_each_comes_once(self, aigerim, parents, signed_in):
        choose(aigerim, days_ago=90)
        enrolment = begun(aigerim, parents, 80)
        opened(signed_in(aigerim), enrolment, 8)
        owe_reminders()
        deliver()
        for days in (0, 8, 28.5, 0, 8, 29):  # come back, stay away, come back …
            LessonProgress.objects.update(visited_at=ago(days=days))
            Message.objects.update(tried_at=ago(days=30))
            owe_reminders()
            deliver()
        assert [row.kind for row in Message.objects.order_by("pk")] == ["quiet_week", "quiet_month"]
        assert len(mail.outbox) == 2

    def test_a_course_for_couples_has_no_such_reminder(self, aigerim, edition, signed_in):
        choose(aigerim, days_ago=90)
        opened(signed_in(aigerim), begun(aigerim, edition, 40), 8)
        assert kinds(aigerim) == []


@pytest.fixture
def linked(aigerim, edition, signed_in):
    """Aigerim takes the course, is proved, and her ceremony is in so many days."""

    def link(days, assurance="seen", user=aigerim, who=couples.AIGERIM):
        today = timezone.localdate()
        application = told(couples.AIGERIM_AND_DANIYAR.on(today))
        MarriageApplication.objects.update(ceremony_date=today + timedelta(days=days))
        ApplicationClaim.objects.create(
            user=user, identity=identified(user, who, assurance), sealed_number=b"",
            state="confirmed", applicant=application.applicants.get(position=1),
        )  # fmt: skip
        opened(signed_in(user), begun(user, edition, 10), 1)

    return link


class TestDaysBefore:
    @pytest.mark.parametrize(
        ("days", "wished", "reminded"),
        [
            (6, 5, 0),
            (5, 5, 1),
            (1, 5, 1),
            (0, 5, 0),
            (-1, 5, 0),
            (10, 10, 1),
            (11, 10, 0),
            (4, 3, 0),
        ],
    )
    def test_it_comes_as_many_days_before_as_was_wished(
        self, aigerim, linked, days, wished, reminded
    ):
        choose(aigerim, days_ago=30, days_before=wished)
        linked(days)
        assert kinds(aigerim) == ["days_before"] * reminded

    def test_who_may_not_see_the_date_is_not_reminded_by_it(self, aigerim, linked):
        choose(aigerim, days_ago=30)
        linked(5, assurance="declared")
        assert kinds(aigerim) == []

    @pytest.mark.parametrize("state", ["withdrawn", "annulled", "refiled"])
    def test_an_application_that_ended_reminds_as_before(self, aigerim, linked, state):
        """The one who waits for it could tell by its absence that the other took it back."""
        choose(aigerim, days_ago=30)
        linked(5)
        MarriageApplication.objects.update(state=state)
        assert ceremony_date_to_show(aigerim) is not None
        assert kinds(aigerim) == ["days_before"]

    def test_the_married_are_not_reminded(self, aigerim, linked):
        choose(aigerim, days_ago=30)
        linked(5)
        MarriageApplication.objects.update(state="married")
        assert kinds(aigerim) == []

    def test_the_partner_who_did_not_choose_hears_nothing_of_it(
        self, aigerim, daniyar, edition, linked, signed_in
    ):
        choose(aigerim, days_ago=30)
        linked(5)
        join(signed_in(aigerim), signed_in(daniyar))
        begun(daniyar, edition, 4)
        assert owed() == [(aigerim, "days_before")]

    def test_a_ceremony_that_was_moved_is_reminded_of_by_its_new_date(self, aigerim, linked):
        choose(aigerim, days_ago=30)
        linked(5)
        owe_reminders()
        MarriageApplication.objects.update(ceremony_date=timezone.localdate() + timedelta(days=20))
        assert deliver() == [("days_before", "not_needed")]
        MarriageApplication.objects.update(ceremony_date=timezone.localdate() + timedelta(days=5))
        owe_reminders()
        assert deliver() == [("days_before", "not_needed"), ("days_before", "sent")]
        owe_reminders()
        assert len(mail.outbox) == 1


class TestNoLongerSo:
    """Owed in the morning, and something happened before it left."""

    @pytest.fixture
    def enrolment(self, aigerim, edition):
        choose(aigerim, days_ago=30)
        found = begun(aigerim, edition, 4)
        assert kinds(aigerim) == ["nothing_begun"]
        return found

    def test_what_is_still_so_is_sent(self, enrolment):
        assert deliver() == [("nothing_begun", "sent")]

    def test_a_lesson_was_opened(self, enrolment, aigerim, signed_in):
        signed_in(aigerim).get(lesson_url())
        assert deliver() == [("nothing_begun", "not_needed")]

    def test_the_course_was_completed(self, enrolment, aigerim):
        settle_all(enrolment)
        assert ("nothing_begun", "not_needed") in deliver()

    def test_the_course_was_left(self, enrolment, aigerim):
        withdraw(enrolment=enrolment)
        assert deliver() == [("nothing_begun", "not_needed")]
        assert kinds(aigerim) == []

    def test_messages_were_stopped(self, enrolment, aigerim):
        stop_messages(user_id=aigerim.pk)
        assert deliver() == [("nothing_begun", "not_needed")]

    def test_only_news_is_wished_now(self, enrolment, aigerim):
        choose(aigerim, reminders=False)
        assert deliver() == [("nothing_begun", "not_needed")]

    def test_the_account_was_closed(self, enrolment, aigerim):
        aigerim.is_active = False
        aigerim.save()
        assert deliver() == [("nothing_begun", "not_needed")]

    def test_it_waited_until_its_time_was_over(self, enrolment):
        Enrolment.objects.update(began_at=ago(days=8))
        assert deliver() == [("nothing_begun", "not_needed")]
        assert not mail.outbox


@pytest.mark.parametrize("learners", [3, 30])
def test_the_clock_asks_as_often_for_thirty_as_for_three(
    edition, parents, learners, django_assert_num_queries
):
    for number in range(learners):
        learner = cast.make_learner(language=("kk", "ru")[number % 2])
        choose(learner, days_ago=30)
        begun(learner, edition if number % 3 else parents, 4 if number % 3 else 8)
    # A look for each of the four kinds; what is due (of two kinds here) is written in one statement.
    with django_assert_num_queries(4 + 2):
        owe_reminders()
    assert Message.objects.count() == learners
