import pytest
from django.urls import reverse

from accounts.models import User
from courses.models import LessonSnapshot, LessonWithdrawal
from enrolments.actions import settle_requirement
from enrolments.models import CoursePolicy, Enrolment, EnrolmentRequirement
from enrolments.signals import enrolment_began
from tests import cast
from tests.enrolments import story

pytestmark = pytest.mark.django_db
VOLUNTARY = "The course is voluntary; registering a marriage does not depend on it."


def test_a_visitor_reads_what_the_course_is_before_signing_in(client, edition):
    page = client.get(story.begin_url())
    assert page.status_code == 200
    assert reverse("accounts:sign_in") + "?next=%2Fkk%2Fbegin%2Fneke%2F" in page.text
    assert cast.said(VOLUNTARY) in page.text
    assert not Enrolment.objects.exists()


def test_beginning_asks_a_visitor_to_sign_in_and_enrols_nobody(client, edition):
    response = client.post(story.begin_url())
    assert response.status_code == 302
    assert "next=" in response.url
    assert not Enrolment.objects.exists()


def test_a_learner_begins_and_is_led_to_the_course(signed_in, aigerim, edition):
    heard = []

    def hear(enrolment, **kwargs):
        heard.append(enrolment.pk)

    enrolment_began.connect(hear)
    response = signed_in(aigerim).post(story.begin_url())
    enrolment_began.disconnect(hear)
    enrolment = Enrolment.objects.get()
    assert response.url == reverse("learning:course", args=["neke"])
    assert heard == [enrolment.pk]
    assert enrolment.edition == edition
    rows = EnrolmentRequirement.objects.filter(enrolment=enrolment)
    keys = LessonSnapshot.objects.filter(edition=edition).values_list("lesson_key", flat=True)
    assert {row.key for row in rows} == {str(key) for key in keys}
    assert {row.settled_at for row in rows} == {None}


def test_beginning_twice_is_one_enrolment(signed_in, aigerim, edition):
    client = signed_in(aigerim)
    client.post(story.begin_url())
    client.post(story.begin_url())
    assert Enrolment.objects.count() == 1
    assert reverse("learning:course", args=["neke"]) in client.get(story.begin_url()).text


def test_where_a_person_came_from_is_kept_through_signing_in(client, signed_in, aigerim, edition):
    browser = signed_in(aigerim)
    browser.get(story.begin_url() + "?from=leaflet-75")
    browser.post(story.begin_url())
    assert Enrolment.objects.get().source == "leaflet-75"


@pytest.mark.parametrize("source", ["Leaflet", "a" * 31, "<script>", "990101300123 x", ""])
def test_a_source_that_is_not_a_plain_word_is_not_kept(signed_in, aigerim, edition, source):
    browser = signed_in(aigerim)
    browser.get(story.begin_url(), {"from": source})
    browser.post(story.begin_url())
    assert Enrolment.objects.get().source == ""


def test_a_lesson_withdrawn_before_counts_as_done(signed_in, aigerim, edition):
    key = LessonSnapshot.objects.filter(edition=edition).first().lesson_key
    LessonWithdrawal.objects.create(
        course=edition.course, lesson_key=key, reason="harm", withdrawn_by="m@example.org"
    )
    signed_in(aigerim).post(story.begin_url())
    row = EnrolmentRequirement.objects.get(key=str(key))
    assert row.settled_at
    assert row.reason == "withdrawn"
    assert EnrolmentRequirement.objects.filter(settled_at=None).count() == 3


def test_a_course_without_an_edition_is_not_found(signed_in, aigerim, db):
    cast.make_course("ATA", "ata")
    assert signed_in(aigerim).get(story.begin_url("ata")).status_code == 404
    assert signed_in(aigerim).get(story.begin_url("no-such")).status_code == 404
    assert signed_in(aigerim).post(story.begin_url("ata")).status_code == 302
    assert not Enrolment.objects.exists()


def test_taken_again_it_is_a_new_enrolment(signed_in, aigerim, edition):
    client = signed_in(aigerim)
    client.post(story.begin_url())
    first = Enrolment.objects.get()
    story.settle_all(first, settle_requirement)
    first.refresh_from_db()
    assert first.completed_at
    client.post(story.begin_url())
    assert Enrolment.objects.count() == 2
    first.refresh_from_db()
    assert first.completed_at


def test_a_learner_stops_and_may_begin_anew(signed_in, aigerim, edition):
    client = signed_in(aigerim)
    client.post(story.begin_url())
    url = reverse("enrolments:withdraw", args=["neke"])
    assert client.get(url).status_code == 200
    assert Enrolment.objects.get().withdrawn_at is None
    client.post(url)
    enrolment = Enrolment.objects.get()
    assert enrolment.withdrawn_at
    assert client.get(url).status_code == 404
    story.settle_all(enrolment, settle_requirement)
    enrolment.refresh_from_db()
    assert not enrolment.completed_at
    client.post(story.begin_url())
    assert Enrolment.objects.count() == 2


def test_a_completed_course_is_not_stopped(signed_in, aigerim, edition):
    client = signed_in(aigerim)
    client.post(story.begin_url())
    story.settle_all(Enrolment.objects.get(), settle_requirement)
    assert client.post(reverse("enrolments:withdraw", args=["neke"])).status_code == 404
    assert Enrolment.objects.get().withdrawn_at is None


def test_where_the_course_is_required_it_is_not_called_voluntary(client, edition):
    CoursePolicy.objects.create(course=edition.course, valid_from="2026-01-01", is_required=True)
    page = client.get(story.begin_url()).text
    assert cast.said(VOLUNTARY) not in page
    assert "ерікті" not in page


def test_the_page_asks_the_database_a_few_things_only(
    signed_in, aigerim, edition, django_assert_max_num_queries
):
    browser = signed_in(aigerim)
    with django_assert_max_num_queries(9):
        browser.get(story.begin_url())


def test_whoever_has_not_agreed_yet_is_asked_first_and_comes_back(signed_in, edition, db):
    cast.consent_text()
    newcomer = User.objects.create_user(email="new@example.org")
    client = signed_in(newcomer)
    door = reverse("accounts:welcome") + "?next=%2Fkk%2Fbegin%2Fneke%2F"
    assert door in client.get(story.begin_url()).text
    assert client.post(story.begin_url()).url == door
    assert not Enrolment.objects.exists()
    form = client.get(door)
    assert form.status_code == 200
    step = client.post(door, {"name": "Жаңа Оқушы", "language": "kk", "next": story.begin_url()})
    assert step.status_code == 302
    assert not Enrolment.objects.exists()


def test_staff_begin_no_course(signed_in, edition):
    client = signed_in(cast.make_staff())
    client.post(story.begin_url())
    assert not Enrolment.objects.exists()


def test_the_menu_marks_the_visitors_own_links_only(signed_in, aigerim, edition):
    """The page's own variables do not reach the menu's links."""
    client = signed_in(aigerim)
    before = client.get(story.begin_url()).text.count("site-nav__link--mine")
    client.post(story.begin_url())
    assert client.get(story.begin_url()).text.count("site-nav__link--mine") == before
