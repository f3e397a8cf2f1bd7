"""Everything held about a person, for them: a page and a file, after a fresh code."""

import json
import re
from pathlib import Path

import pytest
import yaml
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from accounts.actions.appeals import answer_appeal, make_appeal
from accounts.models import OneTimeCode
from accounts.personal_data import sections_of
from accounts.views.confirm import CONFIRMED, SECONDS
from enrolments.actions import enrol, leave_couple
from learning.actions import ask_to_look_back, save_ages
from learning.held import Lessons, events
from learning.models import LessonMark
from registry.standin.cast import AIGERIM
from tests import cast
from tests.accounts import whole_story
from tests.centres.story import PHONE
from tests.registry.standing_in import asked_registry, standing_in  # noqa: F401

pytestmark = pytest.mark.django_db
INVENTORY = yaml.safe_load((Path(__file__).parents[2] / "docs" / "personal-data.yaml").read_text())[
    "models"
]
DATA, FILE = "/kk/account/data/", "/kk/account/data/file/"


@pytest.fixture
def lived(aigerim, daniyar, edition, signed_in, tasks_at_once, asked_registry):  # noqa: F811
    """Aigerim, about whom everything is held; Daniyar learns with her."""
    browser = signed_in(aigerim)
    clerk = cast.make_clerk()
    with tasks_at_once():
        whole_story.live(aigerim, browser, clerk, edition, daniyar)
    aigerim.refresh_from_db()
    return whole_story.confirmed(browser, aigerim)


def exported(user):
    """Every item of every section."""
    return [item for section in sections_of(user) for row in section.rows() for item in row]


def test_a_stranger_to_the_phone_is_asked_for_a_fresh_code_first(aigerim, signed_in, tasks_at_once):
    browser = signed_in(aigerim)
    for address in (DATA, FILE, "/kk/account/data/notes/"):
        asked = browser.get(address)
        assert asked["Location"].startswith("/kk/account/confirm/?next=")
        assert "no-store" in asked["Cache-Control"]
    page = browser.get("/kk/account/confirm/", {"next": DATA})
    assert aigerim.email in page.text
    with tasks_at_once():
        sent = browser.post("/kk/account/confirm/", {"next": DATA})
    assert sent["Location"] == "/kk/account/confirm/code/"
    assert mail.outbox[-1].to == [aigerim.email]

    wrong = browser.post("/kk/account/confirm/code/", {"code": "000000"})
    assert wrong.status_code == 422
    assert browser.get(DATA).status_code == 302
    code = whole_story.code_in(mail.outbox[-1].body)
    right = browser.post("/kk/account/confirm/code/", {"code": code})

    assert right["Location"] == DATA
    assert browser.get(DATA).status_code == 200


def test_a_code_counts_for_a_quarter_of_an_hour_in_its_own_session(aigerim, signed_in):
    browser = whole_story.confirmed(signed_in(aigerim), aigerim)
    assert browser.get(DATA).status_code == 200
    session = browser.session
    session[CONFIRMED] = {"user": aigerim.pk, "at": timezone.now().timestamp() - SECONDS - 1}
    session.save()
    assert browser.get(DATA).status_code == 302
    session[CONFIRMED] = {"user": aigerim.pk + 1, "at": timezone.now().timestamp()}
    session.save()
    assert browser.get(DATA).status_code == 302


def test_a_code_for_signing_in_confirms_nothing(aigerim, signed_in, client, tasks_at_once):
    browser = signed_in(aigerim)
    browser.post("/kk/account/confirm/", {"next": DATA})
    with tasks_at_once():
        client.post("/kk/sign-in/", {"contact": aigerim.email})
    code = whole_story.code_in(mail.outbox[-1].body)

    assert browser.post("/kk/account/confirm/code/", {"code": code}).status_code == 422


