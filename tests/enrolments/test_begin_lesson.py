"""Anybody begins a course for everybody with the lesson they picked: one button, and one reads."""

import re
from importlib import import_module

import pytest
from django.core import mail
from django.test import Client
from django.utils.http import urlencode

from accounts.models import User
from courses.models import LessonWithdrawal
from enrolments.models import Enrolment
from tests import cast, parents
from tests.certificates.story import completed
from tests.told import told

pytestmark = pytest.mark.django_db

PUBLIC = "/kk/courses/ata/lesson-1/"
COURSE = "/kk/courses/ata/"
# What no page on the way asks for.
IDENTITY = re.compile(r"identity_number|iin\b|ЖСН|ИИН|identification", re.IGNORECASE)


@pytest.fixture
def ata(db):
    return parents.make_edition()


def test_one_button_enrols_and_opens_the_lesson(signed_in, aigerim, ata):
    client = signed_in(aigerim)
    assert f'action="{parents.begin_url()}"' in client.get(PUBLIC).text
    response = client.post(parents.begin_url())
    assert response.url == parents.lesson_url()
    page = client.get(response.url)
    assert page.status_code == 200
    assert told("You take this course now. It stands in “My learning”.") in page.text
    assert Enrolment.objects.get().edition == ata


def test_a_visitor_lands_in_the_lesson_they_picked_and_is_asked_for_no_number(
    client, ata, tasks_at_once
):
    cast.consent_text()
    seen = [client.get(COURSE).text, client.get(PUBLIC).text]
    with tasks_at_once():
        response = client.post(parents.begin_url())
        seen.append(client.get(response.url).text)
        response = client.post(
            response.url, {"contact": "new@example.org", "next": parents.begin_url()}
        )
    seen.append(client.get(response.url).text)
    code = re.search(r"\b\d{6}\b", mail.outbox[-1].body).group()
    response = client.post(response.url, {"code": code})
    seen.append(client.get(response.url).text)
    response = client.post(
        response.url, {"name": "Жаңа Адам", "language": "kk", "next": parents.begin_url()}
    )
    seen.append(client.get(response.url).text)
    assert not Enrolment.objects.exists()
    response = client.post(
        response.url, {"version": cast.consent_text().version, "next": parents.begin_url()}
    )
    assert response.url == parents.begin_url()
    response = client.get(response.url)
    assert response.url == parents.lesson_url()
    seen.append(client.get(response.url).text)
    assert Enrolment.objects.get().user.email == "new@example.org"
    assert not [found for page in seen if (found := IDENTITY.search(page))]


def test_whoever_has_signed_in_and_not_agreed_yet_comes_back_to_the_lesson_too(signed_in, ata):
    cast.consent_text()
    newcomer = User.objects.create_user(email="new@example.org")
    door = signed_in(newcomer).post(parents.begin_url()).url
    assert door.startswith("/kk/welcome/")
    assert urlencode({"next": parents.begin_url()}) in door


def test_being_led_to_the_address_begins_nothing(client, signed_in, aigerim, ata):
    for browser in (client, signed_in(aigerim)):
        assert browser.get(parents.begin_url()).url == PUBLIC
        assert browser.head(parents.begin_url()).url == PUBLIC
    browser.post(parents.begin_url())  # the control: the button does
    assert Enrolment.objects.count() == 1


def test_what_was_picked_serves_once_for_that_lesson_and_for_an_hour(
    signed_in, aigerim, ata, monkeypatch
):
    visitor = Client()
    visitor.post(parents.begin_url())
    assert visitor.get(parents.begin_url()).url == PUBLIC, "not signed in yet"
    visitor.force_login(aigerim, backend="accounts.backends.CodeBackend")
    assert visitor.get(parents.begin_url("lesson-3")).url == "/kk/courses/ata/lesson-3/"
    assert not Enrolment.objects.exists()
    monkeypatch.setattr(import_module("enrolments.views.begin_lesson"), "PICKED_FOR", 0)
    assert visitor.get(parents.begin_url()).url == PUBLIC
    monkeypatch.undo()
    assert visitor.get(parents.begin_url()).url == PUBLIC, "it was used up"
    assert not Enrolment.objects.exists()


