"""Bulk work through the admin's door: choosing, looking, deciding, and what became of it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.translation import gettext
from pytest_django.asserts import assertContains, assertNotContains

from certificates.jobs.models import BulkJob, BulkJobRow
from certificates.models import CertificateEvent
from certificates.state import State, state_of
from tests.certificates.jobs.story import certified, confirmed, corrected, opened, run, two
from tests.workshop import story as workshop

LIST, NEW = "/admin/bulk/", "/admin/bulk/new/"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def people():
    """Two who read English, as nobody does, so that words can be looked for."""
    found = two()
    for person in found:
        person.language = "en"
        person.save()
    return found


@pytest.fixture
def one(people, signed_in):
    return signed_in(people[0])


@pytest.fixture
def another(people, signed_in):
    return signed_in(people[1])


def page(job, more="") -> str:
    return f"{LIST}{job.pk}/{more}"


def decide(browser, job, verb):
    response = browser.post(page(job, "decide/"), {verb: "1"})
    assert response["Location"] == page(job)
    job.refresh_from_db()
    return job.state


def asked(**more):
    return {"reason": "granted_in_error", "basis": "№ 1"} | more


def test_two_people_revoke_a_list_from_the_first_page_to_the_file(
    edition, one, another, tasks_at_once
):
    first, second, stays = certified(edition, 3)
    numbers = f"Нөмір;x\n{first.number.lower()};=1+1\n\n{second.number.replace('-', ' ')}\n"
    with tasks_at_once():
        response = one.post(NEW, asked(numbers=numbers))
    job = BulkJob.objects.get()
    assert response["Location"] == page(job)
    assertContains(one.get(page(job)), first.number)
    assert decide(one, job, "propose") == "waiting"
    assert decide(one, job, "confirm") == "waiting", "nobody confirms their own"
    assert not CertificateEvent.objects.exists()
    with tasks_at_once():
        decide(another, job, "confirm")
    job.refresh_from_db()
    assert job.state == "done"
    assert [state_of(each) for each in (first, second, stays)] == [
        State.REVOKED, State.REVOKED, State.VALID,
    ]  # fmt: skip
    file = b"".join(another.get(page(job, "result.csv")).streaming_content).decode()
    assert file.startswith("\ufeff")
    assert {first.number, second.number} == set(re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-\w{5}", file))
    assertContains(another.get(LIST), f'href="{page(job)}"')


def test_the_file_speaks_the_language_of_whoever_asks(edition, one, people):
    first, *_rest = certified(edition, 1)
    job = opened(people[0], "granted_in_error", numbers=[first.number])
    people[0].language = "ru"
    people[0].save()
    file = one.get(page(job, "result.csv"))
    with translation.override("kk"):  # as it may be when the file goes out
        lines = b"".join(file.streaming_content).decode().splitlines()
    with translation.override("ru"):
        assert gettext("Completed on") in lines[0]
        assert str(BulkJobRow.State.WAITING.label) in lines[1]


def test_no_name_of_a_holder_stands_anywhere(edition, one, another, people):
    certified(edition, 2, name="Құпия Есім")
    corrected(edition)
    job = confirmed(people, course=edition.course)
    run(job)
    for address in (page(job), page(job, "standing/"), LIST):
        assertNotContains(one.get(address), "Құпия")
    text = b"".join(one.get(page(job, "result.csv")).streaming_content).decode()
    assert "Құпия" not in text


def test_what_changes_is_shown_in_words_and_pictures(edition, one, people):
    certified(edition, 2)
    corrected(edition)
    job = opened(people[0], course=edition.course)
    response = one.get(page(job))
    assertContains(response, "Сабақтар")
    assertContains(response, "Отау құру")
    pictures = [one.get(page(job, f"{which}.png")) for which in ("before", "after")]
    assert {picture["Content-Type"] for picture in pictures} == {"image/png"}
    assert "no-store" in pictures[0]["Cache-Control"]
    assert pictures[0].content != pictures[1].content
    assert one.get(page(job, "between.png")).status_code == 404


def test_a_page_of_ticks_is_kept(edition, one, people):
    first, second = certified(edition, 2)
    job = opened(people[0], "granted_in_error", course=edition.course)
    rows = dict(job.rows.values_list("certificate", "pk"))
    strange = ["x", "-1", "9" * 40, "١", "\x00"]
    one.post(
        page(job, "choose/"),
        {"shown": [*rows.values(), *strange], "kept": [rows[second.pk], *strange], "p": "\x00"},
    )
    assert job.rows.get(certificate=first).why == "unticked"
    assert job.rows.get(certificate=second).state == "waiting"
    response = one.get(page(job, "?show=left_out"))
    assertContains(response, first.number)
    assertNotContains(response, second.number)


def test_it_is_stopped_and_goes_on_without_javascript_and_with(edition, one, another, people):
    certified(edition, 2)
    corrected(edition)
    job = confirmed(people, course=edition.course)
    part = one.get(page(job, "standing/?state=running"), headers={"HX-Request": "true"})
    assertContains(part, 'hx-trigger="every 2s"')
    assert "HX-Refresh" not in part
    assert decide(another, job, "stop") == "stopped"
    part = one.get(page(job, "standing/?state=running"), headers={"HX-Request": "true"})
    assert part["HX-Refresh"] == "true"
    assertNotContains(one.get(page(job)), "Go on")
    assert decide(one, job, "resume") == "stopped", "not its author, against another's stop"
    assertContains(another.get(page(job)), "Go on")
    assert decide(another, job, "resume") == "running"
    assert decide(one, job, "nothing at all") == "running"
    run(job)
    assert decide(one, job, "stop") == "done", "what is done is not stopped"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"basis": " "}, "basis"),
        ({"reason": "name_corrected"}, "reason"),
        ({"reason": "title_corrected"}, "course"),
        ({"reason": "key_revoked"}, "key_id"),
        ({}, "__all__"),
        ({"numbers": "990101900011"}, "numbers"),
        ({"numbers": "\ufffd1"}, "numbers"),
        ({"numbers": "Number\nAAAA\x00"}, "numbers"),
        ({"sheet": "77"}, "sheet"),
        ({"sheet": "9" * 30}, "sheet"),
        ({"course": "x"}, "course"),
        ({"certified_from": "2026-02-02", "certified_until": "2026-02-01"}, "certified_until"),
        ({"edition_number": "0", "sheet": ""}, "edition_number"),
        ({"file": SimpleUploadedFile("x.csv", b"\xff\xfe\x00")}, "file"),
        ({"file": SimpleUploadedFile("x.csv", b"PK\x03\x04 7\n1\n")}, "file"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_at_the_field(one, wrong, field):
    response = one.post(NEW, asked(**wrong))
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not BulkJob.objects.exists()


def test_lines_that_are_no_number_are_named_and_not_repeated(one):
    response = one.post(NEW, asked(numbers="Number\n0000-0000-00001\n990101900011\nx1"))
    (words,) = response.context["form"].errors["numbers"]
    assert words.endswith(": 3, 4")
    assert "990101900011" not in words


def test_nobody_else_finds_it(edition, people, signed_in, aigerim):
    certified(edition, 1)
    job = opened(people[0], "granted_in_error", course=edition.course)
    for role in ("officer", "methodologist"):
        browser = signed_in(workshop.make_person(role))
        assert browser.get(page(job)).status_code in (302, 403)
        assert browser.post(page(job, "decide/"), {"drop": "1"}).status_code in (302, 403)
    assert signed_in(aigerim).get(page(job)).status_code in (302, 403, 404)
    job.refresh_from_db()
    assert job.state == "preview"


def test_pages_cost_the_same_for_few_and_for_many(edition, one, people):
    costs = []
    for count in (1, 6):
        certified(edition, count)
        corrected(edition)
        job = opened(people[0], course=edition.course, edition_number=edition.number)
        cost = []
        for address in (page(job), page(job, "standing/"), LIST):
            one.get(address)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                one.get(address)
            cost.append(len(queries))
        costs.append(cost)
    assert costs[0] == costs[1]