def test_another_session_of_theirs_neither_ends_a_code_nor_uses_it(
    aigerim, signed_in, tasks_at_once
):
    here, there = signed_in(aigerim), signed_in(aigerim)
    with tasks_at_once():
        here.post("/kk/account/confirm/", {"next": DATA})
    code = {"code": whole_story.code_in(mail.outbox[-1].body)}
    there.post("/kk/account/confirm/", {"next": DATA})
    for _try in range(6):
        there.post("/kk/account/confirm/code/", {"code": "000000"})
    assert there.post("/kk/account/confirm/code/", code).status_code == 422
    assert there.get(DATA).status_code == 302
    assert here.post("/kk/account/confirm/code/", code)["Location"] == DATA


def test_a_code_that_is_not_sent_is_not_said_to_be_on_its_way(aigerim, signed_in):
    browser = signed_in(aigerim)
    words = cast.said("There were many tries in a short time. Please try again in a few minutes.")
    on_its_way = cast.said("A new code is on its way. The earlier one is no longer valid.")
    for _time in range(5):
        assert browser.post("/kk/account/confirm/", {"next": DATA}).status_code == 302
    assert OneTimeCode.objects.count() == 5
    again = browser.post("/kk/account/confirm/again/", follow=True)
    assert words in again.text
    assert on_its_way not in again.text
    refused = browser.post("/kk/account/confirm/", {"next": DATA})
    assert refused.status_code == 422
    assert words in refused.text
    assert OneTimeCode.objects.count() == 5


def test_with_two_contacts_the_person_chooses_and_no_other_is_taken(aigerim, signed_in):
    aigerim.phone = "+77000000001"
    aigerim.save()
    browser = signed_in(aigerim)
    assert browser.post("/kk/account/confirm/", {"next": DATA}).status_code == 422
    foreign = browser.post("/kk/account/confirm/", {"contact": "thief@example.org"})
    assert foreign.status_code == 422
    assert not OneTimeCode.objects.exists()

    browser.post("/kk/account/confirm/", {"contact": "+77000000001", "next": "//evil.example"})

    begun = browser.session["confirm"]
    assert (begun["contact"], begun["next"]) == ("+77000000001", "")


def test_the_file_holds_what_she_wrote_and_did_under_lasting_keys(lived, aigerim):
    response = lived.get(FILE)
    held = json.loads(response.content)
    sections = held["sections"]

    assert response["Content-Disposition"] == 'attachment; filename="otau-data.json"'
    assert "no-store" in response["Cache-Control"]
    assert (held["format"], held["version"]) == ("otau-data", 1)
    assert sections["account"][0]["email"] == aigerim.email
    assert sections["account"][0]["number"] == aigerim.pk
    assert [row["text"] for row in sections["notes"]] == [whole_story.WORDS]
    assert sections["circumstances"][0]["answer"] == "parents"
    assert sections["answers"][0]["answer"] == ["b"]
    assert sections["marks"][0]["note"] == whole_story.NOTE
    assert sections["measures"][0]["mean"] == 0.75
    assert {row["course"] for row in sections["courses"]} == {"NEKE", "ATA"}
    assert sections["couples"][0]["partner_name"] == "Данияр Оспанов"
    assert sections["certificates"][0]["name"] == AIGERIM.name
    assert sections["lookups"][0]["purpose"] == "desk"
    waiting, linked = sections["applications"]
    assert waiting["state"] == "waiting"
    assert "ceremony_date" not in waiting
    assert linked["ceremony_date"]
    assert sections["appeals"][0]["text"] == whole_story.QUESTION
    assert sections["certificate_acts"][0]["words"] == whole_story.EXPLAINED
    assert sections["appeals"][0]["answers"] == [whole_story.REPLY]
    assert sections["name_corrections"][0]["before"] == whole_story.FORMER_NAME
    assert sections["look_backs"][0]["plan"] == whole_story.PLAN
    assert len(sections["ages"][0]["ages"]) == 1
    assert sections["visit_requests"][0]["contact"] == PHONE
    assert sections["message_choice"][0]["days_before"] == 3
    assert [row["device"] for row in sections["sessions"]] == ["other"]
    assert sections["messages"][0]["kind"] == "certificate_ready"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", held["made_at"])