def test_a_form_from_elsewhere_begins_nothing(aigerim, ata):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(aigerim, backend="accounts.backends.CodeBackend")
    assert strict.post(parents.begin_url()).status_code == 403
    assert not Enrolment.objects.exists()


def test_whoever_takes_or_took_the_course_opens_the_lesson_and_is_not_enrolled_again(
    signed_in, aigerim, daniyar, ata
):
    takes, took = signed_in(aigerim), signed_in(daniyar)
    takes.post(parents.begin_url())
    completed(daniyar, ata)
    for client in (takes, took):
        assert told("Open it in my course") in client.get(PUBLIC).text
        assert client.post(parents.begin_url("lesson-3")).url == parents.lesson_url("lesson-3")
    assert Enrolment.objects.count() == 2


def test_a_lesson_that_ones_own_edition_lacks_leads_to_the_course(signed_in, aigerim, ata):
    client = signed_in(aigerim)
    client.post(parents.begin_url())
    cast.make_edition(ata.course, modules=4, lessons=2)
    response = client.post(parents.begin_url("lesson-8"))
    assert response.url == parents.url("learning:course", "ata")


def test_in_the_lists_every_lesson_can_be_begun_but_one_about_violence(client, ata):
    page = client.get(COURSE).text
    offered = re.findall(r'formaction="/kk/begin/ata/([\w-]+)/"', page)
    by_age = ["lesson-1", "lesson-3", "lesson-4", "lesson-5", "lesson-6"]
    assert sorted(offered) == sorted(["lesson-1", *by_age]), "lesson 1 by its question, too"
    described = re.findall(r'aria-describedby="(lesson-[\w-]+)"', page)
    assert len(described) == len(offered)
    assert all(f'id="{one}"' in page for one in described)
    client.post("/kk/courses/ata/lesson-2/")  # from the page before it
    assert "/begin/ata/lesson-2/" not in client.get("/kk/courses/ata/lesson-2/").text


def test_ages_come_first_then_questions_then_all_lessons(client, ata):
    page = client.get(COURSE).text
    places = [page.index(f'id="{name}"') for name in ("ages", "questions", "modules")]
    assert places == sorted(places)
    for number in (1, 2, 3):
        assert f'href="#module-{number}"' in page
        assert f'id="module-{number}"' in page


def test_a_course_for_couples_is_explained_first(client, signed_in, aigerim, edition):
    url = parents.begin_url("lesson-1", "neke")
    for browser in (client, signed_in(aigerim)):
        assert "/begin/neke/lesson-1/" not in browser.get("/kk/courses/neke/").text
        assert "/begin/neke/lesson-1/" not in browser.get("/kk/courses/neke/lesson-1/").text
        assert browser.post(url).url == "/kk/begin/neke/"
    assert not Enrolment.objects.exists()


def test_what_is_not_there_is_not_begun(signed_in, aigerim, ata):
    client = signed_in(aigerim)
    assert client.post(parents.begin_url("nothing")).status_code == 404
    assert client.post(parents.begin_url("lesson-1", "nothing")).status_code == 404
    key = ata.lessons.filter(slug="lesson-1").first().lesson_key
    LessonWithdrawal.objects.create(
        course=ata.course, lesson_key=key, reason="harm", withdrawn_by="m@example.org"
    )
    assert client.post(parents.begin_url()).url == PUBLIC
    assert client.get(PUBLIC).status_code == 410
    assert not Enrolment.objects.exists()


def test_staff_are_offered_nothing(signed_in, ata):
    staff = signed_in(cast.make_staff())
    assert "/begin/ata/lesson-1/" not in staff.get(PUBLIC).text
    assert "/begin/ata/lesson-1/" not in staff.get(COURSE).text


@pytest.mark.parametrize("path", [COURSE, PUBLIC])
@pytest.mark.parametrize("lessons", [2, 8])
def test_the_offer_costs_a_learner_one_query_and_a_visitor_none(
    client, signed_in, aigerim, path, lessons, django_assert_num_queries
):
    parents.make_edition(lessons=lessons)
    hers, queries = signed_in(aigerim), 2 if path == COURSE else 3
    for browser in (client, hers):
        browser.get(path)
    with django_assert_num_queries(queries):
        client.get(path)
    with django_assert_num_queries(queries + 3):  # the session, the person, the enrolment
        hers.get(path)
