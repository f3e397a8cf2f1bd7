"""Of a course for everybody a certificate is made if its owner wants one; once, under any race."""

import datetime as dt
import threading
from functools import partial

import pytest
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext

from accounts.actions.names import correct_name
from accounts.models import Assurance, Identity
from certificates import actions, held
from certificates.actions import certify_by_wish
from certificates.documents import issuing
from certificates.exceptions import NotCompleted
from certificates.models import Certificate, CertificateIssue
from certificates.names import holder_name
from certificates.rendering.wording import NAME_NOTES
from enrolments.actions import enrol
from enrolments.models import CoursePolicy, Enrolment
from notifications.models import Message
from registry.models import MarriageApplication
from registry.standin import cast as couples
from reports.models import DailyCount
from tests import cast, parents
from tests.accounts import whole_story
from tests.certificates.story import completed, settle_all
from tests.certificates.test_issue_once import at_once
from tests.enrolments import stayer
from tests.enrolments.story import without_row_locks
from tests.notifications.story import choose
from tests.registry.people import identified
from tests.registry.standing_in import asked_registry, standing_in  # noqa: F401
from tests.told import told

pytestmark = pytest.mark.django_db

WISH = "/kk/certificates/wish/ata/"
MINE = "/kk/certificates/"
COURSE = "/kk/learn/ata/"
OFFER = "A certificate, if you want one"


@pytest.fixture
def ata(db):
    return parents.make_edition()


@pytest.fixture
def done(aigerim, ata) -> Enrolment:
    """Aigerim has completed the course, and has not been asked yet."""
    return completed(aigerim, ata)


def test_completion_makes_no_certificate_and_no_message(done, aigerim, ata, edition, tasks_at_once):
    assert done.completed_at
    assert not Certificate.objects.exists()
    assert not Message.objects.exists()
    completed(aigerim, edition)  # the control: of a course for couples it does
    assert Certificate.objects.count() == 1


def test_it_is_offered_where_the_course_is_complete_and_asks_for_the_name(signed_in, aigerim, done):
    client = signed_in(aigerim)
    for page in (client.get(COURSE), client.get(MINE)):
        assert f'href="{WISH}"' in page.text
        assert told(OFFER) in page.text
    page = client.get(WISH)
    assert page.status_code == 200
    assert 'value="Айгерім Сәрсенова"' in page.text
    assert not Certificate.objects.exists(), "to look makes nothing"


def test_a_wish_makes_it_with_the_name_that_was_declared(signed_in, aigerim, done, tasks_at_once):
    choose(aigerim)
    client = signed_in(aigerim)
    with tasks_at_once():
        assert client.post(WISH, {"name": "  Сәрсенова  Айгерім "}).url == MINE
    certificate = Certificate.objects.get()
    assert holder_name(certificate) == "Сәрсенова Айгерім"
    assert (certificate.name_source, certificate.assurance) == ("declared", "none")
    assert CertificateIssue.objects.filter(certificate=certificate).count() == 1
    assert Message.objects.get().kind == Message.Kind.CERTIFICATE_READY
    aigerim.refresh_from_db()
    assert aigerim.name == "Айгерім Сәрсенова", "the account's name is another matter"
    for page in (client.get(COURSE), client.get(MINE)):
        assert f'href="{WISH}"' not in page.text
    assert f'href="{MINE}"' in client.get(COURSE).text
    assert client.get(WISH).url == client.post(WISH, {"name": "Басқа Адам"}).url == MINE
    assert Certificate.objects.count() == 1


def test_the_end_of_a_lesson_asks_once_the_course_is_complete(signed_in, aigerim, ata):
    client = signed_in(aigerim)
    client.post(parents.begin_url())
    for number in range(1, 6):
        parents.answer(client, f"lesson-{number}")
        assert f'href="{WISH}"' not in client.get(parents.lesson_url()).text
    parents.answer(client, "lesson-6")
    assert f'href="{WISH}"' in client.get(parents.lesson_url()).text
    client.post(WISH, {"name": "Айгерім Сәрсенова"})
    lesson = client.get(parents.lesson_url()).text
    assert f'href="{WISH}"' not in lesson
    assert f'href="{MINE}"' not in lesson