def test_every_field_about_her_is_in_the_download_or_listed_with_a_reason(lived, aigerim):
    carried = {item.field for item in exported(aigerim)}
    missing, both = [], []
    for label, fields in INVENTORY.items():
        left_out = fields.get("not_in_download", {})
        if isinstance(left_out, str):
            left_out = dict.fromkeys(fields, left_out)
        for name in set(fields) - {"plain", "not_in_download"}:
            is_carried = f"{label}.{name}" in carried
            if not is_carried and not str(left_out.get(name, "")).strip():
                missing.append(f"{label}.{name}")
            if is_carried and name in left_out:
                both.append(f"{label}.{name}")
    assert sorted(missing) == []
    assert both == []


def test_nothing_of_another_person_and_no_whole_number_is_in_it(lived, aigerim, daniyar):
    told = lived.get(FILE).text
    pages = [lived.get(f"{DATA}{section.key}/").text for section in sections_of(aigerim)]
    for text in (told, *pages):
        assert AIGERIM.identity.number not in text
        assert str(daniyar.phone) not in text
    assert AIGERIM.identity.number[-4:] in told

    before = json.loads(told)["sections"]
    leave_couple(user=daniyar)
    after = json.loads(lived.get(FILE).text)["sections"]
    assert before == after


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_kind_has_a_page_in_both_languages(lived, aigerim, language):
    with override(language):
        index = lived.get(f"/{language}/account/data/")
        for section in sections_of(aigerim):
            page = lived.get(f"/{language}/account/data/{section.key}/")
            assert page.status_code == 200
            assert "no-store" in page["Cache-Control"]
            assert str(section.title) in index.text
    notes = lived.get(f"/{language}/account/data/notes/")
    assert whole_story.WORDS in notes.text
    assert lived.get(f"/{language}/account/data/nothing/").status_code == 404


def test_a_long_list_costs_no_more_queries_and_has_pages(lived, aigerim, django_assert_num_queries):
    enrolment = aigerim.enrolments.get(course__code="ATA")
    with django_assert_num_queries(4) as few:
        lived.get(f"{DATA}marks/")
    with CaptureQueriesContext(connection) as index:
        lived.get(DATA)
    key = LessonMark.objects.get().lesson_key
    LessonMark.objects.bulk_create(
        LessonMark(
            enrolment=enrolment, lesson_key=key, part_id=f"p{number}", language="kk",
            kind="unclear",
        )
        for number in range(60)
    )  # fmt: skip
    with django_assert_num_queries(len(few)):
        page = lived.get(f"{DATA}marks/")
    with django_assert_num_queries(len(index)):
        lived.get(DATA)
    assert "?page=2" in page.text
    assert page.text.count("<dl") == 10


@pytest.mark.parametrize("kind", ["appeals", "look_backs", "sessions", "ages"])
def test_each_of_these_costs_no_more_queries_when_there_are_more(lived, aigerim, signed_in, kind):
    def queries():
        with CaptureQueriesContext(connection) as made:
            assert lived.get(f"{DATA}{kind}/").status_code == 200
        return len(made)

    few = queries()
    enrolment, clerk = aigerim.enrolments.get(course__code="ATA"), cast.make_clerk()
    for position in (2, 3):
        lesson = enrolment.edition.lessons.get(language="kk", position=position)
        ask_to_look_back(enrolment=enrolment, lesson_key=lesson.lesson_key)
        course = cast.make_course(f"C{position}", f"c{position}")
        another = enrol(user=aigerim, course=cast.make_edition(course).course)
        save_ages(enrolment=another, modules=[another.edition.modules.first().module_key])
        signed_in(aigerim, Client)
        appeal = make_appeal(user=aigerim, about="other", text=str(position))
        answer_appeal(appeal=appeal, text="…", by=clerk, seen=0)
    assert queries() == few


def test_the_steps_are_those_that_reached_us(lived, aigerim):
    rows = list(events(aigerim, Lessons(aigerim)))
    assert len(rows) == 1
    assert rows[0][1].text