@pytest.mark.parametrize("name", ["", "123", "Айгерім <b>", "王芳"])
def test_what_cannot_be_a_name_is_said_and_kept_in_the_field(signed_in, aigerim, done, name):
    page = signed_in(aigerim).post(WISH, {"name": name})
    assert page.status_code == 422
    assert "error-summary" in page.text
    assert not Certificate.objects.exists()


def test_whose_identity_is_proved_is_asked_for_no_name(signed_in, aigerim, done):
    Identity.objects.create(
        user=aigerim, kind=Identity.Kind.values[0], assurance="egov", sealed_number=b"x",
        lookup_key=b"y", proved_at=timezone.now(),
    )  # fmt: skip
    client = signed_in(aigerim)
    assert 'name="name"' not in client.get(WISH).text
    assert client.post(WISH, {"name": "Басқа Адам"}).url == MINE
    assert holder_name(Certificate.objects.get()) == "Айгерім Сәрсенова"


@pytest.mark.usefixtures("asked_registry")
def test_the_name_that_is_shown_is_the_one_it_is_made_out_to(
    signed_in, aigerim, done, tasks_at_once
):
    whole_story.link_application(aigerim)
    client = signed_in(aigerim)
    assert couples.AIGERIM.name in client.get(WISH).text
    correct_name(user=aigerim, name="Жаңа Есім", place="А / Б", by=cast.make_clerk())
    page = client.get(WISH).text
    assert "Жаңа Есім" in page
    assert couples.AIGERIM.name not in page
    client.post(WISH)
    assert holder_name(Certificate.objects.get()) == "Жаңа Есім"


def test_a_name_of_the_registrys_is_not_refused_where_it_cannot_be_typed(
    signed_in, aigerim, done, monkeypatch
):
    monkeypatch.setattr("certificates.names.registered_name", lambda user: "Оспан ұлы Әли 2")
    assert signed_in(aigerim).post(WISH).status_code == 302
    assert holder_name(Certificate.objects.get()) == "Оспан ұлы Әли 2"


def test_a_name_read_in_a_document_is_nowhere_called_declared(signed_in, client, aigerim, done):
    identified(aigerim, couples.AIGERIM, "phone")
    correct_name(user=aigerim, name="Жаңа Есім", place="А / Б", by=cast.make_clerk())
    certificate = certify_by_wish(enrolment=done, name="Басқа Адам")
    assert (certificate.name_source, certificate.assurance) == ("document", "none")
    page = client.get(f"/kk/c/{certificate.number}/").text
    assert NAME_NOTES["document"].kk in page
    assert NAME_NOTES["declared"].kk not in page
    desk = signed_in(cast.make_clerk())
    answer = desk.post("/kk/desk/ask/", {"fact": certificate.number})
    assert answer.context["found"].assurance == Assurance.SEEN.label
    [row] = held.certificates(aigerim)
    source = next(item for item in row if item.key == "name_source")
    assert source.shown == gettext("from your document")


def test_it_says_what_was_so_on_the_day_of_completion(aigerim, ata, done):
    long_ago = timezone.now() - dt.timedelta(days=400)
    Enrolment.objects.filter(pk=done.pk).update(completed_at=long_ago)
    day = timezone.localdate(long_ago)
    for valid_from, months in ((day, 24), (timezone.localdate(), 1)):
        CoursePolicy.objects.create(
            course=ata.course, valid_from=valid_from, validity_months=months
        )
    cast.make_edition(ata.course, modules=1, lessons=1)
    certificate = certify_by_wish(enrolment=done, name="Айгерім Сәрсенова")
    assert certificate.completed_on == day
    assert certificate.edition_number == ata.number
    assert certificate.hours == ata.hours
    assert certificate.valid_until.year == day.year + 2


def test_before_the_course_is_complete_there_is_nothing_to_wish_for(signed_in, aigerim, ata):
    client = signed_in(aigerim)
    assert client.get(WISH).status_code == 404
    enrolment = enrol(user=aigerim, course=ata.course)
    settle_all(enrolment, but=1)
    assert client.get(WISH).status_code == client.post(WISH, {"name": "А Б"}).status_code == 404
    assert f'href="{WISH}"' not in client.get(COURSE).text + client.get(MINE).text
    with pytest.raises(NotCompleted):
        certify_by_wish(enrolment=enrolment, name="А Б")


def test_a_course_for_couples_has_no_such_question(signed_in, aigerim, edition):
    completed(aigerim, edition)
    client = signed_in(aigerim)
    assert client.get("/kk/certificates/wish/neke/").status_code == 404
    assert told(OFFER) not in client.get("/kk/learn/neke/").text + client.get(MINE).text


def test_a_stranger_cannot_wish_for_somebody_else(signed_in, daniyar, done):
    client = signed_in(daniyar)
    assert client.get(WISH).status_code == client.post(WISH, {"name": "А Б"}).status_code == 404
    assert not Certificate.objects.exists()


def test_figures_count_the_completion_without_and_the_certificate_when_it_is_made(done, eager):
    def count(what):
        rows = DailyCount.objects.filter(step=what).values_list("count", flat=True)
        return sum(rows)

    assert count("completed") == 1
    assert count("certified") == 0
    issuing.issue_certificate(
        certificate_id=certify_by_wish(enrolment=done, name="Айгерім Сәрсенова").pk
    )
    assert (count("completed"), count("certified")) == (1, 1)


@pytest.mark.parametrize("courses", [1, 4])
def test_the_page_of_certificates_asks_a_few_things_only(
    signed_in, aigerim, ata, courses, django_assert_max_num_queries
):
    completed(aigerim, ata)
    for number in range(1, courses):
        course = parents.make_course(f"ATA{'BCD'[number - 1]}", f"ata-{number}")
        completed(aigerim, cast.make_edition(course, modules=1, lessons=1))
    client = signed_in(aigerim)
    client.get(MINE)
    with django_assert_max_num_queries(8):
        assert client.get(MINE).text.count("/wish/") == courses


@pytest.mark.django_db(transaction=True)
def test_wishes_at_once_end_in_one_certificate(ata):
    for _round in range(3):
        enrolment = completed(cast.make_learner(), ata)
        wishes = [
            partial(certify_by_wish, enrolment=enrolment, name=f"Асхат {letter}")
            for letter in "АБВГ"
        ]
        assert at_once(*wishes) == [None] * 4
        assert enrolment.certificates.count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_second_wish_would_run_into_the_constraint(ata, monkeypatch):
    """The control: both see no certificate, and the database lets one through."""
    enrolment = completed(cast.make_learner(), ata)
    gate, numbers = threading.Barrier(2), actions.make_number

    def number_together():
        gate.wait(timeout=10)
        return numbers()

    monkeypatch.setattr(actions, "make_number", number_together)
    wish = partial(certify_by_wish, enrolment=enrolment, name="Асхат Нұрланов")
    with without_row_locks(monkeypatch):
        outcomes = at_once(wish, wish)
    assert sum(isinstance(outcome, IntegrityError) for outcome in outcomes) == 1
    assert enrolment.certificates.count() == 1


@pytest.mark.usefixtures("asked_registry")
@pytest.mark.parametrize("state", ["withdrawn", "annulled", "refiled"])
def test_a_certificate_does_not_tell_that_the_other_took_the_application_back(
    signed_in, aigerim, ata, edition, state
):
    """The offer and what is made out are those of a living application: nobody learns by them."""
    completed(aigerim, ata)
    whole_story.link_application(aigerim)
    client = signed_in(aigerim)
    offered = stayer.DRAWN_BY_LOT.sub("", client.get(WISH).text)
    MarriageApplication.objects.update(state=state)
    assert stayer.DRAWN_BY_LOT.sub("", client.get(WISH).text) == offered
    client.post(WISH)
    completed(aigerim, edition)
    for certificate in Certificate.objects.all():
        assert (certificate.name_source, certificate.assurance) == ("registry", "phone")
        assert holder_name(certificate) == couples.AIGERIM.name
    assert Certificate.objects.count() == 2
